import { Button, Kbd, Tooltip, UnstyledButton } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { testIds } from '../../shared/test-ids.ts';
import { NotificationBell } from '../features/alerts/center/NotificationBell.tsx';
import { navigationStore } from '../state/navigation-store.ts';
import { LiveBadge } from './LiveBadge.tsx';
import { Logo } from './Logo.tsx';
import { RefreshPicker } from './RefreshPicker.tsx';
import { commandHint } from './shortcuts/platform.ts';
import { TimeRangePicker } from './TimeRangePicker.tsx';
import classes from './TopBar.module.css';

interface TopBarProps {
  readonly title: string;
  readonly showTimeRange: boolean;
  readonly height: number;
}

/** Page title, search, time range and the main action. */
export function TopBar({ title, showTimeRange, height }: TopBarProps) {
  return (
    <div className={classes.bar} style={{ height }}>
      <div className={classes.start}>
        <Logo />
        <h1 className={classes.title}>{title}</h1>
        {showTimeRange && <LiveBadge />}
      </div>
      <UnstyledButton
        className={classes.search ?? ''}
        onClick={() => spotlight.open()}
        data-testid={testIds.shell.openPalette}
      >
        <IconSearch size={15} aria-hidden />
        <span className={classes.searchText}>Search pages, metrics…</span>
        <Kbd size="xs">{commandHint('open-palette')}</Kbd>
      </UnstyledButton>
      <div className={classes.end}>
        {showTimeRange && (
          <>
            <TimeRangePicker />
            <RefreshPicker />
          </>
        )}
        <NotificationBell />
        <Tooltip label={`Add an endpoint (${commandHint('add-endpoint')})`}>
          <Button
            leftSection={<IconPlus size={15} />}
            onClick={() => navigationStore.getState().openEndpointForm()}
            data-testid={testIds.shell.addEndpoint}
          >
            Add endpoint
          </Button>
        </Tooltip>
      </div>
    </div>
  );
}

import { Button, Menu } from '@mantine/core';
import { IconCheck, IconRefresh } from '@tabler/icons-react';
import { testIds } from '../../shared/test-ids.ts';
import { type RefreshInterval, timeRangeStore, useTimeRange } from '../state/time-range-store.ts';

const CHOICES: readonly {
  readonly label: string;
  readonly short: string;
  readonly refresh: RefreshInterval;
}[] = [
  { label: 'Auto', short: 'Auto', refresh: 'auto' },
  { label: 'Off', short: 'Off', refresh: null },
  { label: 'Every second', short: '1s', refresh: 1_000 },
  { label: 'Every 5 seconds', short: '5s', refresh: 5_000 },
  { label: 'Every 10 seconds', short: '10s', refresh: 10_000 },
  { label: 'Every 30 seconds', short: '30s', refresh: 30_000 },
  { label: 'Every minute', short: '1m', refresh: 60_000 },
  { label: 'Every 5 minutes', short: '5m', refresh: 300_000 },
];

/** How often charts refresh while they follow now. */
export function RefreshPicker() {
  const refresh = useTimeRange((state) => state.refresh);
  const current = CHOICES.find((choice) => choice.refresh === refresh);
  return (
    <Menu position="bottom-end" width={170}>
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<IconRefresh size={15} />}
          aria-label={`Refresh: ${current?.label ?? ''}. Choose another`}
          data-testid={testIds.shell.refreshPicker}
        >
          {current?.short}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Refresh charts</Menu.Label>
        {CHOICES.map((choice) => (
          <Menu.Item
            key={choice.label}
            rightSection={choice === current ? <IconCheck size={14} aria-label="chosen" /> : null}
            onClick={() => timeRangeStore.getState().setRefresh(choice.refresh)}
          >
            {choice.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

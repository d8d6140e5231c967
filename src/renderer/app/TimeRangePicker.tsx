import { ActionIcon, Button, Popover, SegmentedControl, Tooltip } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCalendarTime,
  IconChevronLeft,
  IconChevronRight,
  IconZoomOut,
  type TablerIcon,
} from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { COMMANDS, type Command } from '../../shared/domain/shortcut.ts';
import { type TestId, testIds } from '../../shared/test-ids.ts';
import { useSettings } from '../state/settings-store.ts';
import { shellStore, useShell } from '../state/shell-store.ts';
import { timeRangeStore, useTimeRange } from '../state/time-range-store.ts';
import { commandHint } from './shortcuts/platform.ts';
import { runCommand } from './shortcuts/run-command.ts';
import classes from './TimeRangePicker.module.css';
import { describeRange } from './time-input.ts';
import { isSameRange, QUICK_PRESETS } from './time-presets.ts';

/** Its calendar is not needed for the first chart. */
const TimeRangePanel = lazy(async () => {
  const { TimeRangePanel: component } = await import('./TimeRangePanel.tsx');
  return { default: component };
});

/** Quick ranges, all others behind the calendar, moves in time, and the way back after a zoom. */
export function TimeRangePicker() {
  const range = useTimeRange((state) => state.range);
  const utc = useSettings((state) => state.settings.utc);
  const canGoBack = useTimeRange((state) => state.history.length > 0);
  const canGoForward = useTimeRange((state) => state.future.length > 0);
  const opened = useShell((state) => state.choosingRange);
  const { setChoosingRange } = shellStore.getState();
  const quick = QUICK_PRESETS.find((preset) => isSameRange(preset.range, range));
  const described = describeRange(range, utc);
  return (
    <div className={classes.picker}>
      {canGoBack && <Move command="time-back" icon={IconArrowBackUp} testId={testIds.shell.timeRangeBack} />}
      {canGoForward && (
        <Move command="time-forward" icon={IconArrowForwardUp} testId={testIds.shell.timeRangeForward} />
      )}
      <SegmentedControl
        size="xs"
        className={classes.quick ?? ''}
        aria-label="Time range"
        data={QUICK_PRESETS.map(({ label }) => label)}
        value={quick?.label ?? ''}
        onChange={(label) => {
          const preset = QUICK_PRESETS.find((candidate) => candidate.label === label);
          if (preset !== undefined) timeRangeStore.getState().setRange(preset.range);
        }}
      />
      <div className={classes.moves}>
        <Move command="time-earlier" icon={IconChevronLeft} testId={testIds.shell.timeEarlier} />
        <Popover opened={opened} onChange={setChoosingRange} position="bottom-end" trapFocus returnFocus>
          <Popover.Target>
            <Button
              variant={quick === undefined ? 'light' : 'subtle'}
              color={quick === undefined ? 'azure' : 'gray'}
              className={classes.more ?? ''}
              leftSection={<IconCalendarTime size={16} />}
              onClick={() => setChoosingRange(!opened)}
              aria-label={`Time range ${described}. Choose another`}
              data-testid={testIds.shell.timeRangeMore}
            >
              {quick === undefined && <span className={classes.current}>{described}</span>}
            </Button>
          </Popover.Target>
          <Popover.Dropdown aria-label="Choose a time range">
            <Suspense fallback={null}>
              <TimeRangePanel onDone={() => setChoosingRange(false)} />
            </Suspense>
          </Popover.Dropdown>
        </Popover>
        <Move command="time-later" icon={IconChevronRight} testId={testIds.shell.timeLater} />
        <Move command="time-zoom-out" icon={IconZoomOut} testId={testIds.shell.timeZoomOut} />
      </div>
    </div>
  );
}

interface MoveProps {
  readonly command: Command;
  readonly icon: TablerIcon;
  readonly testId: TestId;
}

function Move({ command, icon: Icon, testId }: MoveProps) {
  const { label } = COMMANDS[command];
  return (
    <Tooltip label={`${label} (${commandHint(command)})`}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={label}
        data-testid={testId}
        onClick={() => runCommand(command)}
      >
        <Icon size={17} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

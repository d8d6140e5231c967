import { ActionIcon, Button, Popover, SegmentedControl, TextInput, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconCalendarTime } from '@tabler/icons-react';
import { useState } from 'react';
import { timeRangeStore, useTimeRange } from '../state/time-range-store.ts';
import classes from './TimeRangePicker.module.css';
import { describeRange, formatTimeInput, parseTimeInput } from './time-input.ts';
import { isSameRange, MORE_PRESETS, QUICK_PRESETS } from './time-presets.ts';

/** Quick ranges, more of them and free input behind the calendar, and the way back after a zoom. */
export function TimeRangePicker() {
  const range = useTimeRange((state) => state.range);
  const canGoBack = useTimeRange((state) => state.history.length > 0);
  const canGoForward = useTimeRange((state) => state.future.length > 0);
  const [opened, setOpened] = useState(false);
  const quick = QUICK_PRESETS.find((preset) => isSameRange(preset.range, range));
  return (
    <div className={classes.picker}>
      {canGoBack && (
        <Tooltip label="Back to the range before">
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label="Back to the range before"
            data-testid="time-range-back"
            onClick={() => timeRangeStore.getState().back()}
          >
            <IconArrowBackUp size={17} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
      {canGoForward && (
        <Tooltip label="Forward to the range after">
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label="Forward to the range after"
            data-testid="time-range-forward"
            onClick={() => timeRangeStore.getState().forward()}
          >
            <IconArrowForwardUp size={17} aria-hidden />
          </ActionIcon>
        </Tooltip>
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
      <Popover opened={opened} onChange={setOpened} position="bottom-end" width={300} trapFocus>
        <Popover.Target>
          <Button
            variant={quick === undefined ? 'light' : 'subtle'}
            color={quick === undefined ? 'azure' : 'gray'}
            className={classes.more ?? ''}
            leftSection={<IconCalendarTime size={16} />}
            onClick={() => setOpened(!opened)}
            aria-label={`Time range ${describeRange(range)}. Choose another`}
            data-testid="time-range-more"
          >
            {quick === undefined && <span className={classes.current}>{describeRange(range)}</span>}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <RangeInput key={describeRange(range)} onDone={() => setOpened(false)} />
          <div className={classes.presets}>
            {MORE_PRESETS.map((preset) => (
              <Button
                key={preset.label}
                variant={isSameRange(preset.range, range) ? 'light' : 'subtle'}
                color={isSameRange(preset.range, range) ? 'azure' : 'gray'}
                justify="flex-start"
                onClick={() => {
                  timeRangeStore.getState().setRange(preset.range);
                  setOpened(false);
                }}
              >
                {preset.label}
              </Button>
            ))}
          </div>
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}

function parseOrMessage(text: string): { time: number | string | null; error: string | null } {
  try {
    return { time: parseTimeInput(text), error: null };
  } catch (error) {
    return { time: null, error: (error as Error).message };
  }
}

function RangeInput({ onDone }: { readonly onDone: () => void }) {
  const range = useTimeRange((state) => state.range);
  const [from, setFrom] = useState(formatTimeInput(range.from));
  const [to, setTo] = useState(formatTimeInput(range.to));
  const [tried, setTried] = useState(false);
  const start = parseOrMessage(from);
  const end = parseOrMessage(to);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (start.time === null || end.time === null) return;
        timeRangeStore.getState().setRange({ from: start.time, to: end.time });
        onDone();
      }}
    >
      <TextInput
        label="From"
        size="xs"
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
        error={tried ? start.error : null}
        data-testid="time-range-from"
      />
      <TextInput
        label="To"
        size="xs"
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
        error={tried ? end.error : null}
        data-testid="time-range-to"
      />
      <Button type="submit" fullWidth data-testid="time-range-apply">
        Apply
      </Button>
    </form>
  );
}

import { Button, TextInput } from '@mantine/core';
import { DatePicker } from '@mantine/dates';
import { useState } from 'react';
import type { TimeRange } from '../../shared/domain/time-range.ts';
import { testIds } from '../../shared/test-ids.ts';
import { recentRangesStore, useRecentRanges } from '../state/recent-ranges.ts';
import { settingsStore, useSettings } from '../state/settings-store.ts';
import { timeRangeStore, useTimeRange } from '../state/time-range-store.ts';
import { reportFailure } from '../ui/report-failure.ts';
import classes from './TimeRangePicker.module.css';
import { describeRange, formatTimeInput, parseTimeInput, splitRangeInput } from './time-input.ts';
import { ALL_PRESETS, isSameRange } from './time-presets.ts';

/** All of the picker: a calendar with both ends as text, presets, and what was chosen before. */
export function TimeRangePanel({ onDone }: { readonly onDone: () => void }) {
  const range = useTimeRange((state) => state.range);
  const utc = useSettings((state) => state.settings.utc);
  // What has a name of its own is above already.
  const recent = useRecentRanges().filter((entry) =>
    ALL_PRESETS.every((preset) => !isSameRange(preset.range, entry)),
  );
  const choose = (chosen: TimeRange): void => {
    timeRangeStore.getState().setRange(chosen);
    onDone();
  };
  return (
    <div className={classes.panel} data-testid={testIds.shell.timeRangePanel}>
      <RangeForm
        key={`${describeRange(range, utc)}${utc}`}
        range={range}
        utc={utc}
        onChoose={(chosen) => {
          recentRangesStore.getState().note(chosen);
          choose(chosen);
        }}
      />
      <div className={classes.lists}>
        <PresetList title="Ranges" entries={ALL_PRESETS} range={range} onChoose={choose} />
        {recent.length > 0 && (
          <PresetList
            title="Recent"
            entries={recent.map((entry) => ({ label: describeRange(entry, utc), range: entry }))}
            range={range}
            onChoose={choose}
          />
        )}
      </div>
    </div>
  );
}

interface PresetListProps {
  readonly title: string;
  readonly entries: readonly { readonly label: string; readonly range: TimeRange }[];
  readonly range: TimeRange;
  readonly onChoose: (range: TimeRange) => void;
}

function PresetList({ title, entries, range, onChoose }: PresetListProps) {
  return (
    <section aria-label={title}>
      <h3 className={classes.heading}>{title}</h3>
      <div className={classes.presets}>
        {entries.map((entry) => {
          const chosen = isSameRange(entry.range, range);
          return (
            <Button
              key={entry.label}
              variant={chosen ? 'light' : 'subtle'}
              color={chosen ? 'azure' : 'gray'}
              justify="flex-start"
              aria-pressed={chosen}
              onClick={() => onChoose(entry.range)}
            >
              {entry.label}
            </Button>
          );
        })}
      </div>
    </section>
  );
}

interface RangeFormProps {
  readonly range: TimeRange;
  readonly utc: boolean;
  readonly onChoose: (range: TimeRange) => void;
}

function parseOrMessage(text: string, utc: boolean): { time: number | string | null; error: string | null } {
  try {
    return { time: parseTimeInput(text, utc), error: null };
  } catch (error) {
    return { time: null, error: (error as Error).message };
  }
}

function dayOf(text: string): string | null {
  return /^\d{4}-\d{2}-\d{2}/.exec(text.trim())?.[0] ?? null;
}

function RangeForm({ range, utc, onChoose }: RangeFormProps) {
  const [from, setFrom] = useState(formatTimeInput(range.from, utc));
  const [to, setTo] = useState(formatTimeInput(range.to, utc));
  const [tried, setTried] = useState(false);
  const start = parseOrMessage(from, utc);
  const end = parseOrMessage(to, utc);
  const backwards = typeof start.time === 'number' && typeof end.time === 'number' && start.time >= end.time;
  const takeBoth = (text: string): boolean => {
    const both = splitRangeInput(text);
    if (both === null) return false;
    setFrom(both[0]);
    setTo(both[1]);
    return true;
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (start.time === null || end.time === null || backwards) return;
        onChoose({ from: start.time, to: end.time });
      }}
    >
      <DatePicker
        type="range"
        allowSingleDateInRange
        size="xs"
        firstDayOfWeek={1}
        hideOutsideDates
        classNames={{ day: classes.day ?? '' }}
        value={[dayOf(from), dayOf(to)]}
        onChange={([first, last]) => {
          if (first !== null) setFrom(`${first} 00:00:00`);
          setTo(last === null ? '' : `${last} 23:59:59`);
        }}
        ariaLabels={{ previousMonth: 'Previous month', nextMonth: 'Next month' }}
      />
      <TextInput
        label="From"
        size="xs"
        value={from}
        onChange={(event) => {
          const { value } = event.currentTarget;
          if (!takeBoth(value)) setFrom(value);
        }}
        error={tried ? start.error : null}
        data-autofocus
        data-testid={testIds.shell.timeRangeFrom}
      />
      <TextInput
        label="To"
        size="xs"
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
        error={tried ? (end.error ?? (backwards ? 'The end must be after the start' : null)) : null}
        data-testid={testIds.shell.timeRangeTo}
      />
      <div className={classes.foot}>
        <Button
          variant="subtle"
          color="gray"
          onClick={() => {
            settingsStore
              .getState()
              .update({ utc: !utc })
              .catch(reportFailure('The setting could not be saved'));
          }}
          data-testid={testIds.shell.timeZone}
        >
          {utc ? 'UTC' : `Local time (${offsetName()})`}
        </Button>
        <Button type="submit" data-testid={testIds.shell.timeRangeApply}>
          Apply
        </Button>
      </div>
    </form>
  );
}

/** The computer's offset at this moment, `UTC+2`. */
function offsetName(): string {
  const parts = new Intl.DateTimeFormat('en', { timeZoneName: 'shortOffset' }).formatToParts(Date.now());
  return parts.find(({ type }) => type === 'timeZoneName')?.value.replace('GMT', 'UTC') ?? 'UTC';
}

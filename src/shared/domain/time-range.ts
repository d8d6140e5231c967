import { AppError } from '../errors.ts';
import { parseDurationMs } from './duration.ts';

/**
 * A time range: each end is ms UTC or an expression relative to now: `now`, `now-6h`, `now+5m`, `now/d` (start of the
 * day as `from`, its end as `to`), `now-1d/d`.
 */
export interface TimeRange {
  readonly from: number | string;
  readonly to: number | string;
}

/** A range in ms UTC, `startMs` < `endMs`. */
export interface ResolvedTimeRange {
  readonly startMs: number;
  readonly endMs: number;
}

const RELATIVE = /^now(?:([+-])([0-9a-z]+))?(?:\/(m|h|d|w|M|y))?$/;

/** Calendar unit's bounds around an instant, in local time (a day is what the user calls a day). */
function roundToUnit(ms: number, unit: string, edge: 'start' | 'end'): number {
  const date = new Date(ms);
  const step = edge === 'end' ? 1 : 0;
  const year = date.getFullYear();
  const month = date.getMonth();
  const day = date.getDate();
  const hour = date.getHours();
  switch (unit) {
    case 'm':
      return new Date(year, month, day, hour, date.getMinutes() + step).getTime();
    case 'h':
      return new Date(year, month, day, hour + step).getTime();
    case 'd':
      return new Date(year, month, day + step).getTime();
    case 'w':
      return new Date(year, month, day - ((date.getDay() + 6) % 7) + 7 * step).getTime();
    case 'M':
      return new Date(year, month + step, 1).getTime();
    default:
      return new Date(year + step, 0, 1).getTime();
  }
}

/** One end of a range as ms UTC. Throws AppError `bad_data` for what it can't read. */
export function resolveTime(time: number | string, nowMs: number, edge: 'start' | 'end'): number {
  if (typeof time === 'number') return time;
  const match = RELATIVE.exec(time.trim());
  if (match === null) {
    throw new AppError('bad_data', `not a valid time: "${time}" (write it like now, now-6h or now-1d/d)`);
  }
  const [, sign, duration, unit] = match;
  const shiftMs = duration === undefined ? 0 : parseDurationMs(duration);
  const ms = sign === '-' ? nowMs - shiftMs : nowMs + shiftMs;
  return unit === undefined ? ms : roundToUnit(ms, unit, edge);
}

/** A range as ms UTC. Throws AppError `bad_data` where it can't be read, is empty or runs backwards. */
export function resolveTimeRange(range: TimeRange, nowMs: number): ResolvedTimeRange {
  const startMs = resolveTime(range.from, nowMs, 'start');
  const endMs = resolveTime(range.to, nowMs, 'end');
  if (!(startMs < endMs)) {
    throw new AppError('bad_data', 'the time range is empty: its start must be before its end');
  }
  return { startMs, endMs };
}

const NICE_STEPS_MS = [
  1_000, 2_000, 5_000, 10_000, 15_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_200_000,
  1_800_000, 3_600_000, 7_200_000, 10_800_000, 21_600_000, 43_200_000, 86_400_000, 172_800_000, 604_800_000,
];

/**
 * The step for a range drawn `maxPoints` wide: the smallest round step that makes no more points than that and is not
 * below `minStepMs` (the scrape interval: finer steps only repeat samples).
 */
export function chooseStepMs(rangeMs: number, maxPoints: number, minStepMs: number): number {
  const exact = Math.max(rangeMs / Math.max(1, maxPoints), minStepMs, 1_000);
  for (const step of NICE_STEPS_MS) if (step >= exact) return step;
  return Math.ceil(exact / 86_400_000) * 86_400_000;
}

/**
 * The window for `rate()` that always holds enough samples and never skips one between steps: the larger of four scrape
 * intervals, and a step plus one interval (what Grafana calls `$__rate_interval`).
 */
export function rateIntervalMs(stepMs: number, scrapeIntervalMs: number): number {
  return Math.max(stepMs + scrapeIntervalMs, 4 * scrapeIntervalMs);
}

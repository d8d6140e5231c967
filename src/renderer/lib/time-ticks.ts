import { dateParts, formatHourMinute, formatMonthDay, formatTimeOfDay } from './format-time.ts';

/** A tick of a time axis; `major` begins a new day. */
export interface TimeTick {
  readonly ms: number;
  readonly label: string;
  readonly major: boolean;
}

const STEPS_MS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000,
  600_000, 900_000, 1_800_000, 3_600_000, 7_200_000, 10_800_000, 21_600_000, 43_200_000,
];
const DAY_MS = 86_400_000;

function calendarStart(year: number, month: number, day: number, utc: boolean): number {
  return utc ? Date.UTC(year, month, day) : new Date(year, month, day).getTime();
}

/** Days and months are counted in the calendar, because local days have 23, 24 or 25 hours. */
function calendarTicks(startMs: number, endMs: number, maxTicks: number, utc: boolean): TimeTick[] {
  const days = (endMs - startMs) / DAY_MS / Math.max(1, maxTicks);
  const ticks: TimeTick[] = [];
  const { year, month, day } = dateParts(startMs, utc);
  const push = (ms: number, label: string): void => {
    if (ms >= startMs && ms <= endMs) ticks.push({ ms, label, major: true });
  };
  if (days <= 14) {
    const step = [1, 2, 7, 14].find((candidate) => candidate >= days) ?? 14;
    // Counted from a fixed day, so that a moving range keeps its ticks.
    const ordinal = Math.floor(Date.UTC(year, month, day) / DAY_MS);
    let next = day - (ordinal % step);
    for (let ms = startMs; ms <= endMs; next += step) {
      ms = calendarStart(year, month, next, utc);
      push(ms, formatMonthDay(ms, utc));
    }
    return ticks;
  }
  const step = [1, 2, 3, 6, 12].find((candidate) => candidate * 30 >= days) ?? 12;
  let next = month - (month % step);
  for (let ms = startMs; ms <= endMs; next += step) {
    ms = calendarStart(year, next, 1, utc);
    const parts = dateParts(ms, utc);
    push(ms, parts.month === 0 ? String(parts.year) : formatMonthDay(ms, utc).slice(0, 3));
  }
  return ticks;
}

function label(ms: number, stepMs: number, utc: boolean): { label: string; major: boolean } {
  const { hour, minute, second, ms: fraction } = dateParts(ms, utc);
  if (hour === 0 && minute === 0 && second === 0 && fraction === 0) {
    return { label: formatMonthDay(ms, utc), major: true };
  }
  return {
    label: stepMs >= 60_000 ? formatHourMinute(ms, utc) : formatTimeOfDay(ms, utc),
    major: false,
  };
}

/** Ticks at round local (or UTC) times within a range, at most about `maxTicks`; midnight is labelled by its date. */
export function timeTicks(startMs: number, endMs: number, maxTicks: number, utc: boolean): TimeTick[] {
  if (!(startMs < endMs)) return [];
  const stepMs = STEPS_MS.find((step) => (endMs - startMs) / step <= maxTicks);
  if (stepMs === undefined) return calendarTicks(startMs, endMs, maxTicks, utc);
  const ticks: TimeTick[] = [];
  // Multiples of the step since local midnight: a zone may be off UTC by half an hour, and change within the range.
  const { year, month, day } = dateParts(startMs, utc);
  for (let dayOffset = 0; ; dayOffset++) {
    const from = calendarStart(year, month, day + dayOffset, utc);
    if (from > endMs) return ticks;
    const to = calendarStart(year, month, day + dayOffset + 1, utc);
    const skipped = Math.max(0, Math.ceil((startMs - from) / stepMs));
    for (let ms = from + skipped * stepMs; ms < to && ms <= endMs; ms += stepMs) {
      ticks.push({ ms, ...label(ms, stepMs, utc) });
    }
  }
}

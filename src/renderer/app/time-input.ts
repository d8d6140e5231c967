import { resolveTime, type TimeRange } from '../../shared/domain/time-range.ts';

/** What the user typed as one end of a range: a relative expression stays, a date becomes ms UTC. Throws for neither. */
export function parseTimeInput(text: string): number | string {
  const trimmed = text.trim();
  if (trimmed.startsWith('now')) {
    resolveTime(trimmed, 0, 'start');
    return trimmed;
  }
  const ms = /\d{4}-\d{2}-\d{2}/.test(trimmed) ? new Date(trimmed.replace(' ', 'T')).getTime() : Number.NaN;
  if (Number.isNaN(ms)) {
    throw new Error('Write it like now-6h, now/d or 2026-01-31 14:00');
  }
  return ms;
}

/** One end of a range as the user would type it, in local time. */
export function formatTimeInput(time: number | string): string {
  if (typeof time === 'string') return time;
  const date = new Date(time);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** A range in a few words, for a button. */
export function describeRange(range: TimeRange): string {
  const last = range.to === 'now' && typeof range.from === 'string' ? /^now-(\w+)$/.exec(range.from) : null;
  if (last !== null) return `last ${last[1]}`;
  return `${formatTimeInput(range.from)} to ${formatTimeInput(range.to)}`;
}

import { resolveTime, type TimeRange } from '../../shared/domain/time-range.ts';
import { dateParts } from '../lib/format-time.ts';

const ABSOLUTE = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?)?$/;
const HINT = 'Write it like now-6h, now/d or 2026-01-31 14:00';

function absoluteMs(text: string, utc: boolean): number {
  const match = ABSOLUTE.exec(text);
  if (match === null) return text.includes('-') && /\d[Zz]$/.test(text) ? Date.parse(text) : Number.NaN;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
  if (month === undefined || day === undefined || hour === undefined) return Number.NaN;
  const parts = [year ?? 0, month - 1, day, hour, minute ?? 0, second ?? 0] as const;
  const ms = utc ? Date.UTC(...parts) : new Date(...parts).getTime();
  // The 31st of April would be the 1st of May.
  const read = dateParts(ms, utc);
  return read.month === month - 1 && read.day === day && hour < 24 ? ms : Number.NaN;
}

/**
 * What the user typed as one end of a range, in local time or UTC: a relative expression stays, a date becomes ms UTC.
 * Throws for neither.
 */
export function parseTimeInput(text: string, utc: boolean): number | string {
  const trimmed = text.trim();
  if (trimmed.startsWith('now')) {
    resolveTime(trimmed, 0, 'start');
    return trimmed;
  }
  const ms = absoluteMs(trimmed, utc);
  if (Number.isNaN(ms)) throw new Error(HINT);
  return ms;
}

/** The two ends of a range that was typed as one, `now-6h to now/d`; null for what is only one end. */
export function splitRangeInput(text: string): readonly [from: string, to: string] | null {
  const parts = text.split(/\s+(?:to|–|—)\s+/);
  const [from, to] = parts;
  return parts.length === 2 && from !== undefined && to !== undefined ? [from.trim(), to.trim()] : null;
}

/** One end of a range as the user would type it, in local time or UTC. */
export function formatTimeInput(time: number | string, utc: boolean): string {
  if (typeof time === 'string') return time;
  const { year, month, day, hour, minute, second } = dateParts(time, utc);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${year}-${two(month + 1)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`;
}

/** A range in a few words, for a button; what both ends have in common is told once. */
export function describeRange(range: TimeRange, utc: boolean): string {
  const last = range.to === 'now' && typeof range.from === 'string' ? /^now-(\w+)$/.exec(range.from) : null;
  if (last !== null) return `last ${last[1]}`;
  const from = formatTimeInput(range.from, utc);
  const to = formatTimeInput(range.to, utc);
  const sameDay =
    typeof range.from === 'number' && typeof range.to === 'number' && from.slice(0, 10) === to.slice(0, 10);
  return `${from} to ${sameDay ? to.slice(11) : to}`;
}

import { formatDurationMs, parseDurationMs } from '../../../../shared/domain/duration.ts';
import { resolveTime, type TimeRange } from '../../../../shared/domain/time-range.ts';
import { AppError } from '../../../../shared/errors.ts';

const RELATIVE = /^now(?:([+-])([0-9a-z]+))?$/;

/** A panel's time shift as ms; 0 for none, and for one that can't be read. */
export function shiftMs(timeShift: string | undefined): number {
  const text = timeShift?.trim() ?? '';
  if (text === '') return 0;
  try {
    return parseDurationMs(text);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return 0;
  }
}

function earlier(time: number | string, byMs: number, edge: 'start' | 'end'): number | string {
  if (typeof time === 'number') return time - byMs;
  const match = RELATIVE.exec(time.trim());
  // What is rounded to a day can't be written shifted: it stays where it is now.
  if (match === null) return resolveTime(time, Date.now(), edge) - byMs;
  const [, sign, duration] = match;
  const ownMs = duration === undefined ? 0 : parseDurationMs(duration);
  const offsetMs = (sign === '+' ? ownMs : -ownMs) - byMs;
  if (offsetMs === 0) return 'now';
  return `now${offsetMs > 0 ? '+' : '-'}${formatDurationMs(Math.abs(offsetMs))}`;
}

/** The range that a panel shows: its own (`1h`: that much up to now), shifted; null where it is the window's. */
export function panelRange(
  timeFrom: string | undefined,
  timeShift: string | undefined,
  shown: TimeRange,
): TimeRange | null {
  const from = timeFrom?.trim() ?? '';
  const own = from === '' ? null : { from: from.startsWith('now') ? from : `now-${from}`, to: 'now' };
  const byMs = shiftMs(timeShift);
  if (byMs === 0) return own;
  const range = own ?? shown;
  try {
    return { from: earlier(range.from, byMs, 'start'), to: earlier(range.to, byMs, 'end') };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // The query is answered with what is wrong with the range.
    return own;
  }
}

/** The moment that instant queries are asked at, ms; null for now, and for a range that can't be read. */
export function endOf({ to }: TimeRange): number | null {
  if (typeof to === 'number') return to;
  if (to.trim() === 'now') return null;
  try {
    return resolveTime(to, Date.now(), 'end');
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return null;
  }
}

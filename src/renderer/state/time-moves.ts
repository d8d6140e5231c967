import { formatDurationMs, parseDurationMs } from '../../shared/domain/duration.ts';
import { resolveTimeRange, type TimeRange } from '../../shared/domain/time-range.ts';

const SHORTEST_MS = 1_000;
const LONGEST_MS = 10 * 365 * 86_400_000;

function lastOf(range: TimeRange): number | null {
  if (range.to !== 'now' || typeof range.from !== 'string') return null;
  const match = /^now-(\d\w*)$/.exec(range.from);
  return match?.[1] === undefined ? null : parseDurationMs(match[1]);
}

/**
 * A range `factor` times as long: one that follows now goes on to follow it, another grows or shrinks around its middle
 * and not beyond now. Throws AppError `bad_data` for a range that can't be read.
 */
export function scaleRange(range: TimeRange, factor: number, nowMs: number): TimeRange {
  const clamp = (ms: number): number => Math.min(LONGEST_MS, Math.max(SHORTEST_MS, Math.round(ms)));
  const lastMs = lastOf(range);
  if (lastMs !== null) {
    const wholeSeconds = Math.max(1, Math.round(clamp(lastMs * factor) / 1_000)) * 1_000;
    return { from: `now-${formatDurationMs(wholeSeconds)}`, to: 'now' };
  }
  const { startMs, endMs } = resolveTimeRange(range, nowMs);
  const widthMs = clamp((endMs - startMs) * factor);
  const to = Math.min(Math.round((startMs + endMs + widthMs) / 2), Math.max(nowMs, endMs));
  return { from: to - widthMs, to };
}

/**
 * The range moved by a share of its length, negative to earlier; its end does not pass now unless it had already. Throws
 * AppError `bad_data` for a range that can't be read.
 */
export function shiftRange(range: TimeRange, share: number, nowMs: number): TimeRange {
  const { startMs, endMs } = resolveTimeRange(range, nowMs);
  const lengthMs = endMs - startMs;
  const to = Math.min(Math.round(endMs + lengthMs * share), Math.max(nowMs, endMs));
  return { from: to - lengthMs, to };
}

/** The range as it is at this moment, in ms UTC. Throws AppError `bad_data` for one that can't be read. */
export function fixRange(range: TimeRange, nowMs: number): TimeRange {
  const { startMs, endMs } = resolveTimeRange(range, nowMs);
  return { from: startMs, to: endMs };
}

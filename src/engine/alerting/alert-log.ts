import type { AlertTransition } from '../../shared/domain/alert.ts';
import type {
  AlertHistoryFilter,
  AlertHistoryPage,
  AlertTimeline,
} from '../../shared/domain/alert-timeline.ts';
import { resolveTimeRange } from '../../shared/domain/time-range.ts';
import type { AlertStore } from './alert-store.ts';
import { compileMatchers } from './silences.ts';
import { buildTimeline } from './timeline.ts';

const MAX_LISTED = 1_000;
const MAX_READ = 20_000;
const MAX_ROWS = 200;

/** The changes of a range that fit the filter, newest first. Throws AppError `bad_data`. */
export function readHistory(
  store: AlertStore,
  { range, states, matchers }: AlertHistoryFilter,
  nowMs: number,
): AlertHistoryPage {
  const { startMs, endMs } = resolveTimeRange(range, nowMs);
  const fits = compileMatchers(matchers);
  const read = store.listTransitions(startMs, endMs, states, MAX_READ);
  const found = read.filter(({ alert }) => fits(alert.labels));
  return {
    transitions: found.slice(0, MAX_LISTED),
    holes: store.listHoles(startMs, endMs),
    truncated: found.length > MAX_LISTED || read.length === MAX_READ,
  };
}

/** The lives of the alerts that fit the filter. Throws AppError `bad_data`. */
export function readTimeline(
  store: AlertStore,
  { range, states, matchers }: AlertHistoryFilter,
  nowMs: number,
): AlertTimeline {
  const { startMs, endMs } = resolveTimeRange(range, nowMs);
  const untilMs = Math.min(endMs, nowMs);
  const fits = compileMatchers(matchers);
  const inRange = store.listTransitions(startMs, untilMs, [], MAX_READ);
  const transitions: AlertTransition[] = [...store.listLastBefore(startMs), ...inRange.reverse()].filter(
    ({ alert }) => fits(alert.labels),
  );
  const earliestMs = transitions[0]?.atMs ?? startMs;
  const holes = store.listHoles(Math.min(earliestMs, startMs), untilMs);
  const rows = buildTimeline(transitions, holes, startMs, untilMs).filter(
    ({ spans }) => states.length === 0 || spans.some(({ state }) => states.includes(state)),
  );
  return {
    startMs,
    endMs,
    rows: rows.slice(0, MAX_ROWS),
    holes: holes.filter(({ toMs }) => toMs >= startMs),
    truncated: rows.length > MAX_ROWS || inRange.length === MAX_READ,
  };
}

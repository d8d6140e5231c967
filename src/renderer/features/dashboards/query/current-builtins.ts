import type { BuiltinContext } from '../../../../shared/dashboards/variables/builtins.ts';
import { environmentStore, selectScrapeIntervalMs } from '../../../state/environment-store.ts';
import { stepForRange } from '../../../state/range-query.ts';
import { timeRangeStore } from '../../../state/time-range-store.ts';
import { builtinsFor } from '../variables/use-variables.ts';

const POINTS = 400;

/** What built-in variables stand for at the moment, for texts and for queries that leave the dashboard. */
export function currentBuiltins(dashboardTitle: string): BuiltinContext {
  const { range } = timeRangeStore.getState();
  const scrapeIntervalMs = selectScrapeIntervalMs(environmentStore.getState());
  const stepMs = stepForRange(range, POINTS, scrapeIntervalMs, Date.now());
  return builtinsFor(range, stepMs, scrapeIntervalMs, dashboardTitle);
}

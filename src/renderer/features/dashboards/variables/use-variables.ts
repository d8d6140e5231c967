import { useEffect, useMemo, useState } from 'react';
import type { BuiltinContext } from '../../../../shared/dashboards/variables/builtins.ts';
import type { FilledVariables } from '../../../../shared/dashboards/variables/interpolate.ts';
import {
  type ResolvedVariable,
  resolveVariables,
  type VariableChoices,
} from '../../../../shared/dashboards/variables/resolve-variables.ts';
import type { Dashboard } from '../../../../shared/domain/dashboard.ts';
import { resolveTimeRange, type TimeRange } from '../../../../shared/domain/time-range.ts';
import { AppError } from '../../../../shared/errors.ts';
import { useEngine } from '../../../state/engine-store.ts';
import { selectScrapeIntervalMs, useEnvironment } from '../../../state/environment-store.ts';
import { stepForRange, useShownRange } from '../../../state/range-query.ts';
import { createVariableHost } from './variable-host.ts';

export interface DashboardVariables {
  /** In the dashboard's order; null until they were asked for the first time. */
  readonly resolved: readonly ResolvedVariable[] | null;
  readonly filled: FilledVariables;
  /** What keeps all of them from being asked, say that nobody answers. */
  readonly error: string | null;
}

const NONE: FilledVariables = new Map();
const VARIABLE_POINTS = 600;
const HOUR_MS = 3_600_000;

/** What the built-in variables stand for over a range; a range that can't be read counts as the last hour. */
export function builtinsFor(
  range: TimeRange,
  stepMs: number,
  scrapeIntervalMs: number,
  dashboardTitle: string,
): BuiltinContext {
  const nowMs = Date.now();
  let resolved = { startMs: nowMs - HOUR_MS, endMs: nowMs };
  try {
    resolved = resolveTimeRange(range, nowMs);
  } catch {
    // The queries are answered with what is wrong with the range.
  }
  return { ...resolved, stepMs, scrapeIntervalMs, dashboardTitle };
}

/** The dashboard's variables with their options; asked again when a choice, the range or the known metrics change. */
export function useVariables(dashboard: Dashboard, choices: VariableChoices): DashboardVariables {
  const range = useShownRange(null);
  const environmentName = useEnvironment((state) => state.active?.name ?? '');
  const scrapeIntervalMs = useEnvironment(selectScrapeIntervalMs);
  const revision = useEngine((state) => state.revisions.metadata);
  const [state, setState] = useState<Omit<DashboardVariables, 'filled'>>({ resolved: null, error: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision is what says "ask again"
  useEffect(() => {
    let dropped = false;
    const stepMs = stepForRange(range, VARIABLE_POINTS, scrapeIntervalMs, Date.now());
    const builtins = builtinsFor(range, stepMs, scrapeIntervalMs, dashboard.title);
    resolveVariables(dashboard.variables, choices, createVariableHost(range, environmentName), builtins).then(
      (answered) => {
        if (dropped) return;
        const byName = new Map(answered.map((one) => [one.variable.name, one]));
        const resolved = dashboard.variables.flatMap(({ name }) => byName.get(name) ?? []);
        setState({ resolved, error: null });
      },
      (thrown: unknown) => {
        if (dropped) return;
        const error = thrown instanceof AppError ? thrown.message : String(thrown);
        setState((before) => ({ resolved: before.resolved ?? [], error }));
      },
    );
    return () => {
      dropped = true;
    };
  }, [dashboard.variables, dashboard.title, choices, range, environmentName, scrapeIntervalMs, revision]);
  const filled = useMemo<FilledVariables>(
    () =>
      state.resolved === null
        ? NONE
        : new Map(state.resolved.map(({ variable, filled: one }) => [variable.name, one])),
    [state.resolved],
  );
  return { ...state, filled };
}

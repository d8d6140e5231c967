import { useEffect, useState } from 'react';
import { chosenMatchers } from '../../../../shared/dashboards/variables/adhoc-filters.ts';
import type { FilledVariables } from '../../../../shared/dashboards/variables/interpolate.ts';
import type { LabelMatcher } from '../../../../shared/domain/label-matcher.ts';
import { AppError } from '../../../../shared/errors.ts';
import { request } from '../../../ipc/client.ts';
import type { QueryPlan } from './plan-queries.ts';

/** A plan whose queries hold the dashboard's filters by label; null while they are being added for the first time. */
interface FilteredPlan {
  readonly plan: QueryPlan | null;
  readonly error: AppError | null;
}

/** The expressions with the dashboard's filters by label in each of their selectors. */
export async function filterExprs(
  exprs: readonly string[],
  matchers: readonly LabelMatcher[],
): Promise<readonly string[]> {
  if (matchers.length === 0 || exprs.length === 0) return exprs;
  return request('engine.addMatchers', { exprs: [...exprs], matchers: [...matchers] });
}

async function filterPlan(plan: QueryPlan, matchers: readonly LabelMatcher[]): Promise<QueryPlan> {
  const queries = [...plan.range, ...plan.instant];
  const exprs = await filterExprs(
    queries.map(({ expr }) => expr),
    matchers,
  );
  const filtered = queries.map((query, i) => ({ ...query, expr: exprs[i] ?? query.expr }));
  return { range: filtered.slice(0, plan.range.length), instant: filtered.slice(plan.range.length) };
}

/**
 * Adds the filters by label that are chosen above the panels to a panel's queries. The last filtered plan stays while
 * another is made, so that what is drawn stays; queries without their filters are never asked.
 */
export function useFilteredPlan(plan: QueryPlan, variables: FilledVariables): FilteredPlan {
  const matchers = chosenMatchers(variables);
  const key = JSON.stringify(matchers);
  const [filtered, setFiltered] = useState<FilteredPlan>({ plan: null, error: null });
  useEffect(() => {
    const wanted = JSON.parse(key) as readonly LabelMatcher[];
    if (wanted.length === 0) {
      setFiltered({ plan: null, error: null });
      return;
    }
    let dropped = false;
    filterPlan(plan, wanted).then(
      (made) => {
        if (!dropped) setFiltered({ plan: made, error: null });
      },
      (thrown: unknown) => {
        if (dropped) return;
        setFiltered({
          plan: null,
          error: thrown instanceof AppError ? thrown : new AppError('internal', String(thrown)),
        });
      },
    );
    return () => {
      dropped = true;
    };
  }, [plan, key]);
  return matchers.length === 0 ? { plan, error: null } : filtered;
}

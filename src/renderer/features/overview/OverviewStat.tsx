import { useMemo } from 'react';
import { testIds } from '../../../shared/test-ids.ts';
import { StatTile } from '../../charts/StatTile.tsx';
import { selectGapMs, useEnvironment } from '../../state/environment-store.ts';
import { useRangeQuery } from '../../state/range-query.ts';
import type { StatSpec } from './panel-spec.ts';

const MAX_POINTS = 120;

/** A figure of the top row with its line over the time range. */
export function OverviewStat({ spec }: { readonly spec: StatSpec }) {
  const exprs = useMemo(() => [spec.expr], [spec.expr]);
  const lookbackMs = useEnvironment(selectGapMs);
  const query = useRangeQuery(exprs, { maxPoints: MAX_POINTS, lookbackMs });
  return (
    <StatTile
      title={spec.title}
      result={query.results?.[0] ?? null}
      unit={spec.unit}
      colorSlot={spec.colorSlot}
      rise={spec.rise}
      stale={query.stale}
      testId={testIds.overview.stat(spec.id)}
    />
  );
}

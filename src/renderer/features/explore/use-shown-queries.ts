import { useMemo } from 'react';
import type { MetricMetadata } from '../../../shared/domain/series.ts';
import { request } from '../../ipc/client.ts';
import { inferExpressionUnit } from '../../lib/unit-inference.ts';
import type { Unit } from '../../lib/units.ts';
import { useLiveData } from '../../state/live-data.ts';
import type { ExploreQuery } from './explore-store.ts';
import { useExploreSource } from './SourcePicker.tsx';
import type { QueryAnswer } from './use-query-answer.ts';

/** A query that is shown, with its answer and the unit of its values. */
export interface ShownQuery {
  readonly query: ExploreQuery;
  readonly answer: QueryAnswer;
  readonly unit: Unit;
  /** Of what a histogram observes, where the query is one of buckets. */
  readonly bucketUnit: Unit;
}

const NO_METADATA: readonly MetricMetadata[] = [];

/** The queries that ran and are not hidden, with their answers. */
export function useShownQueries(
  queries: readonly ExploreQuery[],
  answers: ReadonlyMap<string, QueryAnswer>,
): readonly ShownQuery[] {
  const source = useExploreSource();
  const { data: metadata } = useLiveData(
    () => request('engine.listMetadata', { source }),
    'metadata',
    source ?? '',
  );
  const byName = useMemo(
    () => new Map((metadata ?? NO_METADATA).map((entry) => [entry.name, entry])),
    [metadata],
  );
  return useMemo(
    () =>
      queries.flatMap((query): ShownQuery[] => {
        const answer = answers.get(query.id);
        if (answer === undefined || query.hidden || query.expr === '') return [];
        const bucketUnit = inferExpressionUnit(`histogram_quantile(0.5, ${query.expr})`, byName);
        return [{ query, answer, unit: inferExpressionUnit(query.expr, byName), bucketUnit }];
      }),
    [queries, answers, byName],
  );
}

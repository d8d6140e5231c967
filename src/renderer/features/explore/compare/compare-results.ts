import type { RangeResult } from '../../../../shared/domain/query.ts';
import { joinResults } from '../../../charts/join-results.ts';
import type { ComparedResult } from './use-compared.ts';

/** The label that tells the series of environments apart. */
const ENVIRONMENT_LABEL = 'environment';

/** What every compared series is called by, also where only one environment has any. */
export const TOLD_LABELS: readonly string[] = [ENVIRONMENT_LABEL];

/** All results on one axis; every series says by its first words whose it is. */
export function overlayResults(
  results: readonly ComparedResult[],
  nameOf: (environmentId: string) => string,
): RangeResult | null {
  const several = new Set(results.map(({ queryId }) => queryId)).size > 1;
  const joined = joinResults(
    results.map(({ environmentId, queryId, result }) => ({
      result,
      label: [
        ENVIRONMENT_LABEL,
        several ? `${nameOf(environmentId)} · ${queryId}` : nameOf(environmentId),
      ] as const,
    })),
  );
  if (joined === null) return null;
  return {
    ...joined,
    series: joined.series.map((series) => ({
      ...series,
      labels: [
        ...series.labels.filter(([name]) => name === ENVIRONMENT_LABEL),
        ...series.labels.filter(([name]) => name !== ENVIRONMENT_LABEL),
      ],
    })),
  };
}

/** The results of one environment, several queries told apart by their letter. */
export function resultsOf(results: readonly ComparedResult[], environmentId: string): RangeResult | null {
  const own = results.filter((result) => result.environmentId === environmentId);
  const [first] = own;
  if (own.length === 1 && first !== undefined) return first.result;
  return joinResults(own.map(({ queryId, result }) => ({ result, label: ['query', queryId] as const })));
}

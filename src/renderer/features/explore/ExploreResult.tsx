import { Skeleton } from '@mantine/core';
import { useViewportSize } from '@mantine/hooks';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { MetricMetadata } from '../../../shared/domain/series.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { inferExpressionUnit } from '../../lib/unit-inference.ts';
import type { Unit } from '../../lib/units.ts';
import { useLiveData } from '../../state/live-data.ts';
import { useSettings } from '../../state/settings-store.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Comparison, useIsComparing } from './compare/Comparison.tsx';
import { ExplainView } from './ExplainView.tsx';
import { type ExploreQuery, exploreStore } from './explore-store.ts';
import { GraphView } from './GraphView.tsx';
import { HeatmapView } from './HeatmapView.tsx';
import { InstantTable } from './InstantTable.tsx';
import { QueryNotes } from './QueryNotes.tsx';
import { RawView } from './RawView.tsx';
import { ResultBar } from './ResultBar.tsx';
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

interface ExploreResultProps {
  readonly queries: readonly ExploreQuery[];
  readonly answers: ReadonlyMap<string, QueryAnswer>;
}

const MIN_HEIGHT = 360;
/** What stands above and below the result on the page without the queries, CSS pixels, and for each query. */
const CHROME_HEIGHT = 224;
const ROW_HEIGHT = 46;
const NO_METADATA: readonly MetricMetadata[] = [];

/** The answers of all queries that ran and are not hidden, in the view that is open. */
export function ExploreResult({ queries, answers }: ExploreResultProps) {
  const tab = useStore(exploreStore, (state) => state.tab);
  const utc = useSettings((state) => state.settings.utc);
  const viewport = useViewportSize();
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
  const shown = useMemo(
    () =>
      queries.flatMap((query): ShownQuery[] => {
        const answer = answers.get(query.id);
        if (answer === undefined || query.hidden || query.expr === '') return [];
        const bucketUnit = inferExpressionUnit(`histogram_quantile(0.5, ${query.expr})`, byName);
        return [{ query, answer, unit: inferExpressionUnit(query.expr, byName), bucketUnit }];
      }),
    [queries, answers, byName],
  );
  const isComparing = useIsComparing();
  const height = Math.max(MIN_HEIGHT, viewport.height - CHROME_HEIGHT - queries.length * ROW_HEIGHT);
  const failed = shown.filter(({ answer }) => answer.error !== null);
  const notes = shown.flatMap(({ answer }) =>
    answer.error === null ? ((isRangeTab(tab) ? answer.range : answer.instant)?.annotations ?? []) : [],
  );
  return (
    <>
      <ResultBar shown={shown} />
      {tab === 'explain' ? (
        <ExplainView shown={shown} height={height} />
      ) : failed.length > 0 && failed.length === shown.length ? (
        <ErrorState
          title="The query failed"
          message={failed.map(({ answer }) => answer.error?.message ?? '').join('\n')}
          testId={testIds.explore.queryError}
        />
      ) : !shown.some(({ answer }) => (isRangeTab(tab) ? answer.range : answer.instant) !== null) ? (
        <Skeleton height={height} aria-label="Loading the result" />
      ) : (
        <>
          {failed.map(({ query, answer }) => (
            <ErrorState
              key={query.id}
              title={`Query ${query.id} failed`}
              message={answer.error?.message ?? ''}
              testId={testIds.explore.queryError}
            />
          ))}
          {tab === 'graph' && !isComparing && <GraphView shown={shown} height={height} utc={utc} />}
          {tab === 'graph' && isComparing && <Comparison shown={shown} height={height} utc={utc} />}
          {tab === 'heatmap' && <HeatmapView shown={shown} height={height} utc={utc} />}
          {tab === 'table' && <InstantTable shown={shown} utc={utc} height={height} />}
          {tab === 'raw' && <RawView shown={shown} height={height} />}
        </>
      )}
      {tab !== 'explain' && <QueryNotes annotations={notes} />}
    </>
  );
}

function isRangeTab(tab: string): boolean {
  return tab === 'graph' || tab === 'heatmap';
}

import { Button, Skeleton } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { testIds } from '../../../shared/test-ids.ts';
import { useSettings } from '../../state/settings-store.ts';
import { Banner } from '../../ui/Banner.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Comparison, useIsComparing } from './compare/Comparison.tsx';
import { DrawnPart } from './DrawnPart.tsx';
import { ExplainView } from './ExplainView.tsx';
import classes from './Explore.module.css';
import { exploreStore } from './explore-store.ts';
import { GraphView } from './GraphView.tsx';
import { HeatmapView } from './HeatmapView.tsx';
import { InstantTable } from './InstantTable.tsx';
import { QueryNotes } from './QueryNotes.tsx';
import { nextStepOf } from './query-failure.ts';
import { RawView } from './RawView.tsx';
import { ResultBar } from './ResultBar.tsx';
import { useRoomBelow } from './use-room-below.ts';
import type { ShownQuery } from './use-shown-queries.ts';

const MIN_HEIGHT = 360;

/** The answers of all queries that ran and are not hidden, in the view that is open. */
export function ExploreResult({ shown }: { readonly shown: readonly ShownQuery[] }) {
  const tab = useStore(exploreStore, (state) => state.tab);
  const utc = useSettings((state) => state.settings.utc);
  const [room, height] = useRoomBelow(MIN_HEIGHT);
  const isComparing = useIsComparing();
  const failed = shown.filter(({ answer }) => answer.error !== null);
  const hasFailed = failed.length > 0 && failed.length === shown.length;
  const notes = shown.flatMap(({ answer }) =>
    answer.error === null ? ((isRangeTab(tab) ? answer.range : answer.instant)?.annotations ?? []) : [],
  );
  return (
    <>
      <ResultBar shown={shown} />
      {tab !== 'explain' &&
        !hasFailed &&
        failed.map((one) => <FailedQuery key={one.query.id} failed={one} />)}
      {tab === 'graph' && !isComparing && (
        <DrawnPart counts={shown.map(({ answer }) => answer.range?.series.length ?? 0)} />
      )}
      <div ref={room}>
        {tab === 'explain' ? (
          <ExplainView shown={shown} height={height} />
        ) : hasFailed ? (
          <ErrorState
            title="The query failed"
            message={failed.map(({ answer }) => answer.error?.message ?? '').join('\n')}
            {...(failed[0] === undefined ? {} : { action: nextStepOf(failed[0]) })}
            testId={testIds.explore.queryError}
          />
        ) : !shown.some(({ answer }) => (isRangeTab(tab) ? answer.range : answer.instant) !== null) ? (
          <Skeleton height={height} role="status" aria-label="Loading the result" />
        ) : (
          <>
            {tab === 'graph' && !isComparing && <GraphView shown={shown} height={height} utc={utc} />}
            {tab === 'graph' && isComparing && <Comparison shown={shown} height={height} utc={utc} />}
            {tab === 'heatmap' && <HeatmapView shown={shown} height={height} utc={utc} />}
            {tab === 'table' && <InstantTable shown={shown} utc={utc} height={height} />}
            {tab === 'raw' && <RawView shown={shown} height={height} />}
          </>
        )}
      </div>
      {tab !== 'explain' && <QueryNotes annotations={notes} />}
    </>
  );
}

/** One of several queries failed: the others are drawn below. */
function FailedQuery({ failed }: { readonly failed: ShownQuery }) {
  const { label, onClick } = nextStepOf(failed);
  return (
    <div className={classes.failedQuery}>
      <Banner
        icon={IconAlertTriangle}
        title={`Query ${failed.query.id} failed`}
        role="alert"
        isInset
        testId={testIds.explore.queryError}
        action={
          <Button size="compact-xs" variant="default" onClick={onClick}>
            {label}
          </Button>
        }
      >
        {failed.answer.error?.message}
      </Banner>
    </div>
  );
}

function isRangeTab(tab: string): boolean {
  return tab === 'graph' || tab === 'heatmap';
}

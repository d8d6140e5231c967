import { Skeleton } from '@mantine/core';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { testIds } from '../../../../shared/test-ids.ts';
import { limitSeries } from '../../../charts/limit-series.ts';
import { TimeSeriesChart } from '../../../charts/TimeSeriesChart.tsx';
import type { Unit } from '../../../lib/units.ts';
import { useEnvironment } from '../../../state/environment-store.ts';
import { timeRangeStore, useResetZoom } from '../../../state/time-range-store.ts';
import { EnvironmentIcon } from '../../../ui/EnvironmentIcon.tsx';
import { DrawnPart, MAX_DRAWN } from '../DrawnPart.tsx';
import classes from './Compare.module.css';
import { overlayResults, resultsOf, TOLD_LABELS } from './compare-results.ts';
import { comparedWith, compareStore } from './compare-store.ts';
import { useCompared } from './use-compared.ts';

interface CompareViewProps {
  readonly queries: readonly { readonly id: string; readonly expr: string }[];
  readonly stepMs: number;
  readonly unit: Unit;
  readonly height: number;
  readonly utc: boolean;
}

const SIDE_HEIGHT = 300;
const zoomTo = (startMs: number, endMs: number): void => timeRangeStore.getState().zoomTo(startMs, endMs);
const zoomBack = (): void => timeRangeStore.getState().back();

/** The same queries in several environments, on one axis or beside each other. */
export function CompareView({ queries, stepMs, unit, height, utc }: CompareViewProps) {
  const shownId = useEnvironment((state) => state.active?.id ?? '');
  const environments = useEnvironment((state) => state.environments);
  const others = useStore(compareStore, (state) => comparedWith(state, shownId));
  const layout = useStore(compareStore, (state) => state.layout);
  const asked = useMemo(
    () => [shownId, ...others].filter((id) => environments.some((known) => known.id === id)),
    [shownId, others, environments],
  );
  const { results: answered, faults, stale } = useCompared(asked, queries, stepMs);
  const results = useMemo(
    () => answered?.map((one) => ({ ...one, result: limitSeries(one.result, MAX_DRAWN) })) ?? null,
    [answered],
  );
  const leaveZoom = useResetZoom();
  const exprs = useMemo(() => queries.map(({ expr }) => expr), [queries]);
  const title = exprs.join('; ');
  const overlay = useMemo(
    () =>
      results === null || layout !== 'overlay'
        ? null
        : overlayResults(results, (id) => environments.find((known) => known.id === id)?.name ?? id),
    [results, layout, environments],
  );
  if (results === null && faults.length === 0) {
    return <Skeleton height={height} role="status" aria-label="Asking the environments" />;
  }
  const common = {
    unit,
    exprs,
    utc,
    stale,
    legend: 'table',
    onZoom: zoomTo,
    onResetZoom: zoomBack,
    onLeaveZoom: leaveZoom,
  } as const;
  return (
    <div data-testid={testIds.explore.compareView}>
      {faults.length > 0 && (
        <div className={classes.faults} role="alert">
          {faults.map((fault) => (
            <span key={fault}>{fault}</span>
          ))}
        </div>
      )}
      <DrawnPart counts={(answered ?? []).map(({ result }) => result.series.length)} />
      {layout === 'overlay' ? (
        <TimeSeriesChart
          {...common}
          title={title}
          result={overlay}
          toldLabels={TOLD_LABELS}
          mode="lines"
          height={height}
          emptyMessage="No series match in any of the environments"
          testId={testIds.explore.compareChart}
        />
      ) : (
        <div className={classes.side}>
          {environments
            .filter(({ id }) => asked.includes(id))
            .map(({ id, name, kind }) => (
              <section key={id} aria-label={name}>
                <h3 className={classes.heading}>
                  <EnvironmentIcon kind={kind} size={15} />
                  {name}
                </h3>
                <TimeSeriesChart
                  {...common}
                  title={`${name}: ${title}`}
                  result={results === null ? null : resultsOf(results, id)}
                  mode="lines"
                  height={SIDE_HEIGHT}
                  emptyMessage="No series match here"
                  testId={testIds.explore.compareChartOf(id)}
                />
              </section>
            ))}
        </div>
      )}
    </div>
  );
}

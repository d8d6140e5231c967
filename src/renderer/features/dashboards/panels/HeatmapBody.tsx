import { useMemo } from 'react';
import type { HeatmapPanel } from '../../../../shared/domain/dashboard-panel.ts';
import { labelValue } from '../../../../shared/domain/series.ts';
import { HeatmapChart } from '../../../charts/HeatmapChart.tsx';
import { timeRangeStore, useResetZoom } from '../../../state/time-range-store.ts';
import { fieldUnit } from '../display/field-unit.ts';
import type { BodyProps } from './body-props.ts';
import classes from './Panels.module.css';

const zoomTo = (startMs: number, endMs: number): void => timeRangeStore.getState().zoomTo(startMs, endMs);
const zoomBack = (): void => timeRangeStore.getState().back();

/** The buckets of a classic histogram over time. */
export function HeatmapBody({ panel, data, title, height, utc }: BodyProps<HeatmapPanel>) {
  const leaveZoom = useResetZoom();
  const result = data.ranges?.[0]?.result ?? null;
  const bucketUnit = fieldUnit(panel.options.yAxis?.unit ?? panel.field.unit);
  const cellUnit = fieldUnit(panel.options.cellUnit);
  const shown = useMemo(() => {
    if (result === null) return null;
    // Bounds are labels: those in another unit than the chart's are rewritten.
    const series = result.series
      .filter(({ labels }) => labelValue(labels, 'le') !== '')
      .map((one) => ({
        ...one,
        labels: one.labels.map(([name, value]): readonly [string, string] =>
          name === 'le' && bucketUnit.factor !== 1 && Number.isFinite(Number(value))
            ? [name, String(Number(value) * bucketUnit.factor)]
            : [name, value],
        ),
      }));
    return { ...result, series };
  }, [result, bucketUnit.factor]);
  if (result !== null && result.series.length > 0 && shown?.series.length === 0) {
    return (
      <p className={classes.message}>
        The series have no label “le”, so their buckets are not known. Sum the histogram’s buckets by le.
      </p>
    );
  }
  return (
    <HeatmapChart
      title={title}
      result={shown}
      bucketUnit={bucketUnit.unit}
      valueUnit={cellUnit.unit}
      height={height}
      utc={utc}
      stale={data.stale}
      onLeaveZoom={leaveZoom}
      onZoom={zoomTo}
      onResetZoom={zoomBack}
    />
  );
}

import { useMemo } from 'react';
import type { RangeResult } from '../../shared/domain/query.ts';
import type { TestId } from '../../shared/test-ids.ts';
import { formatCompact, type Unit } from '../lib/units.ts';
import { buildHeatmap } from './build-heatmap.ts';
import { useChartColors } from './chart-colors.ts';
import classes from './HeatmapChart.module.css';
import { PlotView } from './PlotView.tsx';

interface HeatmapChartProps {
  readonly title: string;
  /** Rates of a histogram's buckets: classic ones summed by `le`, or native histograms. */
  readonly result: RangeResult | null;
  /** Unit of the observations: what the rows are labelled in. */
  readonly bucketUnit: Unit;
  /** Unit of the cells' rates. */
  readonly valueUnit: Unit;
  /** Draws p50, p90 and p99 over the cells. */
  readonly quantiles?: boolean;
  readonly height: number;
  readonly utc: boolean;
  readonly stale?: boolean;
  /** Leaves the part of time that is zoomed into; null where none is. */
  readonly onLeaveZoom?: (() => void) | null;
  readonly onZoom?: (startMs: number, endMs: number) => void;
  readonly onResetZoom?: () => void;
  readonly exprs?: readonly string[];
  readonly testId?: TestId;
}

const ROW_LABEL_ROOM_PX = 17;

/** How observations spread over the buckets of a histogram, over time. */
export function HeatmapChart(props: HeatmapChartProps) {
  const { title, result, bucketUnit, valueUnit, height, utc, quantiles = true } = props;
  const { scheme, colors } = useChartColors();
  const maxTicks = Math.max(3, Math.floor((height - 60) / ROW_LABEL_ROOM_PX));
  const built = useMemo(
    () =>
      result === null
        ? null
        : buildHeatmap(result, {
            unit: bucketUnit,
            cellUnit: valueUnit,
            scheme,
            colors,
            utc,
            maxTicks,
            quantiles,
          }),
    [result, bucketUnit, valueUnit, scheme, colors, utc, maxTicks, quantiles],
  );
  const isEmpty = built !== null && built.plot.series.length === 0;
  const strongest = built === null ? '' : formatCompact(built.strongest, valueUnit);
  return (
    <PlotView
      plot={isEmpty ? null : (built?.plot ?? null)}
      title={title}
      summary={`${title}: ${built?.plot.series.length ?? 0} buckets, the fullest with ${strongest}`}
      unit={valueUnit}
      result={result}
      exprs={props.exprs}
      height={height}
      stale={props.stale ?? false}
      emptyMessage={isEmpty ? 'No observations in this range' : null}
      onLeaveZoom={props.onLeaveZoom}
      utc={utc}
      legend={
        <div className={classes.ramp}>
          {built !== null && !isEmpty && (
            <>
              <span>0</span>
              <span className={classes.rampBar} aria-hidden>
                {built.plot.heatmap?.ramp.map((color) => (
                  <span key={color} style={{ background: color }} />
                ))}
              </span>
              <span>{strongest}</span>
              {built.plot.overlays.length > 0 && (
                <span className={classes.overlayKey}>
                  {built.plot.overlays.map(({ key, name, dash }) => (
                    <span key={key}>
                      <svg width="22" height="4" aria-hidden>
                        <title>{name}</title>
                        <line
                          x1="1"
                          x2="21"
                          y1="2"
                          y2="2"
                          stroke="currentColor"
                          strokeWidth="1.75"
                          strokeDasharray={dash.join(' ')}
                        />
                      </svg>
                      {name}
                    </span>
                  ))}
                </span>
              )}
            </>
          )}
        </div>
      }
      onZoom={props.onZoom}
      onResetZoom={props.onResetZoom}
      {...(props.testId === undefined ? {} : { testId: props.testId })}
    />
  );
}

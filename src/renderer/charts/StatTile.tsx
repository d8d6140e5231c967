import type { RangeResult } from '../../shared/domain/query.ts';
import { type TestId, testIds } from '../../shared/test-ids.ts';
import { slotColor } from '../lib/series-colors.ts';
import { formatCompact, splitCompact, type Unit } from '../lib/units.ts';
import { useChartColors } from './chart-colors.ts';
import { columnStats } from './column-stats.ts';
import { Sparkline } from './Sparkline.tsx';
import classes from './StatTile.module.css';
import { statDelta } from './stat-delta.ts';

interface StatTileProps {
  readonly title: string;
  /** The first series is shown; null while nothing was answered yet. */
  readonly result: RangeResult | null;
  readonly unit: Unit;
  /** Slot of the series colours. */
  readonly colorSlot: number;
  /** Whether a rise is good news, bad news or neither. */
  readonly rise: 'good' | 'bad' | 'neutral';
  readonly stale?: boolean;
  readonly testId?: TestId;
}

/** A figure, how it changed over the range, and its line. */
export function StatTile({ title, result, unit, colorSlot, rise, stale, testId }: StatTileProps) {
  const { scheme, colors } = useChartColors();
  const series = result?.series[0];
  const last = series === undefined ? Number.NaN : columnStats(series.values, series.present).last;
  const delta = series === undefined ? null : statDelta(series.values, series.present, unit, rise);
  const { number, suffix } = splitCompact(last, unit);
  return (
    <section className={classes.tile} aria-label={title} data-stale={stale || undefined} data-testid={testId}>
      <div className={classes.tileText}>
        <div className={classes.tileTitle}>{title}</div>
        <div className={classes.tileValue}>
          {Number.isNaN(last) ? (
            <span title="No value at the end of the range">–</span>
          ) : (
            <span data-testid={testIds.charts.statValue} title={formatCompact(last, unit)}>
              {number}
              {suffix === '%' ? '%' : suffix !== '' && <span className={classes.tileSuffix}> {suffix}</span>}
            </span>
          )}
          {delta !== null && (
            <span
              className={classes.delta}
              data-tone={delta.tone}
              title="Second half of the range against the first"
            >
              {delta.text}
            </span>
          )}
        </div>
      </div>
      <div className={classes.tileSpark}>
        {series !== undefined && (
          <Sparkline
            values={series.values}
            present={series.present}
            color={slotColor(colorSlot, scheme)}
            colors={colors}
          />
        )}
      </div>
      {stale && <span className="visually-hidden">Loading newer data</span>}
    </section>
  );
}

import { type MouseEvent, memo, useCallback, useRef } from 'react';
import { testIds } from '../../shared/test-ids.ts';
import { formatAlike, type Unit } from '../lib/units.ts';
import classes from './ChartLegend.module.css';
import { columnStats } from './column-stats.ts';
import { type LegendFigure, LegendTable } from './LegendTable.tsx';
import type { HiddenKeys } from './legend-selection.ts';
import type { PlotSeries } from './plot.ts';

export type LegendKind = 'list' | 'table' | 'none';

interface ChartLegendProps {
  readonly kind: LegendKind;
  readonly series: readonly PlotSeries[];
  readonly hidden: HiddenKeys;
  readonly unit: Unit;
  /** Of the series on the right axis. */
  readonly rightUnit: Unit;
  /** The figures of a table; all where not given. */
  readonly figures?: readonly LegendFigure[] | undefined;
  /** CSS pixels that a table may take before it scrolls. */
  readonly maxHeight: number;
  /** `toggle` is a click with Ctrl or Cmd. */
  readonly onSelect: (key: string, toggle: boolean) => void;
}

function Swatch({ series }: { readonly series: PlotSeries }) {
  return (
    <svg className={classes.swatch} width="14" height="4" aria-hidden>
      <title>{series.name}</title>
      <line
        x1="1"
        x2="13"
        y1="2"
        y2="2"
        stroke={series.color}
        strokeWidth="2.5"
        strokeLinecap={series.dash.length === 0 ? 'round' : 'butt'}
        strokeDasharray={series.dash.map((length) => length * 0.5).join(' ')}
      />
    </svg>
  );
}

/** A series' name with its last, least and greatest value, and what a click does. */
function describeSeries(series: PlotSeries, unit: Unit): string {
  const { last, min, max } = columnStats(series.values, series.present);
  const largest = Math.max(Math.abs(min), Math.abs(max));
  const figures = Number.isNaN(last)
    ? 'no value in this range'
    : `last ${formatAlike(last, largest, unit)}, min ${formatAlike(min, largest, unit)}, max ${formatAlike(max, largest, unit)}`;
  return `${series.name}\n${figures}\nClick: show alone. Ctrl+click: show or hide.`;
}

interface LegendButtonProps {
  readonly series: PlotSeries;
  readonly off: boolean;
  readonly onSelect: ChartLegendProps['onSelect'];
  /** Figures of a series at this moment, for its tooltip. */
  readonly describe: (key: string) => string;
}

// Live data changes the values of a series with each refresh, but not what its button shows.
const LegendButton = memo(
  function LegendButton({ series, off, onSelect, describe }: LegendButtonProps) {
    // Set when it is wanted: a title that followed live data would render every button with each refresh.
    const refreshTitle = (event: { readonly currentTarget: HTMLButtonElement }): void => {
      event.currentTarget.title = describe(series.key);
    };
    return (
      <button
        type="button"
        className={classes.legendItem}
        data-off={off || undefined}
        aria-pressed={!off}
        onPointerEnter={refreshTitle}
        onFocus={refreshTitle}
        data-testid={testIds.charts.legendItem}
        onClick={(event: MouseEvent) => onSelect(series.key, event.ctrlKey || event.metaKey)}
      >
        <Swatch series={series} />
        <bdi className={classes.legendName}>{series.name}</bdi>
      </button>
    );
  },
  (a, b) =>
    a.off === b.off &&
    a.onSelect === b.onSelect &&
    a.describe === b.describe &&
    a.series.key === b.series.key &&
    a.series.name === b.series.name &&
    a.series.color === b.series.color &&
    a.series.dash === b.series.dash,
);

/** Names of the series below a chart, as a line of buttons or as a table with figures. */
export function ChartLegend({
  kind,
  series,
  hidden,
  unit,
  rightUnit,
  figures,
  maxHeight,
  onSelect,
}: ChartLegendProps) {
  const latest = useRef({ series, unit, rightUnit });
  latest.current = { series, unit, rightUnit };
  const describe = useCallback((key: string): string => {
    const one = latest.current.series.find((candidate) => candidate.key === key);
    if (one === undefined) return '';
    return describeSeries(one, one.right === true ? latest.current.rightUnit : latest.current.unit);
  }, []);
  if (kind === 'none' || series.length === 0) return null;
  if (kind === 'list') {
    return (
      <div className={classes.legend} data-testid={testIds.charts.chartLegend}>
        {series.map((one) => (
          <LegendButton
            key={one.key}
            series={one}
            off={hidden.has(one.key)}
            onSelect={onSelect}
            describe={describe}
          />
        ))}
      </div>
    );
  }
  return (
    <LegendTable
      series={series}
      hidden={hidden}
      unit={unit}
      rightUnit={rightUnit}
      figures={figures}
      maxHeight={maxHeight}
      renderName={(one) => (
        <LegendButton series={one} off={hidden.has(one.key)} onSelect={onSelect} describe={describe} />
      )}
    />
  );
}

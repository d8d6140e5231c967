import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { testIds } from '../../shared/test-ids.ts';
import { formatAlike, type Unit } from '../lib/units.ts';
import classes from './ChartLegend.module.css';
import { type ColumnStats, columnStats } from './column-stats.ts';
import type { HiddenKeys } from './legend-selection.ts';
import type { PlotSeries } from './plot.ts';

/** A figure of a series over the range. */
export type LegendFigure = keyof ColumnStats;

interface LegendTableProps {
  readonly series: readonly PlotSeries[];
  readonly hidden: HiddenKeys;
  readonly unit: Unit;
  /** Of the series on the right axis. */
  readonly rightUnit: Unit;
  /** The columns; all where not given. */
  readonly figures?: readonly LegendFigure[] | undefined;
  /** CSS pixels before it scrolls. */
  readonly maxHeight: number;
  readonly renderName: (series: PlotSeries) => ReactNode;
}

type SortKey = 'name' | keyof ColumnStats;

interface Sorting {
  readonly key: SortKey;
  readonly descending: boolean;
}

const COLUMNS: readonly (readonly [key: keyof ColumnStats, title: string])[] = [
  ['last', 'last'],
  ['min', 'min'],
  ['max', 'max'],
  ['mean', 'avg'],
  ['total', 'total'],
];

interface Row {
  readonly series: PlotSeries;
  readonly figures: ColumnStats;
}

function sortRows(rows: readonly Row[], { key, descending }: Sorting): readonly Row[] {
  // Series come in the order of their names.
  if (key === 'name') return descending ? [...rows].reverse() : rows;
  const rank = ({ figures }: Row): number => (Number.isNaN(figures[key]) ? -Infinity : figures[key]);
  return [...rows].sort((a, b) => (descending ? rank(b) - rank(a) : rank(a) - rank(b)));
}

/** The least and greatest of all rows on an axis, which say how their figures are written. */
function largestOf(rows: readonly Row[]): number {
  let largest = 0;
  for (const { figures } of rows) {
    largest = Math.max(largest, Math.abs(figures.min) || 0, Math.abs(figures.max) || 0);
  }
  return largest;
}

/** Series with their figures over the range; a click on a column's head sorts by it. */
export function LegendTable(props: LegendTableProps) {
  const { series, hidden, unit, rightUnit, figures: wanted, maxHeight, renderName } = props;
  const columns = COLUMNS.filter(([key]) => wanted === undefined || wanted.includes(key));
  const [sorting, setSorting] = useState<Sorting>({ key: 'name', descending: false });
  const rows = series.map((one): Row => ({ series: one, figures: columnStats(one.values, one.present) }));
  const largest = {
    left: largestOf(rows.filter((row) => row.series.right !== true)),
    right: largestOf(rows.filter((row) => row.series.right === true)),
  };
  const sortBy = (key: SortKey): void =>
    // Figures are looked at from the greatest down, names from A to Z.
    setSorting((before) => ({ key, descending: before.key === key ? !before.descending : key !== 'name' }));
  const head = (key: SortKey, title: string): ReactNode => {
    const isSorted = sorting.key === key;
    const Icon = sorting.descending ? IconChevronDown : IconChevronUp;
    return (
      <th
        key={key}
        scope="col"
        aria-sort={isSorted ? (sorting.descending ? 'descending' : 'ascending') : 'none'}
      >
        <button type="button" className={classes.sort} onClick={() => sortBy(key)}>
          {title}
          {isSorted && <Icon size={12} aria-hidden />}
        </button>
      </th>
    );
  };
  return (
    <div
      className={classes.legendTable}
      style={{ maxHeight }}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling part must be reachable by keyboard
      tabIndex={0}
      data-testid={testIds.charts.chartLegend}
    >
      <table aria-label="Series">
        <thead>
          <tr>
            {head('name', 'series')}
            {columns.map(([key, title]) => head(key, title))}
          </tr>
        </thead>
        <tbody>
          {sortRows(rows, sorting).map(({ series: one, figures }) => (
            <tr key={one.key} className={classes.legendRow} data-off={hidden.has(one.key) || undefined}>
              <td>{renderName(one)}</td>
              {columns.map(([key]) => (
                <td key={key}>
                  {Number.isNaN(figures[key])
                    ? '–'
                    : formatAlike(
                        figures[key],
                        one.right === true ? largest.right : largest.left,
                        one.right === true ? rightUnit : unit,
                      )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

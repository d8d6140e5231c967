import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import type { InstantResult, InstantRow } from '../../../shared/domain/query.ts';
import { formatDateTime } from '../../lib/format-time.ts';
import { formatLabelSet } from '../../lib/series-names.ts';
import { formatValue, type Unit } from '../../lib/units.ts';
import classes from './Explore.module.css';

interface InstantTableProps {
  readonly result: InstantResult;
  readonly unit: Unit;
  readonly utc: boolean;
  readonly height: number;
}

const ROW_HEIGHT = 30;

/** Rows of an instant result; only those in view are in the document. */
export function InstantTable({ result, unit, utc, height }: InstantTableProps) {
  const scrollRef = useRef<HTMLDivElement | null>(null);
  const virtualizer = useVirtualizer({
    count: result.rows.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  if (result.kind === 'string') return <p className={classes.text}>{result.text}</p>;
  const items = virtualizer.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <div
      ref={scrollRef}
      className={classes.table}
      style={{ height }}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling part must be reachable by keyboard
      tabIndex={0}
      data-testid="instant-table"
    >
      <table aria-label="Result" aria-rowcount={result.rows.length + 1}>
        <thead>
          <tr>
            <th scope="col">Series</th>
            <th scope="col">{result.kind === 'matrix' ? 'Samples' : 'Value'}</th>
          </tr>
        </thead>
        <tbody>
          {above > 0 && <tr aria-hidden style={{ height: above }} />}
          {items.map(({ index }) => {
            const row = result.rows[index];
            return (
              row !== undefined && (
                <tr key={index} aria-rowindex={index + 2} data-testid="instant-row">
                  <td className={classes.series}>{formatLabelSet(row.labels)}</td>
                  <td
                    className={classes.value}
                    title={row.values.length === 1 ? String(row.values[0]) : undefined}
                  >
                    {formatRow(row, result.kind, unit, utc)}
                  </td>
                </tr>
              )
            );
          })}
          {below > 0 && <tr aria-hidden style={{ height: below }} />}
        </tbody>
      </table>
    </div>
  );
}

function formatRow(row: InstantRow, kind: InstantResult['kind'], unit: Unit, utc: boolean): string {
  const histogram = row.histograms?.at(-1) ?? null;
  const last =
    histogram === null
      ? formatValue(row.values.at(-1) ?? Number.NaN, unit)
      : `${formatValue(histogram.count, 'none')} observations, sum ${formatValue(histogram.sum, unit)}`;
  if (kind !== 'matrix') return last;
  return `${row.values.length} samples, last ${last} at ${formatDateTime(row.times.at(-1) ?? Number.NaN, utc)}`;
}

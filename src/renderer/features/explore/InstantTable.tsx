import { IconTableOff } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import type { InstantResult, InstantRow } from '../../../shared/domain/query.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { formatDateTime } from '../../lib/format-time.ts';
import { formatLabelSet } from '../../lib/series-names.ts';
import { formatValue, type Unit } from '../../lib/units.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import classes from './Explore.module.css';
import { exploreStore } from './explore-store.ts';
import type { ShownQuery } from './use-shown-queries.ts';

interface InstantTableProps {
  readonly shown: readonly ShownQuery[];
  readonly utc: boolean;
  readonly height: number;
}

interface TableRow {
  readonly queryId: string;
  readonly row: InstantRow;
  readonly kind: InstantResult['kind'];
  readonly unit: Unit;
}

const ROW_HEIGHT = 30;

/** Rows of the instant results of all queries; only those in view are in the document. */
export function InstantTable({ shown, utc, height }: InstantTableProps) {
  const scrollRef = useRef<HTMLDivElement | null>(null);
  const rows = useMemo(
    () =>
      shown.flatMap(({ query, answer, unit }): TableRow[] =>
        (answer.instant?.rows ?? []).map((row) => ({
          queryId: query.id,
          row,
          kind: answer.instant?.kind ?? 'vector',
          unit,
        })),
      ),
    [shown],
  );
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  const texts = shown.flatMap(({ answer }) => (answer.instant?.kind === 'string' ? answer.instant.text : []));
  if (rows.length === 0) {
    if (texts.length > 0) return <p className={classes.text}>{texts.join('\n')}</p>;
    return (
      <div style={{ height }}>
        <EmptyState
          icon={IconTableOff}
          title="No series match now"
          message="The table shows the newest samples. Series that ended are in the graph of a longer range."
          actions={[{ label: 'Show the graph', onClick: () => exploreStore.getState().setTab('graph') }]}
        />
      </div>
    );
  }
  const isMany = shown.length > 1;
  const hasWindows = rows.some(({ kind }) => kind === 'matrix');
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
      data-testid={testIds.explore.instantTable}
    >
      <table aria-label="Result" aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            <th scope="col">Series</th>
            <th scope="col">{hasWindows ? 'Samples' : 'Value'}</th>
          </tr>
        </thead>
        <tbody>
          {above > 0 && <tr aria-hidden style={{ height: above }} />}
          {items.map(({ index }) => {
            const entry = rows[index];
            if (entry === undefined) return null;
            const { queryId, row, kind, unit } = entry;
            return (
              <tr key={index} aria-rowindex={index + 2} data-testid={testIds.explore.instantRow}>
                <td className={classes.series}>
                  {isMany && <span className={classes.rowLetter}>{queryId}</span>}
                  {formatLabelSet(row.labels)}
                </td>
                <td
                  className={classes.value}
                  title={row.values.length === 1 ? String(row.values[0]) : undefined}
                >
                  {formatRow(row, kind, unit, utc)}
                </td>
              </tr>
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

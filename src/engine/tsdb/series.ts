import type { LabelSet } from '../../shared/domain/series.ts';
import type { Batch } from './batch.ts';
import type { Layout } from './layout.ts';
import type { OwnTimes } from './own-times.ts';
import type { StoredRow } from './stored-row.ts';

/**
 * A series of the store. `sources` are those that hold samples of it; `slot` is its place in the current layout of the
 * first of them, -1 where it has none. `layoutCount` layouts name it: at none it is forgotten.
 */
export interface Series {
  readonly id: number;
  readonly labels: LabelSet;
  readonly hash: number;
  sources: readonly SeriesSource[];
  slot: number;
  layoutCount: number;
}

/** What is read of the source of a series' samples. */
export interface SeriesSource {
  readonly layout: Layout;
  /** In the order of writing, which is that of their rows' times unless the clock was set back. */
  readonly batches: readonly Batch[];
  /** Rows that are in no batch yet. */
  readonly rows: readonly StoredRow[];
  readonly own: OwnTimes;
  /** Grows with every change that a query could see. */
  readonly version: number;
  /** Open rows that stay as they are, whatever becomes of the source, until `endLoan`. */
  lendRows(from: number, count: number): readonly StoredRow[];
  endLoan(rows: readonly StoredRow[]): void;
  /** Whether a batch, or the open rows, with a slot for the series overlap a window. */
  isKnownIn(series: Series, minMs: number, maxMs: number): boolean;
}

import { ByteReader } from './byte-buffer.ts';
import { decodeValues } from './chunk-codec.ts';
import type { Layout } from './layout.ts';

/** What is known of a closed batch without its pages. Times are ms UTC; `minMs` and `maxMs` include own times. */
export interface BatchHead {
  readonly id: number;
  readonly layout: Layout;
  readonly slotCount: number;
  readonly rowCount: number;
  readonly minMs: number;
  readonly maxMs: number;
  readonly firstRowMs: number;
  readonly lastRowMs: number;
  /** The time column, encoded. */
  readonly timesBytes: Uint8Array;
  /** Size of all pages. */
  readonly byteCount: number;
}

/** A closed batch of rows of one source. Its pages are in memory, on disk (`persisted`), or both. */
export interface Batch extends BatchHead {
  pages: readonly Uint8Array[] | null;
  persisted: boolean;
  /** Rows and samples at this time or later are set aside: the clock was set back, and others took their times. */
  shownBeforeMs: number;
}

/** The times of a batch's rows. */
export function decodeBatchTimes(batch: BatchHead): Float64Array {
  const times = new Float64Array(batch.rowCount);
  decodeValues(new ByteReader(batch.timesBytes), batch.rowCount, times, 0);
  return times;
}

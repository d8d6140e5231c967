import type { FloatHistogram } from '../../shared/domain/histogram.ts';

/**
 * A committed row that is not in a chunk yet. `states` is null where every slot below `slotCount` has a float sample;
 * the values of other slots repeat those of the row before, so that the journal can write them as unchanged.
 */
export interface StoredRow {
  readonly atMs: number;
  readonly slotCount: number;
  readonly values: Float64Array;
  readonly states: Uint8Array | null;
  readonly histograms: ReadonlyMap<number, FloatHistogram> | null;
}

/** A sample, or a staleness mark, with a time of its own. */
export interface OwnTimeSample {
  readonly slot: number;
  readonly atMs: number;
  /** Meaningless beside a histogram. */
  readonly value: number;
  readonly histogram: FloatHistogram | null;
  readonly stale: boolean;
}

/** The earliest time in a row and among the samples with own times that came with it. */
export function earliestTime(row: StoredRow, own: readonly OwnTimeSample[]): number {
  let earliestMs = row.atMs;
  for (const { atMs } of own) if (atMs < earliestMs) earliestMs = atMs;
  return earliestMs;
}

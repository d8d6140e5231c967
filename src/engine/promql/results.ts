import type { FloatHistogram } from '../../shared/domain/histogram.ts';
import type { InstantResult, InstantRow, RangeResult, RangeSeries } from '../../shared/domain/query.ts';

/** A series of a range result with its histograms: where an entry is not null, it is the sample of that step. */
export interface PromqlRangeSeries extends RangeSeries {
  readonly histograms: readonly (FloatHistogram | null)[] | null;
}

/** A range result with histograms. */
export interface PromqlRangeResult extends RangeResult {
  readonly series: readonly PromqlRangeSeries[];
}

/** A row of an instant result with its histograms: where an entry is not null, it is the sample at that time. */
export interface PromqlInstantRow extends InstantRow {
  readonly histograms: readonly (FloatHistogram | null)[] | null;
}

/** An instant result with histograms. */
export interface PromqlInstantResult extends InstantResult {
  readonly rows: readonly PromqlInstantRow[];
}

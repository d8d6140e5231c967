/** What is known of a counter reset between a native histogram and the sample before it. */
export type CounterResetHint = 'unknown' | 'reset' | 'not_reset' | 'gauge';

/** A run of consecutive buckets: gap to the end of the run before (or the index of the first bucket), and its length. */
export interface BucketSpan {
  readonly offset: number;
  readonly length: number;
}

/**
 * A native histogram with absolute bucket counts (Prometheus native histograms specification). `schema` -4..8 are
 * exponential, -53 has `customValues` as ascending upper bounds with +Inf implied.
 */
export interface FloatHistogram {
  readonly schema: number;
  readonly counterResetHint: CounterResetHint;
  readonly zeroThreshold: number;
  readonly zeroCount: number;
  readonly count: number;
  readonly sum: number;
  readonly positiveSpans: readonly BucketSpan[];
  readonly positiveBuckets: Float64Array;
  readonly negativeSpans: readonly BucketSpan[];
  readonly negativeBuckets: Float64Array;
  readonly customValues: Float64Array;
}

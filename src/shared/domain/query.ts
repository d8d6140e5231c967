import type { FloatHistogram } from './histogram.ts';
import type { LabelSet } from './series.ts';
import type { TimeRange } from './time-range.ts';

/** A note on a query's result; `start` and `end` are character offsets in the expression, -1 where there is none. */
export interface QueryAnnotation {
  readonly kind: 'warning' | 'info';
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export interface QueryStats {
  readonly seriesCount: number;
  readonly samplesRead: number;
  readonly evaluationMs: number;
}

/** Who answers a query: 'local' or a server's id; null or absent for the environment's default. */
export type QuerySourceName = string | null | undefined;

/** A PromQL range query. The engine resolves `range` with its own clock and aligns it to multiples of the step. */
export interface RangeQuery {
  readonly expr: string;
  readonly range: TimeRange;
  readonly stepMs: number;
  /** How far back a sample may lie and still count, where it is not the usual five minutes. */
  readonly lookbackMs: number | null;
  /** A newer query with the same key (say, a panel's id) cancels the one before; null for none. */
  readonly supersedeKey: string | null;
  readonly source?: QuerySourceName;
}

/** A series of a range result: `values[i]` belongs to `startMs + i * stepMs` and counts only where `present[i]` is 1. */
export interface RangeSeries {
  readonly labels: LabelSet;
  readonly values: Float64Array;
  /** null when all values are present. */
  readonly present: Uint8Array | null;
  /** null for a series of floats; else an entry that is not null is the sample of its step. */
  readonly histograms: readonly (FloatHistogram | null)[] | null;
}

/** Result of a range query; all series share one time grid of `count` steps. */
export interface RangeResult {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
  readonly count: number;
  readonly series: readonly RangeSeries[];
  readonly annotations: readonly QueryAnnotation[];
  readonly stats: QueryStats;
}

/** A PromQL instant query; `atMs` null means now. */
export interface InstantQuery {
  readonly expr: string;
  readonly atMs: number | null;
  readonly supersedeKey: string | null;
  readonly source?: QuerySourceName;
}

/** One row of an instant result: a sample, or for a range selector all samples of the window. */
export interface InstantRow {
  readonly labels: LabelSet;
  /** ms UTC. */
  readonly times: Float64Array;
  readonly values: Float64Array;
  /** null for a row of floats; else an entry that is not null is the sample at its time. */
  readonly histograms: readonly (FloatHistogram | null)[] | null;
}

export type InstantResultKind = 'scalar' | 'vector' | 'matrix' | 'string';

/** Result of an instant query; a scalar is one row without labels, a string has no rows. */
export interface InstantResult {
  readonly kind: InstantResultKind;
  readonly atMs: number;
  readonly rows: readonly InstantRow[];
  readonly text: string;
  readonly annotations: readonly QueryAnnotation[];
  readonly stats: QueryStats;
}

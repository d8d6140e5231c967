import type { SourceRange, WindowExtension } from '../ast.ts';
import type { AnnotationCollector } from '../evaluate/annotations.ts';
import type { WindowBounds } from '../evaluate/bounds.ts';
import type { RangeSeries } from '../evaluate/range-series.ts';
import type { SeriesBuilder } from '../evaluate/values.ts';
import type { SparseHistogram } from '../histogram/sparse-histogram.ts';

/** A sample that a function gives for a step; undefined gives none. */
export type StepResult = number | SparseHistogram | undefined;

const NO_HISTOGRAMS: readonly SparseHistogram[] = [];

/** The samples of one series in the window of one step; one object is reused for all steps. */
export class Window {
  readonly floatTimes: Float64Array;
  readonly floatValues: Float64Array;
  readonly histogramTimes: Float64Array;
  readonly histograms: readonly SparseHistogram[];
  floatFirst = 0;
  floatEnd = 0;
  histogramFirst = 0;
  histogramEnd = 0;
  step = 0;
  /** The end of the window, ms UTC: the time that the selector looks at. */
  endMs = 0;
  /** The time of the step, ms UTC. */
  stepMs = 0;

  constructor(series: RangeSeries) {
    this.floatTimes = series.floats.times;
    this.floatValues = series.floats.values;
    this.histogramTimes = series.histograms?.times ?? new Float64Array(0);
    this.histograms = series.histograms?.values ?? NO_HISTOGRAMS;
  }

  get floatCount(): number {
    return this.floatEnd - this.floatFirst;
  }

  get histogramCount(): number {
    return this.histogramEnd - this.histogramFirst;
  }
}

/** What a function over windows sees of its call. */
export interface RangeCallContext {
  readonly rangeMs: number;
  readonly extension: WindowExtension;
  /** The scalar arguments, a value per step. */
  readonly args: readonly Float64Array[];
  readonly annotations: AnnotationCollector;
  /** The place of the first argument. */
  readonly argRange: SourceRange;
  /** The metric name of the series at hand. */
  metricName: string;
}

/** Gives the sample of one window. */
export type WindowFunction = (window: Window, call: RangeCallContext) => StepResult;

/** Fills all steps of a series that holds floats only. */
export type ColumnFunction = (
  series: RangeSeries,
  bounds: WindowBounds,
  lookups: Float64Array,
  call: RangeCallContext,
  out: SeriesBuilder,
) => void;

/** A function of a range vector; `columns` is a faster way for series without histograms. */
export interface RangeFunction {
  readonly window: WindowFunction;
  readonly columns?: ColumnFunction;
  /** Of an anchored window it wants only the newest sample at or before the range, and those in it. */
  readonly anchorsWindow?: boolean;
}

import type { LabelSet } from '../../../shared/domain/series.ts';
import type { SparseHistogram } from '../histogram/sparse-histogram.ts';

/**
 * A series of an instant vector over all steps. `present` is null where every step has a sample; `histograms` is null
 * where all samples are floats, else an entry that is not null is the sample of that step. `dropName` marks a series
 * whose metric name goes away at the end of the query. Never changed once made.
 */
export interface VectorSeries {
  readonly labels: LabelSet;
  readonly dropName: boolean;
  readonly values: Float64Array;
  readonly present: Uint8Array | null;
  readonly histograms: readonly (SparseHistogram | null)[] | null;
}

/** An instant vector over all steps. */
export interface VectorValue {
  readonly kind: 'vector';
  readonly series: readonly VectorSeries[];
}

/** A scalar over all steps. */
export interface ScalarValue {
  readonly kind: 'scalar';
  readonly values: Float64Array;
}

export interface StringValue {
  readonly kind: 'string';
  readonly value: string;
}

/** What evaluating an expression gives. */
export type Value = VectorValue | ScalarValue | StringValue;

export const EMPTY_VECTOR: VectorValue = { kind: 'vector', series: [] };

export function isPresent(series: VectorSeries, step: number): boolean {
  return series.present === null || series.present[step] !== 0;
}

export function histogramAt(series: VectorSeries, step: number): SparseHistogram | null {
  return series.histograms === null ? null : (series.histograms[step] ?? null);
}

/** Whether there is a sample and it is a float. */
export function isFloat(series: VectorSeries, step: number): boolean {
  return isPresent(series, step) && histogramAt(series, step) === null;
}

/** Series whose values lie in one block of memory: one allocation for many is much cheaper. */
const SERIES_PER_BLOCK = 32;

/**
 * Makes builders for many series that are built one after the other: their values come from shared blocks, and gaps are
 * noted in one place as long as there are none.
 */
export class SeriesBuilders {
  readonly #stepCount: number;
  readonly #present: Uint8Array;
  #block = new Float64Array(0);

  constructor(stepCount: number) {
    this.#stepCount = stepCount;
    this.#present = new Uint8Array(stepCount);
  }

  /** A builder for the next of `remaining` series; the one before must be finished. */
  next(remaining: number): SeriesBuilder {
    const count = this.#stepCount;
    if (this.#block.length < count)
      this.#block = new Float64Array(count * Math.min(remaining, SERIES_PER_BLOCK));
    const values = this.#block.subarray(0, count);
    this.#block = this.#block.subarray(count);
    this.#present.fill(0);
    return new SeriesBuilder(count, values, this.#present);
  }
}

/** Where the builders of series come from that are built one after the other. */
export type BuilderSource = Pick<SeriesBuilders, 'next'>;

/** Takes a series; what it is made of may be overwritten once this returns. */
export type SeriesVisitor = (series: VectorSeries) => void;

/** Builds all series in the same place: for those that are done with before the next one. */
export class ReusedBuilders implements BuilderSource {
  readonly #builder: SeriesBuilder;

  constructor(stepCount: number) {
    this.#builder = new SeriesBuilder(
      stepCount,
      new Float64Array(stepCount),
      new Uint8Array(stepCount),
      true,
    );
  }

  next(): SeriesBuilder {
    this.#builder.restart();
    return this.#builder;
  }
}

/** Collects the samples of one series step by step. */
export class SeriesBuilder {
  readonly values: Float64Array;
  readonly present: Uint8Array;
  readonly #copiesPresent: boolean;
  #histograms: (SparseHistogram | null)[] | null = null;

  /** `borrowedPresent` is zeroed and will be used by others after `finish`, or with the values when `isTransient`. */
  constructor(stepCount: number, values?: Float64Array, borrowedPresent?: Uint8Array, isTransient = false) {
    this.values = values ?? new Float64Array(stepCount);
    this.present = borrowedPresent ?? new Uint8Array(stepCount);
    this.#copiesPresent = borrowedPresent !== undefined && !isTransient;
  }

  /** Begins another series in the same place. */
  restart(): void {
    this.present.fill(0);
    this.#histograms = null;
  }

  setFloat(step: number, value: number): void {
    this.values[step] = value;
    this.present[step] = 1;
  }

  setHistogram(step: number, histogram: SparseHistogram): void {
    this.#histograms ??= new Array<SparseHistogram | null>(this.values.length).fill(null);
    this.#histograms[step] = histogram;
    this.present[step] = 1;
  }

  /** Sets whatever a function gave; undefined leaves the step empty. */
  set(step: number, sample: number | SparseHistogram | undefined): void {
    if (sample === undefined) return;
    if (typeof sample === 'number') this.setFloat(step, sample);
    else this.setHistogram(step, sample);
  }

  /** Copies a sample of another series. */
  copyFrom(step: number, series: VectorSeries): void {
    const histogram = histogramAt(series, step);
    if (histogram === null) this.setFloat(step, series.values[step] as number);
    else this.setHistogram(step, histogram);
  }

  /** The series, or null where no step has a sample. */
  finish(labels: LabelSet, dropName: boolean): VectorSeries | null {
    const { values, present } = this;
    const firstAbsent = present.indexOf(0);
    if (firstAbsent >= 0 && present.indexOf(1) < 0) return null;
    return {
      labels,
      dropName,
      values,
      present: firstAbsent < 0 ? null : this.#copiesPresent ? present.slice() : present,
      histograms: this.#histograms,
    };
  }
}

/** Applies a function to the floats of all series; histogram samples are left out. The metric names go. */
export function mapFloats(vector: VectorValue, map: (value: number, step: number) => number): VectorValue {
  const result: VectorSeries[] = [];
  for (const series of vector.series) {
    const { values, present, histograms } = series;
    const stepCount = values.length;
    if (histograms === null) {
      const mapped = new Float64Array(stepCount);
      for (let step = 0; step < stepCount; step++) mapped[step] = map(values[step] as number, step);
      result.push({ labels: series.labels, dropName: true, values: mapped, present, histograms: null });
      continue;
    }
    const builder = new SeriesBuilder(stepCount);
    for (let step = 0; step < stepCount; step++) {
      if (isFloat(series, step)) builder.setFloat(step, map(values[step] as number, step));
    }
    pushSeries(result, builder.finish(series.labels, true));
  }
  return { kind: 'vector', series: result };
}

/** Adds a series unless it is empty. */
export function pushSeries(list: VectorSeries[], series: VectorSeries | null): void {
  if (series !== null) list.push(series);
}

/** The number of samples, a histogram counting by its size as in Prometheus. */
export function countSamples(series: VectorSeries): number {
  const { values, present, histograms } = series;
  let samples = values.length;
  if (present !== null) {
    samples = 0;
    for (let step = 0; step < present.length; step++) samples += present[step] as number;
  }
  if (histograms === null) return samples;
  for (const histogram of histograms) if (histogram !== null) samples += histogramSize(histogram);
  return samples;
}

function histogramSize(histogram: SparseHistogram): number {
  const { positive, negative, customValues } = histogram;
  return 10 + (positive.indices.length + negative.indices.length + customValues.length) / 2;
}

import type { BucketSpan, FloatHistogram } from '../../shared/domain/histogram.ts';
import type { RangeResult } from '../../shared/domain/query.ts';
import { labelValue } from '../../shared/domain/series.ts';

/** A row of a heatmap. */
export interface HeatmapBucket {
  /** Exclusive lower and inclusive upper bound. */
  readonly above: number;
  readonly upTo: number;
  /** Observations in this bucket alone, a step. */
  readonly values: Float64Array;
  readonly present: Uint8Array;
}

/** More rows than this are thinner than a line. */
const MAX_ROWS = 48;
const CUSTOM_SCHEMA = -53;
const LOWEST_SCHEMA = -4;

function parseBound(le: string): number {
  if (le === '') return Number.NaN;
  return le === '+Inf' || le === 'Inf' ? Infinity : Number(le);
}

function withoutEmptyEnds(buckets: readonly HeatmapBucket[]): HeatmapBucket[] {
  const isEmpty = (bucket: HeatmapBucket | undefined): boolean =>
    bucket?.values.every((value) => value === 0) ?? true;
  let from = 0;
  let to = buckets.length;
  while (to - from > 1 && isEmpty(buckets[to - 1])) to -= 1;
  while (to - from > 1 && isEmpty(buckets[from])) from += 1;
  return buckets.slice(from, to);
}

/**
 * Buckets of a classic histogram from its cumulative series (labelled `le`), lowest first. Scrapes are not atomic over a
 * restart, so a cumulative count may fall from one bound to the next: that counts as zero. Empty buckets at both ends are
 * left out, but never all of them.
 */
function classicBuckets(result: RangeResult): HeatmapBucket[] {
  const cumulative = result.series
    .map((series) => ({ series, upTo: parseBound(labelValue(series.labels, 'le')) }))
    .filter(({ upTo }) => !Number.isNaN(upTo))
    .sort((a, b) => a.upTo - b.upTo);
  const buckets = cumulative.map(({ series, upTo }, b): HeatmapBucket => {
    const before = cumulative[b - 1];
    const values = new Float64Array(result.count);
    const present = new Uint8Array(result.count);
    for (let i = 0; i < result.count; i++) {
      const value = series.values[i] as number;
      if ((series.present !== null && series.present[i] !== 1) || !Number.isFinite(value)) continue;
      const lower = before === undefined ? 0 : (before.series.values[i] as number);
      present[i] = 1;
      values[i] = Math.max(0, value - (Number.isFinite(lower) ? lower : 0));
    }
    return { above: before?.upTo ?? -Infinity, upTo, values, present };
  });
  return withoutEmptyEnds(buckets);
}

type Visit = (above: number, upTo: number, count: number) => void;

function visitSpans(
  spans: readonly BucketSpan[],
  counts: Float64Array,
  visit: (index: number, count: number) => void,
): void {
  let index = 0;
  let at = 0;
  for (const { offset, length } of spans) {
    index += offset;
    for (let k = 0; k < length; k++) visit(index++, counts[at++] ?? 0);
  }
}

/** The bucket of a lower resolution that holds bucket `index`. */
function coarserIndex(index: number, schema: number, target: number): number {
  return schema === target ? index : Math.ceil(index / 2 ** (schema - target));
}

function exponentialBound(index: number, schema: number): number {
  return 2 ** (index * 2 ** -schema);
}

/** Walks the buckets of a histogram at a resolution that is not finer than its own. */
function visitBuckets(histogram: FloatHistogram, schema: number, visit: Visit): void {
  if (histogram.schema === CUSTOM_SCHEMA) {
    const bounds = histogram.customValues;
    visitSpans(histogram.positiveSpans, histogram.positiveBuckets, (index, count) => {
      visit(index === 0 ? -Infinity : (bounds[index - 1] ?? Infinity), bounds[index] ?? Infinity, count);
    });
    return;
  }
  visitSpans(histogram.negativeSpans, histogram.negativeBuckets, (index, count) => {
    const at = coarserIndex(index, histogram.schema, schema);
    visit(-exponentialBound(at, schema), -exponentialBound(at - 1, schema), count);
  });
  if (histogram.zeroCount > 0) visit(-histogram.zeroThreshold, histogram.zeroThreshold, histogram.zeroCount);
  visitSpans(histogram.positiveSpans, histogram.positiveBuckets, (index, count) => {
    const at = coarserIndex(index, histogram.schema, schema);
    visit(exponentialBound(at - 1, schema), exponentialBound(at, schema), count);
  });
}

function countRows(result: RangeResult, schema: number): number {
  const bounds = new Set<number>();
  for (const { histograms } of result.series) {
    for (const histogram of histograms ?? []) {
      if (histogram !== null) visitBuckets(histogram, schema, (_, upTo) => bounds.add(upTo));
    }
  }
  return bounds.size;
}

/** The finest resolution that all histograms have and that leaves no more rows than can be seen. */
function sharedSchema(result: RangeResult): number {
  let schema = 8;
  for (const { histograms } of result.series) {
    for (const histogram of histograms ?? []) {
      if (histogram !== null && histogram.schema !== CUSTOM_SCHEMA)
        schema = Math.min(schema, histogram.schema);
    }
  }
  while (schema > LOWEST_SCHEMA && countRows(result, schema) > MAX_ROWS) schema -= 1;
  return schema;
}

/** Buckets of native histograms, all series added up, at the finest resolution that can be seen. Rows without a gap. */
function nativeBuckets(result: RangeResult): HeatmapBucket[] {
  const schema = sharedSchema(result);
  const rows = new Map<number, HeatmapBucket>();
  const present = new Uint8Array(result.count);
  for (const { histograms } of result.series) {
    histograms?.forEach((histogram, i) => {
      if (histogram === null) return;
      present[i] = 1;
      visitBuckets(histogram, schema, (above, upTo, count) => {
        let row = rows.get(upTo);
        if (row === undefined) {
          row = { above, upTo, values: new Float64Array(result.count), present };
          rows.set(upTo, row);
        }
        row.values[i] = (row.values[i] as number) + Math.max(0, count);
      });
    });
  }
  return withoutEmptyEnds([...rows.values()].sort((a, b) => a.upTo - b.upTo));
}

/** Whether a result has native histograms. */
export function hasNativeHistograms(result: RangeResult): boolean {
  return result.series.some(({ histograms }) => histograms !== null);
}

/** The buckets of a histogram's result, classic or native, from the lowest up. */
export function splitBuckets(result: RangeResult): HeatmapBucket[] {
  return hasNativeHistograms(result) ? nativeBuckets(result) : classicBuckets(result);
}

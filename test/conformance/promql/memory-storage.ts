import { compareLabels, labelsKey } from '../../../src/engine/model/labels.ts';
import { compileMatcher, type Matcher } from '../../../src/engine/model/matcher.ts';
import { detectReset } from '../../../src/engine/promql/histogram/counter-reset.ts';
import {
  type SparseHistogram,
  toFloatHistogram,
} from '../../../src/engine/promql/histogram/sparse-histogram.ts';
import type { Point } from '../../../src/engine/rules-testing/series-notation.ts';
import type { Queryable, ReadControl, SeriesColumns, SeriesStream } from '../../../src/engine/storage.ts';
import type { CounterResetHint, FloatHistogram } from '../../../src/shared/domain/histogram.ts';
import { type LabelSet, labelValue } from '../../../src/shared/domain/series.ts';

interface StoredSeries {
  readonly labels: LabelSet;
  readonly points: Map<number, Point>;
  columns: SeriesColumns | null;
}

/** As the real store does: values lie in columns that are used again when the query has ended. */
function copyInto(column: Float64Array | undefined, values: Float64Array): Float64Array {
  column?.set(values);
  return column ?? values;
}

/** The store that a script fills: series in memory, read as columns. */
export class MemoryStorage implements Queryable {
  readonly #series = new Map<string, StoredSeries>();
  /** Series of the same times share one array, as a target's series do. */
  readonly #times = new Map<string, Float64Array>();

  /** Adds points; a point at a time that has one already is left out. */
  append(labels: LabelSet, points: Iterable<readonly [timeMs: number, point: Point]>): void {
    const key = labelsKey(labels);
    let series = this.#series.get(key);
    if (series === undefined) {
      series = { labels, points: new Map(), columns: null };
      this.#series.set(key, series);
    }
    series.columns = null;
    for (const [timeMs, point] of points) {
      if (point.kind !== 'omitted' && !series.points.has(timeMs)) series.points.set(timeMs, point);
    }
  }

  async select(
    matchers: readonly Matcher[],
    minMs: number,
    maxMs: number,
    _signal?: AbortSignal,
    control?: ReadControl,
  ): Promise<readonly SeriesColumns[]> {
    return this.#read(matchers, minMs, maxMs, control);
  }

  /** What a series was read into is overwritten by the next one. */
  stream(matchers: readonly Matcher[], minMs: number, maxMs: number, control: ReadControl): SeriesStream {
    const series = this.#read(matchers, minMs, maxMs, control);
    let at = 0;
    return {
      seriesCount: series.length,
      next() {
        series[at - 1]?.values.fill(Number.NaN);
        return series[at++] ?? null;
      },
    };
  }

  #read(
    matchers: readonly Matcher[],
    minMs: number,
    maxMs: number,
    control: ReadControl | undefined,
  ): SeriesColumns[] {
    const slices = new Map<Float64Array, Float64Array>();
    const result: SeriesColumns[] = [];
    for (const series of this.#matching(matchers)) {
      series.columns ??= this.#columnsOf(series);
      const { labels, times, values, stale, histograms } = series.columns;
      const from = times.findIndex((time) => time >= minMs);
      const to = times.findLastIndex((time) => time <= maxMs) + 1;
      if (from < 0 || to <= from) continue;
      const sliced = slices.get(times) ?? times.subarray(from, to);
      slices.set(times, sliced);
      result.push({
        labels,
        times: sliced,
        values: copyInto(control?.take(to - from), values.subarray(from, to)),
        stale: stale?.subarray(from, to) ?? null,
        histograms: histograms?.slice(from, to) ?? null,
      });
    }
    return result;
  }

  async listSeries(matchers: readonly Matcher[]): Promise<readonly LabelSet[]> {
    return this.#matching(matchers)
      .map(({ labels }) => labels)
      .sort(compareLabels);
  }

  async listLabelNames(matchers: readonly Matcher[]): Promise<readonly string[]> {
    const names = this.#matching(matchers).flatMap(({ labels }) => labels.map(([name]) => name));
    return [...new Set(names)].sort();
  }

  async listLabelValues(name: string, matchers: readonly Matcher[]): Promise<readonly string[]> {
    const values = this.#matching(matchers).map(({ labels }) => labelValue(labels, name));
    return [...new Set(values)].filter((value) => value !== '').sort();
  }

  #matching(matchers: readonly Matcher[]): StoredSeries[] {
    const tests = matchers.map((matcher) => ({ name: matcher.name, matches: compileMatcher(matcher) }));
    return [...this.#series.values()].filter(({ labels }) =>
      tests.every(({ name, matches }) => matches(labelValue(labels, name))),
    );
  }

  #columnsOf({ labels, points }: StoredSeries): SeriesColumns {
    const entries = [...points].sort(([a], [b]) => a - b);
    const key = entries.map(([time]) => time).join();
    const times = this.#times.get(key) ?? Float64Array.from(entries, ([time]) => time);
    this.#times.set(key, times);
    const hasStale = entries.some(([, { kind }]) => kind === 'stale');
    const hasHistograms = entries.some(([, { kind }]) => kind === 'histogram');
    return {
      labels,
      times,
      values: Float64Array.from(entries, ([, point]) => (point.kind === 'float' ? point.value : 0)),
      stale: hasStale ? Uint8Array.from(entries, ([, { kind }]) => (kind === 'stale' ? 1 : 0)) : null,
      histograms: hasHistograms ? withStoredHints(entries.map(([, point]) => point)) : null,
    };
  }
}

/**
 * The histograms with the hints that Prometheus' storage gives them: it knows of a counter reset between neighbours of
 * one chunk, and nothing of the first histogram of a chunk unless a reset began it.
 */
function withStoredHints(points: readonly Point[]): (FloatHistogram | null)[] {
  let previous: SparseHistogram | null = null;
  return points.map((point) => {
    if (point.kind !== 'histogram') {
      // Another kind of sample begins a new chunk.
      if (point.kind === 'float') previous = null;
      return null;
    }
    const hint = storedHint(point.value, previous);
    previous = point.value;
    return toFloatHistogram({ ...point.value, hint });
  });
}

function storedHint(current: SparseHistogram, previous: SparseHistogram | null): CounterResetHint {
  if (current.hint === 'gauge') return 'gauge';
  if (current.hint === 'reset') return 'reset';
  if (previous === null || previous.hint === 'gauge') return 'unknown';
  return detectReset({ ...current, hint: 'unknown' }, previous) ? 'reset' : 'not_reset';
}

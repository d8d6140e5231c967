import type { FloatHistogram } from '../../shared/domain/histogram.ts';
import type { LabelSet } from '../../shared/domain/series.ts';
import { type SeriesColumns, SLOT_ABSENT, SLOT_SAMPLE, SLOT_STALE } from '../storage.ts';
import { isRowEntry, type OwnTimeColumns, SLOT_HISTOGRAM } from './chunk-frame.ts';
import { mergeColumns } from './merge-columns.ts';

/** A column of times for series that lack some rows, remembered because their neighbours often lack the same. */
export interface CompactedTimes {
  presence: Uint8Array;
  times: Float64Array;
}

/** Collects the samples of a window, row by row of their source, of one series after the other. */
export class ColumnBuilder {
  labels: LabelSet = [];
  values: Float64Array = new Float64Array(0);
  #states: Uint8Array | null = null;
  #histograms: (FloatHistogram | null)[] | null = null;
  #own: OwnTimeColumns[] | null = null;

  /** Begins a series; `values` has room for all rows and becomes part of what `build` answers. */
  begin(labels: LabelSet, values: Float64Array): void {
    this.labels = labels;
    this.values = values;
    this.#states = null;
    this.#histograms = null;
    this.#own = null;
  }

  /** States by row; all are samples until set otherwise. */
  get states(): Uint8Array {
    this.#states ??= new Uint8Array(this.values.length).fill(SLOT_SAMPLE);
    return this.#states;
  }

  setAbsent(offset: number, count: number): void {
    if (count > 0) this.states.fill(SLOT_ABSENT, offset, offset + count);
  }

  setState(row: number, state: number): void {
    if (state !== SLOT_SAMPLE) this.states[row] = isRowEntry(state) ? state : SLOT_ABSENT;
  }

  setHistogram(row: number, histogram: FloatHistogram): void {
    this.#histograms ??= new Array<FloatHistogram | null>(this.values.length).fill(null);
    this.#histograms[row] = histogram;
    this.states[row] = SLOT_HISTOGRAM;
  }

  /** Adds samples with own times that lie in the window. */
  addOwn(own: OwnTimeColumns, minMs: number, maxMs: number): void {
    const { times } = own;
    let from = 0;
    let end = times.length;
    while (from < end && (times[from] as number) < minMs) from++;
    while (end > from && (times[end - 1] as number) > maxMs) end--;
    if (from === end) return;
    this.#own ??= [];
    this.#own.push({
      times: times.subarray(from, end),
      values: own.values.subarray(from, end),
      stale: own.stale.subarray(from, end),
      histograms: own.histograms?.slice(from, end) ?? null,
    });
  }

  /** The columns, or null where the series has nothing in the window. */
  build(times: Float64Array, shared: CompactedTimes): SeriesColumns | null {
    let result = this.#buildRows(times, shared);
    for (const own of this.#own ?? []) {
      const columns: SeriesColumns = {
        labels: this.labels,
        times: own.times,
        values: own.values,
        stale: own.stale.includes(1) ? own.stale : null,
        histograms: own.histograms,
      };
      result = result === null ? columns : mergeColumns(result, columns);
    }
    return result;
  }

  #buildRows(times: Float64Array, shared: CompactedTimes): SeriesColumns | null {
    const { labels, values } = this;
    const states = this.#states;
    if (states === null)
      return times.length === 0 ? null : { labels, times, values, stale: null, histograms: null };
    let entries = 0;
    let marks = 0;
    for (const state of states) {
      if (state !== SLOT_ABSENT) entries++;
      if (state === SLOT_STALE) marks++;
    }
    if (entries === 0) return null;
    const histograms = this.#histograms;
    if (entries === states.length) {
      return { labels, times, values, stale: marks === 0 ? null : staleFlags(states), histograms };
    }
    return {
      labels,
      times: compactTimes(times, states, entries, shared),
      values: values.filter((_, i) => states[i] !== SLOT_ABSENT),
      stale: marks === 0 ? null : staleFlags(states.filter((state) => state !== SLOT_ABSENT)),
      histograms: histograms?.filter((_, i) => states[i] !== SLOT_ABSENT) ?? null,
    };
  }
}

function staleFlags(states: Uint8Array): Uint8Array {
  return states.map((state) => (state === SLOT_STALE ? 1 : 0));
}

function compactTimes(
  times: Float64Array,
  states: Uint8Array,
  entries: number,
  shared: CompactedTimes,
): Float64Array {
  let same = shared.presence.length === states.length;
  for (let i = 0; same && i < states.length; i++) {
    same = (shared.presence[i] !== SLOT_ABSENT) === (states[i] !== SLOT_ABSENT);
  }
  if (same) return shared.times;
  const compacted = new Float64Array(entries);
  let next = 0;
  for (let i = 0; i < states.length; i++) {
    if (states[i] !== SLOT_ABSENT) compacted[next++] = times[i] as number;
  }
  shared.presence = states;
  shared.times = compacted;
  return compacted;
}

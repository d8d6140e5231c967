import type { LabelPair, LabelSet } from '../../shared/domain/series.ts';
import { labelValue } from '../../shared/domain/series.ts';
import { compileMatcher, type Matcher, type ValuePredicate } from '../model/matcher.ts';
import { PostingList } from './posting-list.ts';
import type { Series } from './series.ts';

/** A label pair that is stored once, with the series that have it. */
export interface PairRecord {
  readonly id: number;
  readonly pair: LabelPair;
  readonly postings: PostingList;
}

interface CompiledMatcher {
  readonly name: string;
  readonly literal: string | null;
  readonly test: ValuePredicate;
  readonly matchesAbsent: boolean;
}

const FREE = 0;

function memoized(test: ValuePredicate): ValuePredicate {
  const known = new Map<string, boolean>();
  return (value) => {
    let result = known.get(value);
    if (result === undefined) {
      result = test(value);
      known.set(value, result);
    }
    return result;
  };
}

/** All series by id, by labels and by label pair; every name, value and pair is kept once. */
export class LabelIndex {
  readonly #byName = new Map<string, Map<string, PairRecord>>();
  readonly #pairs: (PairRecord | undefined)[] = [];
  readonly #series: (Series | undefined)[] = [];
  #nextPairId = 1;
  #nextSeriesId = 1;
  #count = 0;
  /** Open addressing over series ids, FREE where empty. */
  #table = new Uint32Array(1024);

  get seriesCount(): number {
    return this.#count;
  }

  get nextPairId(): number {
    return this.#nextPairId;
  }

  get nextSeriesId(): number {
    return this.#nextSeriesId;
  }

  pairById(id: number): PairRecord | undefined {
    return this.#pairs[id];
  }

  seriesById(id: number): Series | undefined {
    return this.#series[id];
  }

  /** The ids of a series' pairs, as they are stored on disk. */
  pairIds(series: Series): number[] {
    return series.labels.map(([name, value]) => this.#byName.get(name)?.get(value)?.id ?? 0);
  }

  /** The series with these labels (sorted, without empty values), or undefined. */
  find(labels: LabelSet): Series | undefined {
    let hash = labels.length;
    for (const [name, value] of labels) {
      const record = this.#byName.get(name)?.get(value);
      if (record === undefined) return undefined;
      hash = mix(hash, record.id);
    }
    const mask = this.#table.length - 1;
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const id = this.#table[place] as number;
      if (id === FREE) return undefined;
      const series = this.#series[id] as Series;
      if (series.hash === hash && hasLabels(series, labels)) return series;
    }
  }

  /** Adds a series that is not there yet. */
  add(labels: LabelSet): Series {
    const records = labels.map(([name, value]) => this.#intern(name, value));
    return this.#insert(this.#nextSeriesId, records);
  }

  /** Forgets everything: other names are about to be restored. */
  clear(): void {
    this.#byName.clear();
    this.#pairs.length = 0;
    this.#series.length = 0;
    this.#nextPairId = 1;
    this.#nextSeriesId = 1;
    this.#count = 0;
    this.#table = new Uint32Array(1024);
  }

  /** All series, in the order of their ids. */
  *listSeries(): Generator<Series> {
    for (const series of this.#series) if (series !== undefined) yield series;
  }

  restorePair(id: number, name: string, value: string): void {
    this.#insertPair(id, name, value);
  }

  /** Puts a series from disk back, or returns undefined when one of its pairs is not there. Ids must ascend. */
  restoreSeries(id: number, pairIds: readonly number[]): Series | undefined {
    const records: PairRecord[] = [];
    for (const pairId of pairIds) {
      const record = this.#pairs[pairId];
      if (record === undefined) return undefined;
      records.push(record);
    }
    return this.#insert(id, records);
  }

  /** Forgets series and pairs that only they had; returns the ids of those pairs. */
  remove(removed: readonly Series[]): number[] {
    const ids = new Set<number>();
    const touched = new Set<PairRecord>();
    for (const series of removed) {
      ids.add(series.id);
      this.#series[series.id] = undefined;
      for (const [name, value] of series.labels) {
        const record = this.#byName.get(name)?.get(value);
        if (record !== undefined) touched.add(record);
      }
    }
    const freedPairs: number[] = [];
    for (const record of touched) {
      record.postings.removeAll(ids);
      if (record.postings.length > 0) continue;
      freedPairs.push(record.id);
      this.#removePair(record);
    }
    this.#count -= removed.length;
    this.#rebuildTable(this.#table.length);
    return freedPairs;
  }

  /** Forgets series that no layout names and pairs that no series has; returns the ids of both. */
  removeUnused(): { readonly series: readonly number[]; readonly pairs: readonly number[] } {
    const unused = [...this.listSeries()].filter(({ layoutCount }) => layoutCount === 0);
    const pairs = unused.length === 0 ? [] : this.remove(unused);
    for (const record of this.#pairs) {
      if (record === undefined || record.postings.length > 0) continue;
      pairs.push(record.id);
      this.#removePair(record);
    }
    return { series: unused.map(({ id }) => id), pairs };
  }

  #removePair({ id, pair: [name, value] }: PairRecord): void {
    this.#pairs[id] = undefined;
    const values = this.#byName.get(name);
    values?.delete(value);
    if (values?.size === 0) this.#byName.delete(name);
  }

  /** The series that match all matchers, in no promised order. Throws AppError `bad_data` for a bad expression. */
  match(matchers: readonly Matcher[]): Series[] {
    const compiled = matchers.map((matcher): CompiledMatcher => {
      const test = compileMatcher(matcher);
      return {
        name: matcher.name,
        literal: matcher.type === '=' ? matcher.value : null,
        test: matcher.type === '=' ? test : memoized(test),
        matchesAbsent: test(''),
      };
    });
    let best: { matcher: CompiledMatcher; lists: PostingList[]; size: number } | undefined;
    for (const matcher of compiled) {
      if (matcher.matchesAbsent) continue;
      const lists = this.#postingsOf(matcher);
      let size = 0;
      for (const list of lists) size += list.length;
      if (best === undefined || size < best.size) best = { matcher, lists, size };
    }
    const rest = compiled.filter((matcher) => matcher !== best?.matcher);
    const result: Series[] = [];
    if (best === undefined) {
      for (const series of this.#series)
        if (series !== undefined && passes(series, rest)) result.push(series);
      return result;
    }
    for (const list of best.lists) {
      for (let i = 0; i < list.length; i++) {
        const series = this.#series[list.at(i)] as Series;
        if (passes(series, rest)) result.push(series);
      }
    }
    return result;
  }

  /** Every label's name with its values. */
  listLabels(): Iterable<readonly [string, ReadonlyMap<string, PairRecord>]> {
    return this.#byName;
  }

  labelNames(): string[] {
    return [...this.#byName.keys()].sort();
  }

  labelValues(name: string): string[] {
    return [...(this.#byName.get(name)?.keys() ?? [])].sort();
  }

  #postingsOf(matcher: CompiledMatcher): PostingList[] {
    const values = this.#byName.get(matcher.name);
    if (values === undefined) return [];
    if (matcher.literal !== null) {
      const record = values.get(matcher.literal);
      return record === undefined ? [] : [record.postings];
    }
    const lists: PostingList[] = [];
    for (const [value, record] of values) if (matcher.test(value)) lists.push(record.postings);
    return lists;
  }

  #intern(name: string, value: string): PairRecord {
    return this.#byName.get(name)?.get(value) ?? this.#insertPair(this.#nextPairId, name, value);
  }

  #insertPair(id: number, name: string, value: string): PairRecord {
    let values = this.#byName.get(name);
    if (values === undefined) {
      values = new Map();
      this.#byName.set(name, values);
    }
    const record: PairRecord = { id, pair: [name, value], postings: new PostingList() };
    values.set(value, record);
    this.#pairs[id] = record;
    this.#nextPairId = Math.max(this.#nextPairId, id + 1);
    return record;
  }

  #insert(id: number, records: readonly PairRecord[]): Series {
    let hash = records.length;
    for (const record of records) {
      hash = mix(hash, record.id);
      record.postings.add(id);
    }
    const labels = records.map((record) => record.pair);
    const series: Series = { id, labels, hash, sources: [], slot: -1, layoutCount: 0 };
    this.#series[id] = series;
    this.#nextSeriesId = Math.max(this.#nextSeriesId, id + 1);
    this.#count++;
    if (this.#count * 2 > this.#table.length) this.#rebuildTable(this.#table.length * 2);
    else this.#enter(series);
    return series;
  }

  #enter(series: Series): void {
    const mask = this.#table.length - 1;
    let place = series.hash & mask;
    while (this.#table[place] !== FREE) place = (place + 1) & mask;
    this.#table[place] = series.id;
  }

  #rebuildTable(size: number): void {
    this.#table = new Uint32Array(size);
    for (const series of this.#series) if (series !== undefined) this.#enter(series);
  }
}

function mix(hash: number, id: number): number {
  const mixed = Math.imul(hash ^ id, 0x9e3779b1);
  // Of 30 bits: where V8 compresses pointers, as in Electron, it boxes what needs more, in each series.
  return (mixed ^ (mixed >>> 15)) & 0x3fff_ffff;
}

function hasLabels(series: Series, labels: LabelSet): boolean {
  if (series.labels.length !== labels.length) return false;
  for (let i = 0; i < labels.length; i++) {
    const own = series.labels[i] as LabelPair;
    const wanted = labels[i] as LabelPair;
    if (own[0] !== wanted[0] || own[1] !== wanted[1]) return false;
  }
  return true;
}

function passes(series: Series, matchers: readonly CompiledMatcher[]): boolean {
  for (const matcher of matchers) if (!matcher.test(labelValue(series.labels, matcher.name))) return false;
  return true;
}

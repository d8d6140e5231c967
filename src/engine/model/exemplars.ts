import type { SeriesExemplars, StoredExemplar } from '../../shared/domain/exemplar.ts';
import { type LabelPair, type LabelSet, labelValue } from '../../shared/domain/series.ts';
import { compareLabels, createLabels, labelsKey } from './labels.ts';
import { compileMatcher, type Matcher } from './matcher.ts';

const EXEMPLARS_KEPT = 20_000;
/** Code points of names and values together, as OpenMetrics 1.0 allows. */
const MAX_LABELS_LENGTH = 128;

/** An exemplar as a page has it; `atMs` is null where it has no time of its own. */
export interface ScrapedExemplar {
  readonly labels: readonly LabelPair[];
  readonly value: number;
  readonly atMs: number | null;
}

interface Entry {
  readonly series: LabelSet;
  readonly exemplar: StoredExemplar;
}

function lengthOf(labels: readonly LabelPair[]): number {
  let length = 0;
  for (const [name, value] of labels) length += [...name].length + [...value].length;
  return length;
}

/** The last exemplars of all series, in memory; the oldest make room for new ones. */
export class ExemplarStore {
  private readonly capacity: number;
  private readonly ring: Entry[] = [];
  private next = 0;
  /** By the label set that the storage keeps for a series: one object as long as the series lives. */
  private readonly lastOf = new WeakMap<LabelSet, StoredExemplar>();

  constructor(capacity = EXEMPLARS_KEPT) {
    this.capacity = capacity;
  }

  /** Takes what a scrape at `atMs` showed; repeated and late exemplars, and oversized ones, are left out. */
  add(series: LabelSet, scraped: ScrapedExemplar, atMs: number): void {
    const last = this.lastOf.get(series);
    const labels = createLabels(scraped.labels);
    if (last !== undefined) {
      const isSame = Object.is(last.value, scraped.value) && compareLabels(last.labels, labels) === 0;
      if (isSame && (scraped.atMs === null || scraped.atMs === last.atMs)) return;
      if ((scraped.atMs ?? atMs) < last.atMs) return;
    }
    if (lengthOf(scraped.labels) > MAX_LABELS_LENGTH) return;
    const exemplar = { labels, value: scraped.value, atMs: scraped.atMs ?? atMs };
    this.lastOf.set(series, exemplar);
    this.ring[this.next] = { series, exemplar };
    this.next = (this.next + 1) % this.capacity;
  }

  /** Exemplars in a window, closed on both sides, of the series that any of the matcher lists selects; sorted by series. */
  query(selections: readonly (readonly Matcher[])[], minMs: number, maxMs: number): SeriesExemplars[] {
    const tests = selections.map((matchers) =>
      matchers.map((matcher) => ({ name: matcher.name, test: compileMatcher(matcher) })),
    );
    const isWanted = (labels: LabelSet): boolean =>
      tests.some((all) => all.every(({ name, test }) => test(labelValue(labels, name))));
    const found = new Map<LabelSet, StoredExemplar[] | null>();
    // An imported series and a scraped one may be the same with other objects.
    const byKey = new Map<string, StoredExemplar[]>();
    for (let i = 0; i < this.ring.length; i++) {
      const entry = this.ring[(this.next + i) % this.ring.length];
      if (entry === undefined || entry.exemplar.atMs < minMs || entry.exemplar.atMs > maxMs) continue;
      let list = found.get(entry.series);
      if (list === undefined) {
        const key = labelsKey(entry.series);
        list = isWanted(entry.series) ? (byKey.get(key) ?? []) : null;
        if (list !== null) byKey.set(key, list);
        found.set(entry.series, list);
      }
      list?.push(entry.exemplar);
    }
    const lists = new Map<StoredExemplar[], LabelSet>();
    for (const [labels, exemplars] of found) if (exemplars !== null) lists.set(exemplars, labels);
    return [...lists]
      .map(([exemplars, labels]) => ({ labels, exemplars: exemplars.sort((a, b) => a.atMs - b.atMs) }))
      .sort((a, b) => compareLabels(a.labels, b.labels));
  }
}

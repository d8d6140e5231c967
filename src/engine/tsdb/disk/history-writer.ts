import { crc32 } from 'node:zlib';
import { padForReadAhead } from '../histogram-codec.ts';
import type { LabelIndex } from '../label-index.ts';
import type { Layout } from '../layout.ts';
import type { Source } from '../source.ts';
import type { HistoryStore } from './history-store.ts';

/** Names written at once: a new wide target has a hundred thousand, and scrapes must not wait for all of them. */
const NAMES_PER_SLICE = 1_000;

/** What a transaction still has to remove. */
interface Removals {
  batches: number[];
  layouts: number[];
  sources: number[];
  series: number[];
  pairs: number[];
}

function noRemovals(): Removals {
  return { batches: [], layouts: [], sources: [], series: [], pairs: [] };
}

/** Brings the disk up to what is in memory. What failed to be written stays pending, so a later try misses nothing. */
export class HistoryWriter {
  readonly #index: LabelIndex;
  #nextPairId: number;
  #nextSeriesId: number;
  #nextJournalId: number;
  readonly #layoutOfSource = new Map<number, number>();
  removals: Removals = noRemovals();

  /** Takes what is in the index and in `sources` now as being on disk. */
  constructor(index: LabelIndex, sources: Iterable<Source>, lastJournalId: number) {
    this.#index = index;
    this.#nextPairId = index.nextPairId;
    this.#nextSeriesId = index.nextSeriesId;
    this.#nextJournalId = lastJournalId + 1;
    for (const source of sources) this.#layoutOfSource.set(source.id, source.layout.id);
  }

  /** Takes nothing as being on disk any more: the database is a new one. */
  reset(sources: Iterable<Source>): void {
    this.#nextPairId = 1;
    this.#nextSeriesId = 1;
    this.#layoutOfSource.clear();
    this.removals = noRemovals();
    for (const source of sources) {
      source.layout.persistedSlots = 0;
      for (const batch of source.batches) {
        batch.persisted = false;
        batch.layout.persistedSlots = 0;
      }
      source.journalIds = [];
      source.obsoleteJournalIds = [];
      source.rewriteJournal();
    }
  }

  /**
   * Has the names deleted, from the index too, that nothing uses: they are written ahead of their rows, and the program
   * may have been killed in between. For an index that was just read.
   */
  forgetUnused(): void {
    const { series, pairs } = this.#index.removeUnused();
    this.removals.series.push(...series);
    this.removals.pairs.push(...pairs);
  }

  /** Writes some of the new names ahead of `flush`; false when no more than it can well do itself are left. */
  writeNamesSlice(store: HistoryStore): boolean {
    const { nextPairId, nextSeriesId } = this.#index;
    const pairsEnd = Math.min(nextPairId, this.#nextPairId + NAMES_PER_SLICE);
    // Series are told by the ids of their pairs, so these come first.
    const rest = NAMES_PER_SLICE - (pairsEnd - this.#nextPairId);
    const seriesEnd = Math.min(nextSeriesId, this.#nextSeriesId + rest);
    if (pairsEnd === nextPairId && seriesEnd === nextSeriesId) return false;
    store.transaction(() => this.#writeNames(store, pairsEnd, seriesEnd));
    this.#nextPairId = pairsEnd;
    this.#nextSeriesId = seriesEnd;
    return true;
  }

  /** Writes everything pending in one transaction, or throws and changes nothing. */
  flush(store: HistoryStore, sources: Iterable<Source>): void {
    const committed: (() => void)[] = [];
    const { removals } = this;
    const { nextPairId, nextSeriesId } = this.#index;
    store.transaction(() => {
      this.#writeNames(store, nextPairId, nextSeriesId);
      for (const source of sources) this.#writeSource(store, source, committed);
      for (const id of removals.batches) store.deleteBatch(id);
      for (const id of removals.layouts) store.deleteLayout(id);
      for (const id of removals.sources) store.deleteSource(id);
      for (const id of removals.series) store.deleteSeries(id);
      for (const id of removals.pairs) store.deletePair(id);
    });
    this.#nextPairId = nextPairId;
    this.#nextSeriesId = nextSeriesId;
    for (const apply of committed) apply();
    this.removals = noRemovals();
  }

  #writeNames(store: HistoryStore, pairsEnd: number, seriesEnd: number): void {
    for (let id = this.#nextPairId; id < pairsEnd; id++) {
      const record = this.#index.pairById(id);
      if (record !== undefined) store.putPair(id, record.pair[0], record.pair[1]);
    }
    for (let id = this.#nextSeriesId; id < seriesEnd; id++) {
      const series = this.#index.seriesById(id);
      if (series !== undefined) store.putSeries(id, this.#index.pairIds(series));
    }
  }

  #writeLayout(store: HistoryStore, source: Source, layout: Layout, committed: (() => void)[]): void {
    const { persistedSlots, slotCount } = layout;
    if (persistedSlots === slotCount) return;
    store.putLayoutSlots(layout.id, source.id, persistedSlots, layout.seriesIds.slice(persistedSlots));
    committed.push(() => {
      layout.persistedSlots = slotCount;
    });
  }

  #writeSource(store: HistoryStore, source: Source, committed: (() => void)[]): void {
    const { layout } = source;
    if (this.#layoutOfSource.get(source.id) !== layout.id) {
      store.putSource(source.id, source.name, layout.id);
      committed.push(() => this.#layoutOfSource.set(source.id, layout.id));
    }
    const layouts = new Set([layout]);
    const batches = source.batches.filter((batch) => !batch.persisted);
    for (const batch of batches) layouts.add(batch.layout);
    for (const one of layouts) this.#writeLayout(store, source, one, committed);
    for (const batch of batches) {
      store.putBatch(source.id, batch);
      committed.push(() => {
        batch.persisted = true;
      });
    }
    this.#writeJournal(store, source, committed);
  }

  #writeJournal(store: HistoryStore, source: Source, committed: (() => void)[]): void {
    const { journal, obsoleteJournalIds } = source;
    if (obsoleteJournalIds.length > 0) {
      store.deleteJournal(obsoleteJournalIds);
      committed.push(() => {
        source.obsoleteJournalIds = [];
      });
    }
    const { length } = journal;
    if (length === 0) return;
    padForReadAhead(journal);
    journal.u32(crc32(journal.bytes.subarray(0, journal.length)));
    const rows = journal.finish();
    journal.length = length;
    const id = this.#nextJournalId++;
    store.putJournal(id, source.id, source.layout.id, rows);
    committed.push(() => {
      journal.length = 0;
      source.journalIds.push(id);
    });
  }
}

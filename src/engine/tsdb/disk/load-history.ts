import type { Batch } from '../batch.ts';
import { READ_AHEAD_BYTES } from '../bit-packing.ts';
import { ByteReader } from '../byte-buffer.ts';
import { decodeJournalRow } from '../journal-codec.ts';
import type { LabelIndex } from '../label-index.ts';
import { Layout } from '../layout.ts';
import { isPageIntact } from '../page.ts';
import type { RowPool } from '../row-pool.ts';
import type { Source } from '../source.ts';
import type { HistoryStore, StoredJournal } from './history-store.ts';

const TRAILER_BYTES = READ_AHEAD_BYTES + 4;

/** What came back from disk; the highest ids in use, and how many journal entries could not be read. */
export interface LoadedHistory {
  readonly sources: readonly Source[];
  readonly lastBatchId: number;
  readonly lastLayoutId: number;
  readonly lastJournalId: number;
  readonly lostJournalEntries: number;
}

function replayJournal(source: Source, entries: readonly StoredJournal[], pool: RowPool): number {
  let lost = 0;
  for (const entry of entries) {
    // Rows are differences from the row before: what follows a lost one can't be read either.
    if (lost > 0 || entry.layoutId !== source.layout.id || !isPageIntact(entry.rows)) {
      lost++;
      source.obsoleteJournalIds.push(entry.id);
      continue;
    }
    const reader = new ByteReader(entry.rows);
    while (reader.at < entry.rows.length - TRAILER_BYTES) {
      source.replay(decodeJournalRow(reader, source.rows.at(-1), (slots) => pool.take(slots)));
    }
    source.journalIds.push(entry.id);
  }
  return lost;
}

/** Reads names, layouts, the list of batches and the journal; pages stay on disk until they are asked for. */
export function loadHistory(
  store: HistoryStore,
  index: LabelIndex,
  pool: RowPool,
  createSource: (id: number, name: string, layout: Layout) => Source,
): LoadedHistory {
  for (const [id, name, value] of store.listPairs()) index.restorePair(id, name, value);
  for (const [id, pairIds] of store.listSeries()) index.restoreSeries(id, pairIds);

  const layouts = new Map<number, Layout>();
  const layoutSources = new Map<Layout, number>();
  for (const { layoutId, sourceId, seriesIds } of store.listLayoutParts()) {
    let layout = layouts.get(layoutId);
    if (layout === undefined) {
      layout = new Layout(layoutId);
      layouts.set(layoutId, layout);
      layoutSources.set(layout, sourceId);
    }
    for (const id of seriesIds) layout.append(id);
    layout.persistedSlots = layout.slotCount;
  }

  let lastLayoutId = Math.max(0, ...layouts.keys());
  const sources = new Map<number, Source>();
  for (const [id, name, layoutId] of store.listSources()) {
    lastLayoutId = Math.max(lastLayoutId, layoutId);
    sources.set(id, createSource(id, name, layouts.get(layoutId) ?? new Layout(layoutId)));
  }
  for (const [layout, sourceId] of layoutSources) {
    const source = sources.get(sourceId);
    if (source === undefined) continue;
    for (const [slot, seriesId] of layout.seriesIds.entries()) {
      const series = index.seriesById(seriesId);
      if (series !== undefined) source.slots.adopt(series, layout === source.layout ? slot : -1);
    }
  }

  let lastBatchId = 0;
  for (const stored of store.listBatches()) {
    lastBatchId = Math.max(lastBatchId, stored.id);
    const source = sources.get(stored.sourceId);
    const layout = layouts.get(stored.layoutId);
    if (source === undefined || layout === undefined) continue;
    const batch: Batch = {
      ...stored,
      layout,
      pages: null,
      persisted: true,
      shownBeforeMs: Number.POSITIVE_INFINITY,
    };
    source.batches.push(batch);
    source.order.lastRowMs = stored.lastRowMs;
    layout.batchCount++;
  }

  let lastJournalId = 0;
  let lostJournalEntries = 0;
  const entriesOf = new Map<number, StoredJournal[]>();
  for (const entry of store.listJournal()) {
    lastJournalId = Math.max(lastJournalId, entry.id);
    const entries = entriesOf.get(entry.sourceId);
    if (entries === undefined) entriesOf.set(entry.sourceId, [entry]);
    else entries.push(entry);
  }
  for (const [sourceId, entries] of entriesOf) {
    const source = sources.get(sourceId);
    if (source !== undefined) lostJournalEntries += replayJournal(source, entries, pool);
  }
  for (const source of sources.values()) source.chooseShown();
  return { sources: [...sources.values()], lastBatchId, lastLayoutId, lastJournalId, lostJournalEntries };
}

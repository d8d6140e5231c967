import { assert } from '../../shared/assert.ts';
import type { LabelSet } from '../../shared/domain/series.ts';
import type { Batch } from './batch.ts';
import type { HistoryStore } from './disk/history-store.ts';
import { HistoryWriter } from './disk/history-writer.ts';
import { type LoadedHistory, loadHistory } from './disk/load-history.ts';
import type { LabelIndex } from './label-index.ts';
import { Layout } from './layout.ts';
import type { RowPool } from './row-pool.ts';
import { Source } from './source.ts';
import type { SourceContext } from './source-context.ts';

/** What a store in memory gives to be joined with a history. */
export interface TakeOverHost {
  readonly index: LabelIndex;
  readonly pool: RowPool;
  readonly context: SourceContext;
  readonly sources: Map<string, Source>;
  /** Hears the highest ids of the history before any new one is given. */
  loaded(history: LoadedHistory): void;
  nextSourceId(): number;
}

/** What a source has in memory, with names instead of numbers, which mean something else in the history. */
interface Memory {
  readonly source: Source;
  readonly labelsOf: ReadonlyMap<Layout, readonly LabelSet[]>;
}

function remember(source: Source, index: LabelIndex): Memory {
  const labelsOf = new Map<Layout, readonly LabelSet[]>();
  for (const layout of [source.layout, ...source.batches.map((batch) => batch.layout)]) {
    if (labelsOf.has(layout)) continue;
    const labels = layout.seriesIds.map((id) => {
      const series = index.seriesById(id);
      assert(series !== undefined, 'a layout names known series');
      return series.labels;
    });
    labelsOf.set(layout, labels);
  }
  return { source, labelsOf };
}

function renamed({ labelsOf }: Memory, { index, context }: TakeOverHost): ReadonlyMap<Layout, Layout> {
  const layouts = new Map<Layout, Layout>();
  for (const [layout, labels] of labelsOf) {
    const next = new Layout(context.nextLayoutId());
    // Slots keep their numbers: those who write rows know series by them.
    for (const one of labels) next.append((index.find(one) ?? index.add(one)).id);
    layouts.set(layout, next);
  }
  return layouts;
}

/**
 * The stored part of a source, as batches that all end before the first row in memory; where the clock was set back
 * before there was memory, all of both.
 */
function storedBatches(stored: Source, memory: Source, nowMs: number): Batch[] {
  memory.obsoleteJournalIds = [...stored.obsoleteJournalIds, ...stored.journalIds];
  if (stored.order.lastRowMs > nowMs) {
    stored.closeBatch();
    return stored.batches;
  }
  const storedUntilMs = stored.batches.at(-1)?.lastRowMs ?? Number.NEGATIVE_INFINITY;
  memory.batches = memory.batches.filter((batch) => batch.firstRowMs > storedUntilMs);
  memory.rows = memory.rows.filter((row) => row.atMs > storedUntilMs);
  const firstMs = memory.batches[0]?.firstRowMs ?? memory.rows[0]?.atMs ?? Number.POSITIVE_INFINITY;
  stored.rows = stored.rows.filter((row) => row.atMs < firstMs);
  stored.closeBatch();
  return stored.batches;
}

function join(memory: Memory, stored: Source | undefined, host: TakeOverHost): void {
  const { source } = memory;
  const layouts = renamed(memory, host);
  const layoutOf = (layout: Layout): Layout => {
    const found = layouts.get(layout);
    assert(found !== undefined, 'all layouts of a source were renamed');
    return found;
  };
  source.id = stored?.id ?? host.nextSourceId();
  source.journalIds = [];
  source.obsoleteJournalIds = [];
  const before = stored === undefined ? [] : storedBatches(stored, source, host.context.clock.wallMs());
  const after = source.batches.map((batch): Batch => {
    const layout = layoutOf(batch.layout);
    layout.batchCount++;
    return { ...batch, id: host.context.nextBatchId(), layout, persisted: false };
  });
  source.batches = [...before, ...after];
  source.slots.layout = layoutOf(source.layout);
  const lastBatchMs = source.batches.at(-1)?.lastRowMs ?? Number.NEGATIVE_INFINITY;
  source.order.lastRowMs = source.rows.at(-1)?.atMs ?? lastBatchMs;
  source.chooseShown();
  source.rewriteJournal();
  source.version++;
}

/** Tells all series anew which sources and layouts name them. */
function readopt({ index, sources }: TakeOverHost): void {
  for (const series of index.listSeries()) {
    series.sources = [];
    series.slot = -1;
    series.layoutCount = 0;
  }
  for (const source of sources.values()) {
    const layouts = new Set([source.layout, ...source.batches.map((batch) => batch.layout)]);
    for (const layout of layouts) {
      for (const [slot, id] of layout.seriesIds.entries()) {
        const series = index.seriesById(id);
        if (series !== undefined) source.slots.adopt(series, layout === source.layout ? slot : -1);
      }
    }
  }
}

/**
 * Puts a history that became readable before what is in memory, in which sources are already being written: they stay
 * the same objects with the same slots. Where both have rows of the same time (another program wrote meanwhile), those in
 * closed batches of the history win. The writer takes what the history has as stored.
 */
export function takeOverHistory(store: HistoryStore, host: TakeOverHost): HistoryWriter {
  const { index, sources } = host;
  const memories = [...sources.values()].map((source) => remember(source, index));
  index.clear();
  const history = loadHistory(store, index, host.pool, (id, name, layout) => {
    return new Source(id, name, host.context, layout);
  });
  host.loaded(history);
  const writer = new HistoryWriter(index, history.sources, history.lastJournalId);
  const storedLayouts = new Map(history.sources.map((source) => [source.name, source.layout]));
  const storedSources = new Map(history.sources.map((source) => [source.name, source]));
  for (const memory of memories) {
    const { name } = memory.source;
    join(memory, storedSources.get(name), host);
    storedSources.delete(name);
    const layout = storedLayouts.get(name);
    if (layout !== undefined && layout.batchCount === 0) writer.removals.layouts.push(layout.id);
  }
  for (const [name, source] of storedSources) sources.set(name, source);
  readopt(host);
  writer.forgetUnused();
  return writer;
}

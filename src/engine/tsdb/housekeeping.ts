import type { Logger } from '../ports.ts';
import type { Batch } from './batch.ts';
import type { LabelIndex } from './label-index.ts';
import type { Layout } from './layout.ts';
import type { Persistence } from './persistence.ts';
import { listExpired, listOldest, type OwnedBatch } from './retention.ts';
import type { Series } from './series.ts';
import type { Source } from './source.ts';
import type { WriteLog } from './write-log.ts';

/** Closed batches younger than this stay in memory beside the disk: it is what most queries ask for. */
const IN_MEMORY_MS = 2 * 3_600_000;
/** And no more of them than this: the system's file cache is nearly as fast. */
const MAX_CACHED_BYTES = 16 << 20;
/** Open rows of a source that nobody writes any more are closed after this. */
const IDLE_MS = 3_600_000;
/** Batches in memory that the disk refuses to take. Beyond this the oldest are given up. */
const MAX_UNSAVED_BYTES = 256 << 20;

/** How long samples are kept, and how many bytes of them. */
export interface RetentionLimits {
  readonly maxAgeMs: number;
  readonly maxBytes: number;
}

/** Forgets what is too old or too much: batches, and with the last of them layouts, series, labels and sources. */
export class Housekeeping {
  readonly #sources: Map<string, Source>;
  readonly #index: LabelIndex;
  readonly #logger: Logger;
  readonly #writes: WriteLog;
  readonly #sourceForgotten: (source: Source) => void;

  constructor(
    sources: Map<string, Source>,
    index: LabelIndex,
    logger: Logger,
    writes: WriteLog,
    sourceForgotten: (source: Source) => void,
  ) {
    this.#sources = sources;
    this.#index = index;
    this.#logger = logger;
    this.#writes = writes;
    this.#sourceForgotten = sourceForgotten;
  }

  /**
   * Applies the limits: what is before `limits.beforeMs` goes, and the oldest beyond `limits.maxBytes`. `diskBytes` is the
   * database's size, of no meaning without one.
   */
  apply(
    persistence: Persistence | null,
    limits: { readonly beforeMs: number; readonly maxBytes: number },
    nowMs: number,
    diskBytes: number,
  ): void {
    const sources = [...this.#sources.values()];
    for (const source of sources) {
      if (!source.attached && source.order.lastRowMs < nowMs - IDLE_MS) source.closeBatch();
    }
    this.#drop(persistence, listExpired(sources, limits.beforeMs));
    const usesDisk = persistence?.store != null;
    const usedBytes = usesDisk ? diskBytes : batchBytes(sources);
    const surplus = listOldest(sources, usedBytes - limits.maxBytes, (batch) => batch.persisted || !usesDisk);
    this.#drop(persistence, surplus);
    if (persistence !== null) this.#limitMemory(persistence, sources, nowMs);
    for (const source of sources) {
      if (source.attached || source.batches.length > 0 || source.rows.length > 0) continue;
      this.#sources.delete(source.name);
      this.#dropLayouts(persistence, [source.layout]);
      persistence?.writer.removals.sources.push(source.id);
      this.#sourceForgotten(source);
    }
  }

  /** Forgets batches whose pages are nowhere but in a database that is lost. */
  dropDiskOnly(persistence: Persistence | null): void {
    const lost: OwnedBatch[] = [];
    for (const source of this.#sources.values()) {
      for (const batch of source.batches) if (batch.pages === null) lost.push({ source, batch });
    }
    this.#drop(persistence, lost);
  }

  /** Takes pages out of memory: those on disk by age and size, those that the disk refused by size. */
  #limitMemory(persistence: Persistence, sources: readonly Source[], nowMs: number): void {
    let unsavedBytes = 0;
    let cachedBytes = 0;
    for (const source of sources) {
      for (const batch of source.batches) {
        if (!batch.persisted) unsavedBytes += batch.byteCount;
        else if (batch.maxMs < nowMs - IN_MEMORY_MS) batch.pages = null;
        else if (batch.pages !== null) cachedBytes += batch.byteCount;
      }
    }
    const isCached = (batch: Batch): boolean => batch.persisted && batch.pages !== null;
    for (const { batch } of listOldest(sources, cachedBytes - MAX_CACHED_BYTES, isCached)) batch.pages = null;
    const givenUp = listOldest(sources, unsavedBytes - MAX_UNSAVED_BYTES, (batch) => !batch.persisted);
    if (givenUp.length === 0) return;
    this.#logger.warn('samples that could not be stored were given up', { batches: givenUp.length });
    this.#drop(persistence, givenUp);
  }

  #drop(persistence: Persistence | null, dropped: readonly OwnedBatch[]): void {
    if (dropped.length === 0) return;
    const batches = new Set(dropped.map(({ batch }) => batch));
    const layouts = new Set<Layout>();
    for (const source of new Set(dropped.map(({ source: owner }) => owner))) {
      source.batches = source.batches.filter((batch) => !batches.has(batch));
      source.version++;
    }
    for (const { source, batch } of dropped) {
      this.#writes.noteDeleted(batch.maxMs);
      persistence?.writer.removals.batches.push(batch.id);
      batch.layout.batchCount--;
      if (batch.layout.batchCount === 0 && batch.layout !== source.layout) layouts.add(batch.layout);
    }
    this.#dropLayouts(persistence, layouts);
  }

  #dropLayouts(persistence: Persistence | null, layouts: Iterable<Layout>): void {
    const forgotten: Series[] = [];
    for (const layout of layouts) {
      persistence?.writer.removals.layouts.push(layout.id);
      for (const id of layout.seriesIds) {
        const series = this.#index.seriesById(id);
        if (series === undefined) continue;
        series.layoutCount--;
        if (series.layoutCount === 0) forgotten.push(series);
      }
    }
    if (forgotten.length === 0) return;
    const pairs = this.#index.remove(forgotten);
    for (const series of forgotten) persistence?.writer.removals.series.push(series.id);
    persistence?.writer.removals.pairs.push(...pairs);
  }
}

function batchBytes(sources: readonly Source[]): number {
  let bytes = 0;
  for (const source of sources) for (const batch of source.batches) bytes += batch.byteCount;
  return bytes;
}

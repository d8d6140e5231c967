import type { Cardinality } from '../../shared/domain/cardinality.ts';
import type { StorageState } from '../../shared/domain/engine-status.ts';
import type { LabelSet } from '../../shared/domain/series.ts';
import { AppError } from '../../shared/errors.ts';
import type { Clock, Logger } from '../ports.ts';
import type {
  Appendable,
  Queryable,
  RowAppender,
  SeriesColumns,
  SeriesStream,
  StoreChanges,
} from '../storage.ts';
import { AgeLimit } from './age-limit.ts';
import { measureCardinality } from './cardinality.ts';
import { CloseQueue } from './close-queue.ts';
import { openHistory, STORAGE_OK, type StorageCondition } from './disk/history-file.ts';
import { type HistoryAccess, PLAIN_ACCESS } from './disk/history-key.ts';
import type { HistoryStore } from './disk/history-store.ts';
import type { HistoryWriter } from './disk/history-writer.ts';
import { loadHistory } from './disk/load-history.ts';
import { startFlushTimer } from './flush-timer.ts';
import { Housekeeping, type RetentionLimits } from './housekeeping.ts';
import { LabelIndex } from './label-index.ts';
import { Layout } from './layout.ts';
import { Persistence } from './persistence.ts';
import { RowPool } from './row-pool.ts';
import { SeriesQueries } from './series-queries.ts';
import { SetAsideNotice } from './set-aside.ts';
import { Source } from './source.ts';
import type { SourceContext } from './source-context.ts';
import { takeOverHistory } from './take-over.ts';
import { WriteLog } from './write-log.ts';

const RETENTION_INTERVAL_MS = 30_000;
const SERIES_BYTES_ESTIMATE = 320;
const SOURCES_NAMED = 3;

export interface TsdbOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where history.db lies; null keeps everything in memory. */
  readonly directory: string | null;
  /** How the history lies on disk, asked whenever it is opened; not encrypted where absent. */
  readonly historyAccess?: () => HistoryAccess;
  readonly retention: RetentionLimits;
  /** Series that may be written to at one time, over all sources. */
  readonly seriesBudget: number;
  /** A killed process loses at most what was committed in this time. */
  readonly flushIntervalMs: number;
  /** For how long from now no scrape begins: the last quarter of the interval is spent waiting for a pause. */
  readonly pauseMs?: () => number;
}

export interface TsdbStats {
  /** Series with a slot in a source's rows. */
  readonly seriesCount: number;
  readonly samplesAppended: number;
  readonly openRows: number;
  /** An estimate of rows, chunks and names. */
  readonly memoryBytes: number;
  readonly diskBytes: number;
  readonly oldestSampleMs: number | null;
  /** The time of the newest row. */
  readonly newestSampleMs: number | null;
  readonly storageState: StorageState;
  readonly storageMessage: string;
}

/** The time-series store of one environment. */
export interface Tsdb extends Queryable, Appendable {
  /** Counts and sizes; it walks over all sources. */
  stats(): TsdbStats;
  /** What has most series; lists of at most `limit` entries. */
  cardinality(limit: number): Cardinality;
  readonly storageState: StorageState;
  readonly changes: StoreChanges;
  setRetention(retention: RetentionLimits): void;
  /** What is beyond a smaller budget stays; only new series are refused. */
  setSeriesBudget(seriesBudget: number): void;
  /** Writes now what the next flush would write. */
  flush(): void;
  /** Writes the rest and closes the database; sources that are still open get no staleness marks. */
  close(): Promise<void>;
}

/** Opens the store; damage and unwritable disks are told by `stats()` and never by throwing. */
export async function openTsdb(options: TsdbOptions): Promise<Tsdb> {
  return new Store(options);
}

class Store implements Tsdb {
  readonly changes = new WriteLog();
  readonly #options: TsdbOptions;
  readonly #index = new LabelIndex();
  readonly #pool = new RowPool();
  readonly #context: SourceContext;
  readonly #closeQueue: CloseQueue;
  readonly #sources = new Map<string, Source>();
  readonly #persistence: Persistence | null;
  readonly #housekeeping: Housekeeping;
  readonly #setAside: SetAsideNotice;
  readonly #ageLimit: AgeLimit;
  #retention: RetentionLimits;
  #seriesBudget: number;
  #lastBatchId = 0;
  #lastLayoutId = 0;
  #lastSourceId = 0;
  #claimedSlots = 0;
  /** Samples counted by sources that are gone. */
  #forgottenSamples = 0;
  #lastRetentionMs = Number.NEGATIVE_INFINITY;
  readonly #stopFlushing: () => void;
  #isClosed = false;
  readonly #queries = new SeriesQueries(
    this.#index,
    (batch, page) => batch.pages?.[page] ?? this.#persistence?.readPage(batch.id, page) ?? null,
  );

  constructor(options: TsdbOptions) {
    this.#options = options;
    this.#retention = options.retention;
    this.#seriesBudget = options.seriesBudget;
    this.#closeQueue = new CloseQueue(options.clock);
    this.#setAside = new SetAsideNotice(options.clock);
    this.#ageLimit = new AgeLimit(options.clock);
    this.#context = {
      index: this.#index,
      pool: this.#pool,
      clock: options.clock,
      journaled: options.directory !== null,
      nextLayoutId: () => ++this.#lastLayoutId,
      nextBatchId: () => ++this.#lastBatchId,
      writes: this.changes,
      claimSlot: () => this.#claimSlot(),
      closeSoon: (source) => this.#closeQueue.add(source),
      setAside: (fromMs, untilMs) => this.#setAside.note(fromMs, untilMs),
      releaseSlots: (count) => {
        this.#claimedSlots -= count;
      },
    };
    this.#housekeeping = new Housekeeping(
      this.#sources,
      this.#index,
      options.logger,
      this.changes,
      (source) => {
        this.#claimedSlots -= source.slotCount;
        this.#forgottenSamples += source.samplesAppended;
      },
    );
    this.#persistence = options.directory === null ? null : this.#openPersistence(options.directory);
    const { clock, flushIntervalMs, pauseMs } = options;
    this.#stopFlushing = startFlushTimer({
      clock,
      flushIntervalMs,
      ...(pauseMs === undefined ? {} : { pauseMs }),
      writeAhead: () => this.#persistence?.writeAhead() ?? false,
      write: () => this.#write(),
    });
  }

  #openPersistence(directory: string): Persistence {
    const { clock, logger, historyAccess: access = () => PLAIN_ACCESS } = this.#options;
    const opened = openHistory(directory, clock.wallMs(), access());
    let lastJournalId = 0;
    if (opened.store !== null && !opened.isNew) {
      const loaded = loadHistory(opened.store, this.#index, this.#pool, (id, name, layout) =>
        this.#createSource(id, name, layout),
      );
      this.#lastBatchId = loaded.lastBatchId;
      this.#lastLayoutId = loaded.lastLayoutId;
      lastJournalId = loaded.lastJournalId;
      for (const source of loaded.sources) this.#claimedSlots += source.slotCount;
      if (loaded.lostJournalEntries > 0) {
        logger.warn('some fresh samples could not be read back', { entries: loaded.lostJournalEntries });
      }
    }
    if (opened.condition.message !== '') logger.warn(opened.condition.message);
    const host = {
      clock,
      logger,
      directory,
      access,
      dropDiskOnly: () => this.#housekeeping.dropDiskOnly(this.#persistence),
      takeOver: (store: HistoryStore) => this.#takeOver(store),
      listSources: () => this.#sources.values(),
    };
    return new Persistence(host, opened, this.#index, this.#sources.values(), lastJournalId);
  }

  #takeOver(store: HistoryStore): HistoryWriter {
    this.changes.noteWrite(Number.NEGATIVE_INFINITY);
    const writer = takeOverHistory(store, {
      index: this.#index,
      pool: this.#pool,
      context: this.#context,
      sources: this.#sources,
      loaded: ({ sources, lastBatchId, lastLayoutId }) => {
        this.#lastBatchId = lastBatchId;
        this.#lastLayoutId = lastLayoutId;
        this.#lastSourceId = Math.max(0, ...sources.map(({ id }) => id));
      },
      nextSourceId: () => ++this.#lastSourceId,
    });
    this.#claimedSlots = 0;
    for (const source of this.#sources.values()) this.#claimedSlots += source.slotCount;
    return writer;
  }

  #createSource(id: number, name: string, layout: Layout): Source {
    const source = new Source(id, name, this.#context, layout);
    this.#sources.set(name, source);
    this.#lastSourceId = Math.max(this.#lastSourceId, id);
    return source;
  }

  #claimSlot(): void {
    if (this.#claimedSlots >= this.#seriesBudget) {
      throw new AppError(
        'limit_exceeded',
        `The budget of ${this.#seriesBudget} series of all targets is used up, mostly by ${this.#describeLargest()}.`,
      );
    }
    this.#claimedSlots++;
  }

  #describeLargest(): string {
    return [...this.#sources.values()]
      .sort((a, b) => b.slotCount - a.slotCount)
      .slice(0, SOURCES_NAMED)
      .map(({ name, slotCount }) => `${name} (${slotCount})`)
      .join(', ');
  }

  openSource(sourceId: string): RowAppender {
    const source =
      this.#sources.get(sourceId) ??
      this.#createSource(this.#lastSourceId + 1, sourceId, new Layout(this.#context.nextLayoutId()));
    return source.attach();
  }

  select(...query: Parameters<Queryable['select']>): Promise<readonly SeriesColumns[]> {
    return this.#queries.select(...query);
  }

  stream(...query: Parameters<SeriesQueries['stream']>): SeriesStream | null {
    return this.#queries.stream(...query);
  }

  listSeries(...query: Parameters<Queryable['listSeries']>): Promise<readonly LabelSet[]> {
    return this.#queries.listSeries(...query);
  }

  listLabelNames(...query: Parameters<Queryable['listLabelNames']>): Promise<readonly string[]> {
    return this.#queries.listLabelNames(...query);
  }

  listLabelValues(...query: Parameters<Queryable['listLabelValues']>): Promise<readonly string[]> {
    return this.#queries.listLabelValues(...query);
  }

  cardinality(limit: number): Cardinality {
    return measureCardinality(this.#index, limit);
  }

  stats(): TsdbStats {
    let openRows = 0;
    let samplesAppended = this.#forgottenSamples;
    let memoryBytes = this.#pool.pooledCells * 8 + this.#index.seriesCount * SERIES_BYTES_ESTIMATE;
    let oldestSampleMs: number | null = null;
    let newestSampleMs: number | null = null;
    for (const source of this.#sources.values()) {
      samplesAppended += source.samplesAppended;
      openRows += source.rows.length;
      for (const row of source.rows) memoryBytes += row.values.byteLength + (row.states?.byteLength ?? 0);
      for (const batch of source.batches) if (batch.pages !== null) memoryBytes += batch.byteCount;
      for (const oldest of [source.rows[0]?.atMs, ...source.batches.map((batch) => batch.minMs)]) {
        if (oldest !== undefined) oldestSampleMs = Math.min(oldest, oldestSampleMs ?? oldest);
      }
      if (source.order.lastRowMs > (newestSampleMs ?? Number.NEGATIVE_INFINITY))
        newestSampleMs = source.order.lastRowMs;
    }
    const { state, message } = this.#condition();
    return {
      seriesCount: this.#claimedSlots,
      samplesAppended,
      openRows,
      memoryBytes,
      diskBytes: this.#persistence?.usedBytes() ?? 0,
      oldestSampleMs,
      newestSampleMs,
      storageState: state,
      storageMessage: message,
    };
  }

  get storageState(): StorageState {
    return this.#condition().state;
  }

  #condition(): StorageCondition {
    const condition = this.#persistence?.condition ?? STORAGE_OK;
    return condition.state === 'ok' ? (this.#setAside.condition() ?? condition) : condition;
  }

  setSeriesBudget(seriesBudget: number): void {
    this.#seriesBudget = seriesBudget;
  }

  setRetention(retention: RetentionLimits): void {
    this.#retention = retention;
    this.#lastRetentionMs = Number.NEGATIVE_INFINITY;
  }

  flush(): void {
    if (this.#isClosed) return;
    this.#closeQueue.drain();
    this.#write();
  }

  #write(): void {
    this.#keepHouse();
    this.#persistence?.flush();
    this.#persistence?.keepCopy();
  }

  #keepHouse(): void {
    const { clock } = this.#options;
    if (clock.monotonicMs() - this.#lastRetentionMs < RETENTION_INTERVAL_MS) return;
    this.#lastRetentionMs = clock.monotonicMs();
    const diskBytes = this.#persistence?.usedBytes() ?? 0;
    const { maxAgeMs, maxBytes } = this.#retention;
    const limits = { beforeMs: this.#ageLimit.beforeMs(maxAgeMs), maxBytes };
    this.#housekeeping.apply(this.#persistence, limits, clock.wallMs(), diskBytes);
    this.#persistence?.reclaim();
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#stopFlushing();
    this.#closeQueue.stop();
    for (const source of this.#sources.values()) source.close(null);
    this.flush();
    this.#isClosed = true;
    this.#persistence?.close();
  }
}

import type { Clock, Logger } from '../ports.ts';
import { errorCode, failureReason, isDamage } from './disk/database.ts';
import {
  memoryOnly,
  type OpenedHistory,
  openHistory,
  STORAGE_OK,
  type StorageCondition,
} from './disk/history-file.ts';
import type { HistoryAccess } from './disk/history-key.ts';
import type { HistoryStore } from './disk/history-store.ts';
import { HistoryWriter } from './disk/history-writer.ts';
import type { LabelIndex } from './label-index.ts';
import type { Source } from './source.ts';

const REOPEN_INTERVAL_MS = 10_000;
/** In these states a database may become usable by itself. */
const WAITING: ReadonlySet<StorageCondition['state']> = new Set(['memory_only', 'locked', 'closed']);
/** So often a good copy is made while the store is open. */
const COPY_INTERVAL_MS = 24 * 3_600_000;
/** And when it is closed, where the copy is older than this. */
const COPY_AGE_AT_CLOSE_MS = 3_600_000;

/** What persistence needs of the store in memory. */
export interface PersistenceHost {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly directory: string | null;
  access(): HistoryAccess;
  /** Forgets what was only on disk, because the database is lost. */
  dropDiskOnly(): void;
  /** Puts a history's samples before those in memory; the writer it returns takes the former as being on disk. */
  takeOver(store: HistoryStore): HistoryWriter;
  listSources(): Iterable<Source>;
}

/** Keeps the database in step with memory, and carries on in memory while it can't be written. */
export class Persistence {
  store: HistoryStore | null;
  condition: StorageCondition;
  writer: HistoryWriter;
  readonly #host: PersistenceHost;
  /** What the condition is while writing works. */
  #settled: StorageCondition;
  #lastOpenMs: number;
  #lastCopyMs: number;
  #usedBytes = 0;

  constructor(
    host: PersistenceHost,
    opened: OpenedHistory,
    index: LabelIndex,
    sources: Iterable<Source>,
    lastJournalId: number,
  ) {
    this.#host = host;
    this.#lastOpenMs = host.clock.monotonicMs();
    this.#lastCopyMs = this.#lastOpenMs;
    this.store = opened.store;
    this.condition = opened.condition;
    this.#settled = opened.condition.state === 'recovered' ? opened.condition : STORAGE_OK;
    this.writer = new HistoryWriter(index, sources, lastJournalId);
    if (this.store !== null && !opened.isNew) this.writer.forgetUnused();
  }

  /** Writes what is pending; on failure it stays pending for the next call. */
  flush(): void {
    if (this.store === null) this.#tryOpen();
    if (this.store === null) return;
    try {
      this.writer.flush(this.store, this.#host.listSources());
      if (this.condition !== this.#settled) this.#host.logger.info('history is being written again');
      this.condition = this.#settled;
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Writes some names ahead of the next `flush`; true when there are more. What fails is tried again by `flush`. */
  writeAhead(): boolean {
    if (this.store === null || this.condition !== this.#settled) return false;
    try {
      return this.writer.writeNamesSlice(this.store);
    } catch (error) {
      this.#failed(error);
      return false;
    }
  }

  /** Gives space that retention freed back to the file system. */
  reclaim(): void {
    try {
      this.store?.vacuum();
    } catch (error) {
      this.#host.logger.warn('history file could not be made smaller', { reason: failureReason(error) });
    }
  }

  /** The database's size without its log; the last known where it can't be asked, 0 without one. */
  usedBytes(): number {
    if (this.store === null) return 0;
    try {
      this.#usedBytes = this.store.usedBytes;
    } catch (error) {
      this.#host.logger.warn('the size of the history is not known', { reason: failureReason(error) });
    }
    return this.#usedBytes;
  }

  /** A page, or null where the database doesn't give it. */
  readPage(batchId: number, pageNumber: number): Uint8Array | null {
    try {
      const page = this.store?.readPage(batchId, pageNumber) ?? null;
      if (page === null)
        this.#host.logger.warn('history page is missing or damaged', { batchId, pageNumber });
      return page;
    } catch (error) {
      this.#host.logger.error('history page could not be read', {
        batchId,
        pageNumber,
        reason: failureReason(error),
      });
      return null;
    }
  }

  /** Renews the good copy once a day; to be called when all has been flushed. */
  keepCopy(): void {
    if (this.#host.clock.monotonicMs() - this.#lastCopyMs >= COPY_INTERVAL_MS) this.#renewCopy();
  }

  close(): void {
    const copiedAtMs = this.store?.copiedAtMs ?? null;
    // After the clock was set back, a copy from the future counts as old.
    const ageMs = copiedAtMs === null ? Number.POSITIVE_INFINITY : this.#host.clock.wallMs() - copiedAtMs;
    if (Math.abs(ageMs) >= COPY_AGE_AT_CLOSE_MS) this.#renewCopy();
    this.#closeStore();
  }

  #closeStore(): void {
    this.store?.close();
    this.store = null;
  }

  #renewCopy(): void {
    const { clock, logger } = this.#host;
    this.#lastCopyMs = clock.monotonicMs();
    // A copy of what can't be written now might be the copy of something broken.
    if (this.store === null || this.condition !== this.#settled) return;
    try {
      if (!this.store.writeCopy(clock.wallMs())) {
        logger.info('no copy of the history was made: the disk is nearly full');
      }
    } catch (error) {
      logger.warn('the history could not be copied', { reason: failureReason(error) });
    }
  }

  #failed(error: unknown): void {
    if (errorCode(error) === '') throw error;
    const reason = failureReason(error);
    if (isDamage(error)) {
      this.#host.logger.error('history database is damaged', { reason });
      this.#closeStore();
      this.#host.dropDiskOnly();
      this.#open();
      return;
    }
    if (this.condition.state !== 'memory_only')
      this.#host.logger.error('history could not be written', { reason });
    this.condition = memoryOnly(reason);
  }

  /** A database that could not be opened at the start is taken over as soon as it can be. */
  #tryOpen(): void {
    if (!WAITING.has(this.condition.state)) return;
    const nowMs = this.#host.clock.monotonicMs();
    if (nowMs - this.#lastOpenMs < REOPEN_INTERVAL_MS) return;
    this.#lastOpenMs = nowMs;
    this.#open();
  }

  #open(): void {
    const { directory, clock, logger } = this.#host;
    if (directory === null) return;
    const opened = openHistory(directory, clock.wallMs(), this.#host.access());
    this.condition = opened.condition;
    if (opened.store === null) return;
    if (opened.condition.state === 'recovered') {
      this.#settled = opened.condition;
      logger.warn(opened.condition.message);
    }
    if (opened.isNew) this.writer.reset(this.#host.listSources());
    else this.writer = this.#host.takeOver(opened.store);
    this.store = opened.store;
    try {
      this.writer.flush(this.store, this.#host.listSources());
      logger.info('history was taken over');
    } catch (error) {
      this.condition = memoryOnly(failureReason(error));
    }
  }
}

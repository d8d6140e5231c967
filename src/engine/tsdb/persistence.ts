import type { Clock, Logger } from '../ports.ts';
import { errorCode, isDamage } from './disk/database.ts';
import {
  memoryOnly,
  type OpenedHistory,
  openHistory,
  STORAGE_OK,
  type StorageCondition,
} from './disk/history-file.ts';
import type { HistoryStore } from './disk/history-store.ts';
import { HistoryWriter } from './disk/history-writer.ts';
import type { LabelIndex } from './label-index.ts';
import type { Source } from './source.ts';

const REOPEN_INTERVAL_MS = 10_000;

/** What persistence needs of the store in memory. */
export interface PersistenceHost {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly directory: string | null;
  /** Forgets what was only on disk, because the database is lost. */
  dropDiskOnly(): void;
}

function failureReason(error: unknown): string {
  const code = errorCode(error);
  if (code.startsWith('SQLITE_FULL') || code === 'ENOSPC') return 'the disk is full';
  if (code.startsWith('SQLITE_BUSY')) return 'another program has it open';
  return error instanceof Error ? error.message : String(error);
}

/** Keeps the database in step with memory, and carries on in memory while it can't be written. */
export class Persistence {
  store: HistoryStore | null;
  condition: StorageCondition;
  readonly writer: HistoryWriter;
  readonly #host: PersistenceHost;
  /** What the condition is while writing works. */
  #settled: StorageCondition;
  #lastOpenMs = 0;
  #usedBytes = 0;

  constructor(
    host: PersistenceHost,
    opened: OpenedHistory,
    index: LabelIndex,
    sources: Iterable<Source>,
    lastJournalId: number,
  ) {
    this.#host = host;
    this.store = opened.store;
    this.condition = opened.condition;
    this.#settled = opened.condition.state === 'recovered' ? opened.condition : STORAGE_OK;
    this.writer = new HistoryWriter(index, sources, lastJournalId);
  }

  /** Writes what is pending; on failure it stays pending for the next call. */
  flush(sources: readonly Source[]): void {
    if (this.store === null) this.#tryOpen(sources);
    if (this.store === null) return;
    try {
      this.writer.flush(this.store, sources);
      if (this.condition !== this.#settled) this.#host.logger.info('history is being written again');
      this.condition = this.#settled;
    } catch (error) {
      this.#failed(error, sources);
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

  close(): void {
    this.store?.close();
    this.store = null;
  }

  #failed(error: unknown, sources: readonly Source[]): void {
    if (errorCode(error) === '') throw error;
    const reason = failureReason(error);
    if (isDamage(error)) {
      this.#host.logger.error('history database is damaged', { reason });
      this.close();
      this.#open(sources);
      return;
    }
    if (this.condition.state !== 'memory_only')
      this.#host.logger.error('history could not be written', { reason });
    this.condition = memoryOnly(reason);
  }

  /** A database that could not be opened at the start is taken up later if it turns out to be a new one. */
  #tryOpen(sources: readonly Source[]): void {
    if (this.condition.state !== 'memory_only') return;
    const nowMs = this.#host.clock.monotonicMs();
    if (nowMs - this.#lastOpenMs < REOPEN_INTERVAL_MS) return;
    this.#lastOpenMs = nowMs;
    this.#open(sources);
  }

  #open(sources: readonly Source[]): void {
    const { directory, clock } = this.#host;
    if (directory === null) return;
    const opened = openHistory(directory, clock.wallMs());
    this.condition = opened.condition;
    if (opened.store === null) return;
    if (!opened.isNew) {
      opened.store.close();
      this.condition = {
        state: 'memory_only',
        message:
          'The history could not be read when the environment was opened; open it again to load the history.',
      };
      return;
    }
    if (opened.condition.state === 'recovered') this.#settled = opened.condition;
    this.#host.dropDiskOnly();
    this.writer.reset(sources);
    this.store = opened.store;
    try {
      this.writer.flush(this.store, sources);
    } catch (error) {
      this.condition = memoryOnly(failureReason(error));
    }
  }
}

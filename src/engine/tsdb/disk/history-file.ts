import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { StorageState } from '../../../shared/domain/engine-status.ts';
import { openDatabase, salvageRange, setAside } from './database.ts';
import { HistoryStore } from './history-store.ts';

const FILE_NAME = 'history.db';

/** How the history stands, in words for the user; '' for `ok`. */
export interface StorageCondition {
  readonly state: StorageState;
  readonly message: string;
}

export const STORAGE_OK: StorageCondition = { state: 'ok', message: '' };

/** An opened history; `store` is null where samples can only be kept in memory. `isNew`: nothing was in it. */
export interface OpenedHistory {
  readonly store: HistoryStore | null;
  readonly isNew: boolean;
  readonly condition: StorageCondition;
}

function formatTime(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** The condition while the database refuses to be written. */
export function memoryOnly(reason: string): StorageCondition {
  return {
    state: 'memory_only',
    message: `The history can't be written (${reason}); new samples are kept in memory and stored as soon as it is possible again.`,
  };
}

/** Sets a damaged database aside and says what is lost with it. */
function recover(path: string, atMs: number): StorageCondition {
  const range = salvageRange(path);
  const aside = basename(setAside(path, atMs));
  const lost =
    range === null
      ? `samples from before ${formatTime(atMs)} are no longer shown`
      : `samples from ${formatTime(range.minMs)} to ${formatTime(Math.max(range.maxMs, range.minMs))} are no longer shown`;
  return {
    state: 'recovered',
    message: `The history database was damaged and was set aside as ${aside}; ${lost}.`,
  };
}

/** Opens the history in a directory, which is made if need be. Never throws: the condition says what went wrong. */
export function openHistory(directory: string, atMs: number): OpenedHistory {
  const path = join(directory, FILE_NAME);
  let condition = STORAGE_OK;
  try {
    mkdirSync(directory, { recursive: true });
    let opened = openDatabase(path);
    if (opened.kind === 'damaged') {
      condition = recover(path, atMs);
      opened = openDatabase(path);
    }
    switch (opened.kind) {
      case 'opened':
        return { store: new HistoryStore(opened.database), isNew: opened.isNew, condition };
      case 'newer':
        return {
          store: null,
          isNew: false,
          condition: {
            state: 'newer',
            message: `The history was written by a newer version (format ${opened.version}) and is left untouched; new samples are kept in memory only. Update the application to see it.`,
          },
        };
      case 'damaged':
      case 'unavailable':
        return { store: null, isNew: false, condition: memoryOnly(opened.reason) };
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { store: null, isNew: false, condition: memoryOnly(reason) };
  }
}

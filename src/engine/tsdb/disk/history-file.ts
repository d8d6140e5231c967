import { existsSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { StorageState } from '../../../shared/domain/engine-status.ts';
import { failureReason, type OpenedDatabase, openDatabase } from './database.ts';
import { goodCopyPath, goodCopyTime, restoreGoodCopy } from './good-copy.ts';
import { HistoryStore } from './history-store.ts';
import { lastWriteTime, salvageRange, setAside, type TimeSpan } from './quarantine.ts';

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

const LOCKED: StorageCondition = {
  state: 'locked',
  message:
    'Another program has the history open; new samples are kept in memory. The history is taken over as soon as it is closed there.',
};

/** What is missing: since the copy where there is one, else since the first sample that is known of. */
function describeLoss(range: TimeSpan | null, copyMs: number | null, endMs: number): string {
  const end = formatTime(endMs);
  if (copyMs !== null) {
    const since = formatTime(copyMs);
    if (copyMs >= endMs || since === end) return 'at most samples of that minute are missing';
    return `samples from ${since} to ${end} are no longer shown`;
  }
  if (range === null) return `samples from before ${end} are no longer shown`;
  return `samples from ${formatTime(range.minMs)} to ${end} are no longer shown`;
}

/** Puts the last good copy, if there is one that can be used, in the place of a database that is gone. */
function openGoodCopy(path: string, atMs: number): { opened: OpenedDatabase; copyMs: number | null } {
  const copyMs = goodCopyTime(path);
  if (restoreGoodCopy(path)) {
    const opened = openDatabase(path);
    if (opened.kind !== 'damaged') return { opened, copyMs };
    setAside(path, atMs);
  }
  return { opened: openDatabase(path), copyMs: null };
}

/** Sets a damaged database aside, opens its copy or a new one, and says what is lost. */
function replaceDamaged(path: string, atMs: number): { opened: OpenedDatabase; condition: StorageCondition } {
  const range = salvageRange(path);
  const writtenMs = lastWriteTime(path);
  const aside = basename(setAside(path, atMs));
  const { opened, copyMs } = openGoodCopy(path, atMs);
  const found = `The history database was damaged and was set aside as ${aside}`;
  // After the clock was changed the times of files say little.
  const endMs = writtenMs < (copyMs ?? 0) ? atMs : Math.min(writtenMs, atMs);
  const inUse = copyMs === null ? '' : `, and its copy of ${formatTime(copyMs)} is in use`;
  const message = `${found}${inUse}; ${describeLoss(range, copyMs, Math.max(endMs, range?.maxMs ?? 0))}.`;
  return { opened, condition: { state: 'recovered', message } };
}

function replaceMissing(path: string, atMs: number): { opened: OpenedDatabase; condition: StorageCondition } {
  const { opened, copyMs } = openGoodCopy(path, atMs);
  if (copyMs === null) return { opened, condition: STORAGE_OK };
  const message = `The history database was missing, and its copy is in use; ${describeLoss(null, copyMs, atMs)}.`;
  return { opened, condition: { state: 'recovered', message } };
}

function openFile(path: string, atMs: number): OpenedHistory {
  let condition = STORAGE_OK;
  let opened: OpenedDatabase;
  if (!existsSync(path) && existsSync(goodCopyPath(path))) {
    ({ opened, condition } = replaceMissing(path, atMs));
  } else {
    opened = openDatabase(path);
    if (opened.kind === 'damaged') ({ opened, condition } = replaceDamaged(path, atMs));
  }
  switch (opened.kind) {
    case 'opened':
      return { store: new HistoryStore(opened.database, path), isNew: opened.isNew, condition };
    case 'newer':
      return {
        store: null,
        isNew: false,
        condition: {
          state: 'newer',
          message: `The history was written by a newer version (format ${opened.version}) and is left untouched; new samples are kept in memory only. Update the application to see it.`,
        },
      };
    case 'locked':
      return { store: null, isNew: false, condition: LOCKED };
    case 'damaged':
    case 'unavailable':
      return { store: null, isNew: false, condition: memoryOnly(opened.reason) };
  }
}

/** Opens the history in a directory, which is made if need be. Never throws: the condition says what went wrong. */
export function openHistory(directory: string, atMs: number): OpenedHistory {
  try {
    mkdirSync(directory, { recursive: true });
    return openFile(join(directory, FILE_NAME), atMs);
  } catch (error) {
    return { store: null, isNew: false, condition: memoryOnly(failureReason(error)) };
  }
}

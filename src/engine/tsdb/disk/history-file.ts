import { existsSync, mkdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { StorageState } from '../../../shared/domain/engine-status.ts';
import { convertHistory } from './convert-history.ts';
import { failureReason, type OpenedDatabase, openDatabase } from './database.ts';
import { goodCopyPath, goodCopyTime, restoreGoodCopy } from './good-copy.ts';
import { type HistoryAccess, isEncrypted, isKeyOf, noteKey } from './history-key.ts';
import { HistoryStore } from './history-store.ts';
import { lastWriteTime, salvageRange, setAside, type TimeSpan } from './quarantine.ts';

const FILE_NAME = 'history.db';

/** Whether the history in a directory can only be read with a key. */
export function isHistoryEncrypted(directory: string): boolean {
  return isEncrypted(join(directory, FILE_NAME));
}

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

/** A database as it lies there, or a new one as it is wanted. */
function openAsItIs(path: string, access: HistoryAccess): OpenedDatabase {
  if (isEncrypted(path)) return openDatabase(path, access.key);
  if (existsSync(path) || !access.encrypted || access.key === null) return openDatabase(path, null);
  noteKey(path, access.key);
  return openDatabase(path, access.key);
}

/** Puts the last good copy, if there is one that can be used, in the place of a database that is gone. */
function openGoodCopy(
  path: string,
  atMs: number,
  access: HistoryAccess,
): { opened: OpenedDatabase; copyMs: number | null } {
  const copyMs = goodCopyTime(path);
  if (restoreGoodCopy(path)) {
    const opened = openAsItIs(path, access);
    if (opened.kind !== 'damaged') return { opened, copyMs };
    setAside(path, atMs);
  }
  return { opened: openAsItIs(path, access), copyMs: null };
}

/** Sets a damaged database aside, opens its copy or a new one, and says what is lost. */
function replaceDamaged(
  path: string,
  atMs: number,
  access: HistoryAccess,
): { opened: OpenedDatabase; condition: StorageCondition } {
  const range = salvageRange(path);
  const writtenMs = lastWriteTime(path);
  const aside = basename(setAside(path, atMs));
  const { opened, copyMs } = openGoodCopy(path, atMs, access);
  const found = `The history database was damaged and was set aside as ${aside}`;
  // After the clock was changed the times of files say little.
  const endMs = writtenMs < (copyMs ?? 0) ? atMs : Math.min(writtenMs, atMs);
  const inUse = copyMs === null ? '' : `, and its copy of ${formatTime(copyMs)} is in use`;
  const message = `${found}${inUse}; ${describeLoss(range, copyMs, Math.max(endMs, range?.maxMs ?? 0))}.`;
  return { opened, condition: { state: 'recovered', message } };
}

function replaceMissing(
  path: string,
  atMs: number,
  access: HistoryAccess,
): { opened: OpenedDatabase; condition: StorageCondition } {
  const { opened, copyMs } = openGoodCopy(path, atMs, access);
  if (copyMs === null) return { opened, condition: STORAGE_OK };
  const message = `The history database was missing, and its copy is in use; ${describeLoss(null, copyMs, atMs)}.`;
  return { opened, condition: { state: 'recovered', message } };
}

/** Why the history stays closed, as a sentence; null where it can be opened. */
function whyClosed(path: string, { encrypted, key, message }: HistoryAccess): string | null {
  if (!isEncrypted(path)) return encrypted && key === null ? message : null;
  if (key === null) return message || 'The history is encrypted, and there is no key for it here.';
  return isKeyOf(path, key)
    ? null
    : 'The history is encrypted with another key than the one in the keychain, and is left untouched.';
}

/** Encrypts or decrypts the history where it is wanted otherwise than it lies; why it was not done, or null. */
function convertAsWanted(path: string, { encrypted, key }: HistoryAccess): string | null {
  if (!existsSync(path) || statSync(path).size === 0) return null;
  if (isEncrypted(path) === encrypted) return null;
  return encrypted ? convertHistory(path, null, key) : convertHistory(path, key, null);
}

function openFile(path: string, atMs: number, access: HistoryAccess): OpenedHistory {
  const closed = whyClosed(path, access);
  if (closed !== null) {
    const message = `${closed} New samples are kept in memory; the history is taken over as soon as it can be opened.`;
    return { store: null, isNew: false, condition: { state: 'closed', message } };
  }
  const notConverted = convertAsWanted(path, access);
  let condition = STORAGE_OK;
  if (notConverted !== null) {
    const wanted = access.encrypted ? 'encrypted' : 'decrypted';
    const message = `The history could not be ${wanted} (${notConverted}) and stays as it was; the next start tries again.`;
    condition = { state: 'recovered', message };
  }
  let opened: OpenedDatabase;
  if (!existsSync(path) && existsSync(goodCopyPath(path))) {
    ({ opened, condition } = replaceMissing(path, atMs, access));
  } else {
    opened = openAsItIs(path, access);
    if (opened.kind === 'damaged') ({ opened, condition } = replaceDamaged(path, atMs, access));
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
export function openHistory(directory: string, atMs: number, access: HistoryAccess): OpenedHistory {
  try {
    mkdirSync(directory, { recursive: true });
    return openFile(join(directory, FILE_NAME), atMs, access);
  } catch (error) {
    return { store: null, isNew: false, condition: memoryOnly(failureReason(error)) };
  }
}

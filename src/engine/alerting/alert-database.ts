import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';

const FILE_NAME = 'alerts.db';
/** "SXAL" in the file's header: told apart from any other SQLite file. */
const APPLICATION_ID = 0x5358414c;
const FORMAT_VERSION = 1;

const SCHEMA = `
CREATE TABLE transitions (
  id INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, fingerprint TEXT NOT NULL, to_state TEXT NOT NULL, json TEXT NOT NULL
);
CREATE INDEX transitions_by_time ON transitions (at_ms);
CREATE TABLE holes (from_ms INTEGER PRIMARY KEY, to_ms INTEGER NOT NULL, reason TEXT NOT NULL);
CREATE TABLE silences (id TEXT PRIMARY KEY, json TEXT NOT NULL);
CREATE TABLE acknowledgements (fingerprint TEXT PRIMARY KEY, json TEXT NOT NULL);
CREATE TABLE facts (name TEXT PRIMARY KEY, json TEXT NOT NULL);
`;

function pragmaNumber(database: Database.Database, name: string): number {
  const rows = database.prepare(`PRAGMA ${name}`).raw().all() as [number][];
  return rows[0]?.[0] ?? 0;
}

/** Makes the tables of a new file; what is wrong with one that is there, or null. */
function prepare(database: Database.Database): string | null {
  const applicationId = pragmaNumber(database, 'application_id');
  const version = pragmaNumber(database, 'user_version');
  if (applicationId === 0 && version === 0) {
    database.exec(
      `BEGIN; ${SCHEMA} PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${FORMAT_VERSION}; COMMIT`,
    );
    return null;
  }
  if (applicationId !== APPLICATION_ID) return 'it is another program’s database';
  const check = (database.prepare('PRAGMA quick_check(1)').raw().all() as [string][])[0]?.[0];
  return check === 'ok' ? null : (check ?? 'it can’t be checked');
}

type Opened =
  | { readonly database: Database.Database }
  /** `keep`: nothing is wrong with the file, so it stays where and as it is. */
  | { readonly fault: string; readonly keep: boolean };

/** SQLite's header, big-endian (file format, section 1.3). */
const HEADER_BYTES = 100;
const USER_VERSION_OFFSET = 60;
const APPLICATION_ID_OFFSET = 68;

/** The format of a file of alerts as its header tells it, 0 for any other file: opening would already write to it. */
function formatOf(path: string): number {
  if (!existsSync(path)) return 0;
  const header = new DataView(new ArrayBuffer(HEADER_BYTES));
  const file = openSync(path, 'r');
  try {
    if (readSync(file, header, 0, HEADER_BYTES, 0) < HEADER_BYTES) return 0;
  } finally {
    closeSync(file);
  }
  return header.getUint32(APPLICATION_ID_OFFSET) === APPLICATION_ID
    ? header.getUint32(USER_VERSION_OFFSET)
    : 0;
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^SQLITE_(BUSY|LOCKED)/.test(String(error.code));
}

function tryOpen(path: string): Opened {
  let database: Database.Database | undefined;
  try {
    const format = formatOf(path);
    if (format > FORMAT_VERSION) {
      return { fault: `it was written by a newer version (format ${format})`, keep: true };
    }
    database = new Database(path);
    database.prepare('PRAGMA journal_mode = WAL').all();
    database.exec('PRAGMA synchronous = NORMAL');
    const fault = prepare(database);
    if (fault === null) return { database };
    database.close();
    return { fault, keep: false };
  } catch (error) {
    database?.close();
    if (isLocked(error)) return { fault: 'another program has it open', keep: true };
    return { fault: error instanceof Error ? error.message : String(error), keep: false };
  }
}

function setAside(path: string, atMs: number): string {
  const target = `${path}.aside-${atMs}`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, target + suffix);
  }
  return target;
}

/**
 * Opens the database of an environment's alerts: a small file beside the history, so that what people wrote (silences)
 * outlives a damaged or deleted history. A damaged one is set aside; one of a newer version, or that another program has
 * open, is left untouched. Where none can be used all is kept in memory; `notice` says so in a sentence, '' when all is well. Never throws.
 */
export function openAlertDatabase(
  directory: string | null,
  nowMs: number,
): { readonly database: Database.Database; readonly notice: string } {
  if (directory === null) return { database: inMemory(), notice: '' };
  try {
    mkdirSync(directory, { recursive: true });
    const path = join(directory, FILE_NAME);
    const first = tryOpen(path);
    if ('database' in first) return { ...first, notice: '' };
    if (first.keep) return { database: inMemory(), notice: untouched(first.fault) };
    const aside = setAside(path, nowMs);
    const second = tryOpen(path);
    const notice = `The database of alerts could not be used (${first.fault}) and was set aside as ${aside}.`;
    if ('database' in second) return { ...second, notice };
    return { database: inMemory(), notice: `${notice} Alerts and silences are kept in memory.` };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      database: inMemory(),
      notice: `The database of alerts can’t be written (${reason}); alerts and silences are kept in memory.`,
    };
  }
}

function untouched(fault: string): string {
  return `The database of alerts is left untouched, because ${fault}; alerts and silences are kept in memory until the next start.`;
}

function inMemory(): Database.Database {
  const database = new Database(':memory:');
  database.exec(SCHEMA);
  return database;
}

import { existsSync, renameSync, statSync, unlinkSync } from 'node:fs';
import Database from 'libsql';

/** "SXTH" in the file's header: told apart from any other SQLite file. */
const APPLICATION_ID = 0x53585448;
const FORMAT_VERSION = 1;
const PAGE_BYTES = 2048;

const SCHEMA = `
CREATE TABLE label_pairs (id INTEGER PRIMARY KEY, name TEXT NOT NULL, value TEXT NOT NULL);
CREATE TABLE series (id INTEGER PRIMARY KEY, pairs BLOB NOT NULL);
CREATE TABLE sources (id INTEGER PRIMARY KEY, name TEXT NOT NULL, layout_id INTEGER NOT NULL);
CREATE TABLE layout_slots (
  layout_id INTEGER NOT NULL, first_slot INTEGER NOT NULL, source_id INTEGER NOT NULL, series BLOB NOT NULL,
  PRIMARY KEY (layout_id, first_slot)
) WITHOUT ROWID;
CREATE TABLE batches (
  id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL, layout_id INTEGER NOT NULL, slot_count INTEGER NOT NULL,
  row_count INTEGER NOT NULL, min_ms INTEGER NOT NULL, max_ms INTEGER NOT NULL, first_row_ms INTEGER NOT NULL,
  last_row_ms INTEGER NOT NULL, byte_count INTEGER NOT NULL, times BLOB NOT NULL
);
CREATE TABLE pages (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE journal (id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL, layout_id INTEGER NOT NULL, rows BLOB NOT NULL);
`;
const TABLES = ['batches', 'journal', 'label_pairs', 'layout_slots', 'pages', 'series', 'sources'];

/** What became of opening a history database; `reason` is for the log. */
export type OpenedDatabase =
  | { readonly kind: 'opened'; readonly database: Database.Database; readonly isNew: boolean }
  | { readonly kind: 'damaged'; readonly reason: string }
  | { readonly kind: 'newer'; readonly version: number }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** The SQLite result code of an error, or the system's, or ''. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/** Whether an error says that the file itself is not what was written. */
export function isDamage(error: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB)/.test(errorCode(error));
}

function pragmaNumber(database: Database.Database, name: string): number {
  const rows = database.prepare(`PRAGMA ${name}`).raw().all() as [number][];
  return rows[0]?.[0] ?? 0;
}

/** How big the database is, in its pages. */
export function pageFigures(database: Database.Database): {
  readonly pageCount: number;
  readonly freePages: number;
  readonly pageBytes: number;
} {
  return {
    pageCount: pragmaNumber(database, 'page_count'),
    freePages: pragmaNumber(database, 'freelist_count'),
    pageBytes: PAGE_BYTES,
  };
}

function tableNames(database: Database.Database): string[] {
  const sql =
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
  return (database.prepare(sql).raw().all() as [string][]).map(([name]) => name);
}

function configure(database: Database.Database): void {
  // Exclusive: no second process, and no shared-memory file, which a full disk would refuse.
  database.exec('PRAGMA locking_mode = EXCLUSIVE');
  database.exec(`PRAGMA page_size = ${PAGE_BYTES}`);
  database.exec('PRAGMA auto_vacuum = INCREMENTAL');
  database.prepare('PRAGMA journal_mode = WAL').all();
  database.exec('PRAGMA synchronous = NORMAL');
  database.exec('PRAGMA cache_size = -4096');
}

function examine(database: Database.Database): OpenedDatabase {
  const applicationId = pragmaNumber(database, 'application_id');
  const version = pragmaNumber(database, 'user_version');
  const tables = tableNames(database);
  if (applicationId === 0 && version === 0 && tables.length === 0) {
    configure(database);
    database.exec(
      `BEGIN; ${SCHEMA} PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${FORMAT_VERSION}; COMMIT`,
    );
    return { kind: 'opened', database, isNew: true };
  }
  if (applicationId !== APPLICATION_ID) return { kind: 'damaged', reason: 'not a history database' };
  if (version > FORMAT_VERSION) return { kind: 'newer', version };
  if (version < 1 || !TABLES.every((name) => tables.includes(name))) {
    return { kind: 'damaged', reason: `tables of version ${version} are missing` };
  }
  const check = (database.prepare('PRAGMA quick_check(1)').raw().all() as [string][])[0]?.[0];
  if (check !== 'ok') return { kind: 'damaged', reason: check ?? 'quick_check gave no answer' };
  configure(database);
  return { kind: 'opened', database, isNew: false };
}

function isEmptied(path: string): boolean {
  if (!existsSync(path) || statSync(path).size > 0) return false;
  return !existsSync(`${path}-wal`) || statSync(`${path}-wal`).size === 0;
}

/** Opens or makes the database, and says what is wrong with it before anything relies on it. */
export function openDatabase(path: string): OpenedDatabase {
  let database: Database.Database | undefined;
  const existed = existsSync(path);
  try {
    if (isEmptied(path)) return { kind: 'damaged', reason: 'the file is empty' };
    database = new Database(path);
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    const opened = examine(database);
    if (opened.kind !== 'opened') database.close();
    return opened;
  } catch (error) {
    database?.close();
    // A full disk lets an empty file be made: left behind it would look like a history that was lost.
    if (!existed && isEmptied(path)) unlinkSync(path);
    const reason = error instanceof Error ? error.message : String(error);
    return isDamage(error) ? { kind: 'damaged', reason } : { kind: 'unavailable', reason };
  }
}

/**
 * Closes a database and leaves one plain file behind. libsql keeps a connection alive until its statements are
 * collected, so the lock is given up by hand before.
 */
export function closeDatabase(database: Database.Database): void {
  try {
    database.prepare('PRAGMA journal_mode = DELETE').all();
    database.exec('PRAGMA locking_mode = NORMAL');
    database.prepare('SELECT count(*) FROM sqlite_schema').all();
  } catch (error) {
    // A full or failing disk: the log stays beside the file and is read back at the next start.
    if (errorCode(error) === '') throw error;
  } finally {
    database.close();
  }
}

/** The range of the batches in a damaged file as far as it can still be read, ms UTC. */
export function salvageRange(path: string): { minMs: number; maxMs: number } | null {
  try {
    const database = new Database(path);
    try {
      const sql = 'SELECT min(min_ms), max(max_ms) FROM batches';
      const [minMs, maxMs] = (database.prepare(sql).raw().all() as [number | null, number | null][])[0] ?? [];
      return typeof minMs === 'number' && typeof maxMs === 'number' ? { minMs, maxMs } : null;
    } finally {
      database.close();
    }
  } catch {
    // The file is damaged: that nothing can be read from it is an answer.
    return null;
  }
}

/** Moves a database and its log out of the way; returns the new name. Throws what the file system throws. */
export function setAside(path: string, atMs: number): string {
  const stamp = new Date(atMs).toISOString().replace(/[-:]|\.\d+/g, '');
  let target = `${path}.corrupt-${stamp}`;
  for (let n = 2; existsSync(target); n++) target = `${path}.corrupt-${stamp}-${n}`;
  renameSync(path, target);
  for (const suffix of ['-wal', '-shm']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, target + suffix);
  }
  return target;
}

import { existsSync, statSync, unlinkSync } from 'node:fs';
import Database from 'libsql';
import { APPLICATION_ID, createTables, FORMAT_VERSION, migrate, PAGE_BYTES, TABLES } from './format.ts';

/** What became of opening a history database; `reason` is for the log. */
export type OpenedDatabase =
  | { readonly kind: 'opened'; readonly database: Database.Database; readonly isNew: boolean }
  | { readonly kind: 'damaged'; readonly reason: string }
  | { readonly kind: 'newer'; readonly version: number }
  | { readonly kind: 'locked' }
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

function isLocked(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(errorCode(error));
}

/** Why a database could not be opened or written, as the middle of a sentence. */
export function failureReason(error: unknown): string {
  const code = errorCode(error);
  if (code.startsWith('SQLITE_FULL') || code === 'ENOSPC') return 'the disk is full';
  if (isLocked(error)) return 'another program has it open';
  if (/^SQLITE_(CANTOPEN|PERM|READONLY)|^E(ACCES|PERM|ROFS)$/.test(code)) {
    return 'its file or folder may not be written; check the permissions';
  }
  return error instanceof Error ? error.message : String(error);
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
    createTables(database);
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
  migrate(database, version);
  return { kind: 'opened', database, isNew: false };
}

function isEmptied(path: string): boolean {
  if (!existsSync(path) || statSync(path).size > 0) return false;
  return !existsSync(`${path}-wal`) || statSync(`${path}-wal`).size === 0;
}

/** libsql takes it, but its types don't know of it. */
interface EncryptionOptions extends Database.Options {
  readonly encryptionKey: string;
}

function connect(path: string, key: string | null): Database.Database {
  if (key === null) return new Database(path);
  const options: EncryptionOptions = { encryptionKey: key };
  return new Database(path, options);
}

/** Opens or makes the database, and says what is wrong with it before anything relies on it; `key` as for HistoryAccess. */
export function openDatabase(path: string, key: string | null): OpenedDatabase {
  let database: Database.Database | undefined;
  const existed = existsSync(path);
  try {
    if (existed && !statSync(path).isFile()) return { kind: 'damaged', reason: 'it is no file' };
    if (isEmptied(path)) return { kind: 'damaged', reason: 'the file is empty' };
    database = connect(path, key);
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    const opened = examine(database);
    if (opened.kind !== 'opened') database.close();
    return opened;
  } catch (error) {
    database?.close();
    // A full disk lets an empty file be made: left behind it would look like a history that was lost.
    if (!existed && isEmptied(path)) unlinkSync(path);
    if (isLocked(error)) return { kind: 'locked' };
    const reason = failureReason(error);
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

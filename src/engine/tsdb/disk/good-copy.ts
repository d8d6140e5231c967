import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  utimesSync,
} from 'node:fs';
import type Database from 'libsql';
import { APPLICATION_ID, FORMAT_VERSION, PAGE_BYTES } from './format.ts';
import { PAGES_PER_BATCH } from './page-id.ts';

const SUFFIX = '.good';
/** Chunks that a copy holds at most, the newest ones: a copy is made while nothing else is done. */
const MAX_CHUNK_BYTES = 64 << 20;
/** The disk's last space is for samples, not for copies of them. */
const SPARE_BYTES = 128 << 20;

/** Where the copy of a database lies. */
export function goodCopyPath(path: string): string {
  return path + SUFFIX;
}

/** When the copy was made, ms UTC; null without one. */
export function goodCopyTime(path: string): number | null {
  const copy = goodCopyPath(path);
  return existsSync(copy) ? Math.round(statSync(copy).mtimeMs) : null;
}

function discard(temporary: string): void {
  for (const suffix of ['', '-journal', '-wal']) rmSync(temporary + suffix, { force: true });
}

/** The oldest batch that fits, with all newer ones, into a copy. */
function firstCopiedBatch(database: Database.Database): number {
  let bytes = 0;
  let first = Number.MAX_SAFE_INTEGER;
  const sql = 'SELECT id, byte_count FROM main.batches ORDER BY id DESC';
  for (const [id, byteCount] of database.prepare(sql).raw().all() as [number, number][]) {
    bytes += byteCount;
    if (bytes > MAX_CHUNK_BYTES) break;
    first = id;
  }
  return first;
}

function copyTables(database: Database.Database): void {
  const schema = database.prepare("SELECT sql FROM main.sqlite_schema WHERE type = 'table'").raw();
  for (const [sql] of schema.all() as [string][]) {
    database.exec(sql.replace(/^CREATE TABLE /, 'CREATE TABLE copy.'));
  }
  const first = firstCopiedBatch(database);
  for (const table of ['label_pairs', 'series', 'sources', 'layout_slots', 'journal']) {
    database.exec(`INSERT INTO copy.${table} SELECT * FROM main.${table}`);
  }
  database.exec(`INSERT INTO copy.batches SELECT * FROM main.batches WHERE id >= ${first}`);
  database.exec(`INSERT INTO copy.pages SELECT * FROM main.pages WHERE id >= ${first * PAGES_PER_BATCH}`);
  database.exec(
    `PRAGMA copy.application_id = ${APPLICATION_ID}; PRAGMA copy.user_version = ${FORMAT_VERSION}`,
  );
}

function fillCopy(database: Database.Database, temporary: string): void {
  database.prepare('ATTACH ? AS copy').run([temporary]);
  try {
    database.exec(`PRAGMA copy.page_size = ${PAGE_BYTES}; PRAGMA copy.auto_vacuum = INCREMENTAL`);
    database.exec('PRAGMA copy.journal_mode = OFF; PRAGMA copy.synchronous = OFF');
    database.exec('BEGIN');
    try {
      copyTables(database);
      database.exec('COMMIT');
    } catch (error) {
      if (database.inTransaction) database.exec('ROLLBACK');
      throw error;
    }
    const check = (database.prepare('PRAGMA copy.quick_check(1)').raw().all() as [string][])[0]?.[0];
    if (check !== 'ok') throw new Error(`the copy is damaged: ${check ?? 'no answer'}`);
  } finally {
    database.exec('DETACH copy');
  }
}

/**
 * Replaces the copy of an open database by one of now: all names, the journal and the newest chunks. Returns false,
 * and keeps the copy there was, where the disk has little room. Throws what libsql and the file system throw.
 */
export function writeGoodCopy(database: Database.Database, path: string, atMs: number): boolean {
  const { bavail, bsize } = statfsSync(path);
  if (bavail * bsize < SPARE_BYTES + Math.min(statSync(path).size, 2 * MAX_CHUNK_BYTES)) return false;
  const copy = goodCopyPath(path);
  const temporary = `${copy}.tmp`;
  discard(temporary);
  try {
    fillCopy(database, temporary);
    const file = openSync(temporary, 'r+');
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    utimesSync(temporary, atMs / 1000, atMs / 1000);
    renameSync(temporary, copy);
  } finally {
    discard(temporary);
  }
  return true;
}

/** Puts the copy in the place of a database that is gone; false without one. */
export function restoreGoodCopy(path: string): boolean {
  if (!existsSync(goodCopyPath(path))) return false;
  renameSync(goodCopyPath(path), path);
  return true;
}

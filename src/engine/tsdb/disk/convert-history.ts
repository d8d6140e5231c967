import { closeSync, fsyncSync, openSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import type Database from 'libsql';
import { closeDatabase, openDatabase } from './database.ts';
import { APPLICATION_ID, FORMAT_VERSION, PAGE_BYTES, TABLES } from './format.ts';
import { goodCopyPath } from './good-copy.ts';
import { forgetKey, noteKey } from './history-key.ts';

/** Left free on the disk beside the second file. */
const SPARE_BYTES = 64 << 20;

function discard(temporary: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(temporary + suffix, { force: true });
}

function countRows(database: Database.Database, schema: 'main' | 'copy', table: string): number {
  const rows = database.prepare(`SELECT count(*) FROM ${schema}.${table}`).raw().all() as [number][];
  return rows[0]?.[0] ?? 0;
}

function fill(database: Database.Database): void {
  const schema = database.prepare("SELECT sql FROM main.sqlite_schema WHERE type = 'table'").raw();
  for (const [sql] of schema.all() as [string][]) {
    database.exec(sql.replace(/^CREATE TABLE /, 'CREATE TABLE copy.'));
  }
  for (const table of TABLES) database.exec(`INSERT INTO copy.${table} SELECT * FROM main.${table}`);
  database.exec(
    `PRAGMA copy.application_id = ${APPLICATION_ID}; PRAGMA copy.user_version = ${FORMAT_VERSION}`,
  );
}

function verify(database: Database.Database): void {
  const check = (database.prepare('PRAGMA copy.quick_check(1)').raw().all() as [string][])[0]?.[0];
  if (check !== 'ok') throw new Error(`the converted history is damaged: ${check ?? 'no answer'}`);
  for (const table of TABLES) {
    if (countRows(database, 'copy', table) !== countRows(database, 'main', table)) {
      throw new Error(`the converted history lacks rows of ${table}`);
    }
  }
}

function copyTo(database: Database.Database, temporary: string, key: string | null): void {
  // The key is ours and hexadecimal; without the word KEY the copy would take that of the database it comes from.
  database.exec(`ATTACH '${temporary.replaceAll("'", "''")}' AS copy KEY '${key ?? ''}'`);
  try {
    database.exec(`PRAGMA copy.page_size = ${PAGE_BYTES}; PRAGMA copy.auto_vacuum = INCREMENTAL`);
    database.exec('PRAGMA copy.journal_mode = OFF; PRAGMA copy.synchronous = OFF');
    database.exec('BEGIN');
    try {
      fill(database);
      database.exec('COMMIT');
    } catch (error) {
      if (database.inTransaction) database.exec('ROLLBACK');
      throw error;
    }
    verify(database);
  } finally {
    database.exec('DETACH copy');
  }
}

function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * Encrypts a history (`to` is a key), or decrypts it (null): a second file is written, compared and synced, and then takes
 * the place of the first in one rename, so that a kill at any time leaves one whole history. The last good copy, which
 * lies as the history lay before, is deleted. Answers why it was not done, as the middle of a sentence, or null.
 */
export function convertHistory(path: string, from: string | null, to: string | null): string | null {
  const { bavail, bsize } = statfsSync(path);
  if (bavail * bsize < statSync(path).size + SPARE_BYTES) return 'the disk has too little room';
  const opened = openDatabase(path, from);
  if (opened.kind !== 'opened') return opened.kind === 'locked' ? 'another program has it open' : opened.kind;
  const temporary = `${path}.converting`;
  discard(temporary);
  try {
    copyTo(opened.database, temporary, to);
    closeDatabase(opened.database);
    syncFile(temporary);
    // Before the rename: where the file is plain in spite of the note, the note says nothing.
    if (to !== null) noteKey(path, to);
    renameSync(temporary, path);
    if (to === null) forgetKey(path);
    rmSync(goodCopyPath(path), { force: true });
    return null;
  } catch (error) {
    if (opened.database.open) closeDatabase(opened.database);
    return error instanceof Error ? error.message : String(error);
  } finally {
    discard(temporary);
  }
}

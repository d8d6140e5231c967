import {
  closeSync,
  mkdirSync,
  openSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import Database from 'libsql';

/** Runs SQL on a database that nobody has open. */
export function executeSql(file: string, sql: string): void {
  const database = new Database(file);
  try {
    database.exec(sql);
    database.prepare('PRAGMA journal_mode = DELETE').all();
  } finally {
    database.close();
  }
}

/** Writes bytes over a part of a file. */
export function overwrite(file: string, at: number, bytes: Uint8Array): void {
  const opened = openSync(file, 'r+');
  try {
    writeSync(opened, bytes, 0, bytes.length, at);
  } finally {
    closeSync(opened);
  }
}

/** Zeroes the first page that holds the root of a table, which every reading of the table passes. */
function zeroTableRoot(file: string, table: string): void {
  const database = new Database(file);
  const sql = `SELECT rootpage FROM sqlite_schema WHERE name = '${table}'`;
  const root = (database.prepare(sql).raw().all() as [number][])[0]?.[0] ?? 2;
  const pageBytes = (database.prepare('PRAGMA page_size').raw().all() as [number][])[0]?.[0] ?? 0;
  database.close();
  overwrite(file, (root - 1) * pageBytes, new Uint8Array(pageBytes));
}

/** Puts another program's database in the place of a file. */
function putForeignDatabase(file: string): void {
  rmSync(file);
  executeSql(file, 'CREATE TABLE notes (text TEXT)');
}

/** Ways to damage a history so that none of it can be used: each is told and mended in the same way. */
export const FATAL_DAMAGES: readonly (readonly [name: string, damage: (file: string) => void])[] = [
  ['truncated to half its size', (file) => truncateSync(file, Math.floor(statSync(file).size / 2))],
  ['emptied', (file) => truncateSync(file, 0)],
  ['a page of zeros inside', (file) => zeroTableRoot(file, 'batches')],
  ['a garbage header', (file) => overwrite(file, 0, new Uint8Array(100).fill(0x5a))],
  ['text instead of a database', (file) => writeFileSync(file, 'not a database\n'.repeat(500))],
  ['wrong magic: the database of another program', putForeignDatabase],
  ['a user_version from before the first format', (file) => executeSql(file, 'PRAGMA user_version = 0')],
  ['a missing table', (file) => executeSql(file, 'DROP TABLE series')],
  [
    'replaced by a folder',
    (file) => {
      rmSync(file);
      mkdirSync(file);
    },
  ],
];

/** Flips bits inside every stored chunk page; the database itself stays sound. */
export function flipChunkBits(file: string): void {
  executeSql(
    file,
    "UPDATE pages SET bytes = CAST(substr(bytes, 1, 200) || x'ffff' || substr(bytes, 203) AS BLOB) WHERE length(bytes) > 210",
  );
}

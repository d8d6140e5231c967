import type Database from 'libsql';

/** "SXTH" in the file's header: told apart from any other SQLite file. */
export const APPLICATION_ID = 0x53585448;
export const PAGE_BYTES = 2048;

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

/** All tables of the newest format, in alphabetical order. */
export const TABLES = ['batches', 'journal', 'label_pairs', 'layout_slots', 'pages', 'series', 'sources'];

/** Makes a database of one format one of the next, inside a transaction. */
export type Migration = (database: Database.Database) => void;

/**
 * The way from each format to the next: the first leads from format 1 to 2. A file of each format lies in
 * `test/data/history` and is opened by a test, so a change of the schema is a migration here and one more file there.
 */
const MIGRATIONS: readonly Migration[] = [];

export const FORMAT_VERSION = MIGRATIONS.length + 1;

/** Makes the tables of the newest format in an empty database. Throws what libsql throws. */
export function createTables(database: Database.Database): void {
  database.exec(
    `BEGIN; ${SCHEMA} PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${FORMAT_VERSION}; COMMIT`,
  );
}

/** Brings a database to the newest format, all steps in one transaction: a failure leaves it as it was and throws. */
export function migrate(
  database: Database.Database,
  version: number,
  migrations: readonly Migration[] = MIGRATIONS,
): void {
  const pending = migrations.slice(version - 1);
  if (pending.length === 0) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    for (const step of pending) step(database);
    database.exec(`PRAGMA user_version = ${migrations.length + 1}`);
    database.exec('COMMIT');
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

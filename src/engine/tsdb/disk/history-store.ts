import type Database from 'libsql';
import type { Batch } from '../batch.ts';
import { READ_AHEAD_BYTES } from '../bit-packing.ts';
import { ByteReader, ByteWriter } from '../byte-buffer.ts';
import { isPageIntact } from '../page.ts';
import { closeDatabase, pageFigures } from './database.ts';
import { goodCopyTime, writeGoodCopy } from './good-copy.ts';
import { PageCache } from './page-cache.ts';
import { PAGES_PER_BATCH } from './page-id.ts';

/** Pages given back to the file system at once, so that no transaction takes long. */
const VACUUM_PAGES = 2048;

export interface StoredBatch {
  readonly id: number;
  readonly sourceId: number;
  readonly layoutId: number;
  readonly slotCount: number;
  readonly rowCount: number;
  readonly minMs: number;
  readonly maxMs: number;
  readonly firstRowMs: number;
  readonly lastRowMs: number;
  readonly byteCount: number;
  readonly timesBytes: Uint8Array;
}

export interface StoredLayoutPart {
  readonly layoutId: number;
  readonly sourceId: number;
  readonly seriesIds: readonly number[];
}

export interface StoredJournal {
  readonly id: number;
  readonly sourceId: number;
  readonly layoutId: number;
  readonly rows: Uint8Array;
}

function encodeIds(ids: readonly number[]): Uint8Array {
  const out = new ByteWriter(ids.length * 2 + 8);
  let before = 0;
  for (const id of ids) {
    out.zigzag(id - before);
    before = id;
  }
  return out.finish();
}

function decodeIds(bytes: Uint8Array): number[] {
  const reader = new ByteReader(bytes);
  const ids: number[] = [];
  let id = 0;
  while (reader.at < bytes.length) {
    id += reader.zigzag();
    ids.push(id);
  }
  return ids;
}

/** The SQL of the history database; every method throws what libsql throws. */
export class HistoryStore {
  readonly #database: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();
  readonly #pages = new PageCache();

  readonly #path: string;

  constructor(database: Database.Database, path: string) {
    this.#database = database;
    this.#path = path;
  }

  /** Runs `write` in one transaction: all of it is stored, or nothing. */
  transaction(write: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      write();
      this.#database.exec('COMMIT');
    } catch (error) {
      // SQLite may have rolled back itself, and a second ROLLBACK would hide the first error.
      if (this.#database.inTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  #run(sql: string, ...parameters: (number | string | Uint8Array)[]): void {
    // As one array: libsql takes a lone byte array for named parameters and aborts the process.
    this.#prepared(sql).run(parameters);
  }

  #prepared(sql: string): Database.Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #all<T>(sql: string): T[] {
    return this.#database.prepare(sql).raw().all() as T[];
  }

  putPair(id: number, name: string, value: string): void {
    this.#run('INSERT INTO label_pairs VALUES (?, ?, ?)', id, name, value);
  }

  putSeries(id: number, pairIds: readonly number[]): void {
    this.#run('INSERT INTO series VALUES (?, ?)', id, encodeIds(pairIds));
  }

  putSource(id: number, name: string, layoutId: number): void {
    this.#run('INSERT OR REPLACE INTO sources VALUES (?, ?, ?)', id, name, layoutId);
  }

  /** Adds slots to a layout; from slot 0 on they replace all that is there. */
  putLayoutSlots(layoutId: number, sourceId: number, firstSlot: number, seriesIds: readonly number[]): void {
    if (firstSlot === 0) this.deleteLayout(layoutId);
    this.#run(
      'INSERT INTO layout_slots VALUES (?, ?, ?, ?)',
      layoutId,
      firstSlot,
      sourceId,
      encodeIds(seriesIds),
    );
  }

  putBatch(sourceId: number, batch: Batch): void {
    this.#run(
      'INSERT INTO batches VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      batch.id,
      sourceId,
      batch.layout.id,
      batch.slotCount,
      batch.rowCount,
      batch.minMs,
      batch.maxMs,
      batch.firstRowMs,
      batch.lastRowMs,
      batch.byteCount,
      batch.timesBytes,
    );
    for (const [number, page] of (batch.pages ?? []).entries()) {
      this.#run('INSERT INTO pages VALUES (?, ?)', batch.id * PAGES_PER_BATCH + number, page);
    }
  }

  putJournal(id: number, sourceId: number, layoutId: number, rows: Uint8Array): void {
    this.#run('INSERT INTO journal VALUES (?, ?, ?, ?)', id, sourceId, layoutId, rows);
  }

  deleteJournal(ids: readonly number[]): void {
    for (const id of ids) this.#run('DELETE FROM journal WHERE id = ?', id);
  }

  deleteBatch(id: number): void {
    this.#run('DELETE FROM batches WHERE id = ?', id);
    this.#run('DELETE FROM pages WHERE id >= ? AND id < ?', id * PAGES_PER_BATCH, (id + 1) * PAGES_PER_BATCH);
  }

  deleteLayout(id: number): void {
    this.#run('DELETE FROM layout_slots WHERE layout_id = ?', id);
  }

  deleteSource(id: number): void {
    this.#run('DELETE FROM sources WHERE id = ?', id);
  }

  deleteSeries(id: number): void {
    this.#run('DELETE FROM series WHERE id = ?', id);
  }

  deletePair(id: number): void {
    this.#run('DELETE FROM label_pairs WHERE id = ?', id);
  }

  listPairs(): [id: number, name: string, value: string][] {
    return this.#all('SELECT id, name, value FROM label_pairs ORDER BY id');
  }

  listSeries(): [id: number, pairIds: number[]][] {
    const rows = this.#all<[number, Uint8Array]>('SELECT id, pairs FROM series ORDER BY id');
    return rows.map(([id, pairs]) => [id, decodeIds(pairs)]);
  }

  listSources(): [id: number, name: string, layoutId: number][] {
    return this.#all('SELECT id, name, layout_id FROM sources ORDER BY id');
  }

  listLayoutParts(): StoredLayoutPart[] {
    const sql = 'SELECT layout_id, source_id, series FROM layout_slots ORDER BY layout_id, first_slot';
    return this.#all<[number, number, Uint8Array]>(sql).map(([layoutId, sourceId, series]) => ({
      layoutId,
      sourceId,
      seriesIds: decodeIds(series),
    }));
  }

  /** In the order of writing. */
  listBatches(): StoredBatch[] {
    const rows = this.#all<
      [number, number, number, number, number, number, number, number, number, number, Buffer]
    >(
      'SELECT id, source_id, layout_id, slot_count, row_count, min_ms, max_ms, first_row_ms, last_row_ms, byte_count, times FROM batches ORDER BY id',
    );
    return rows.map((row) => ({
      id: row[0],
      sourceId: row[1],
      layoutId: row[2],
      slotCount: row[3],
      rowCount: row[4],
      minMs: row[5],
      maxMs: row[6],
      firstRowMs: row[7],
      lastRowMs: row[8],
      byteCount: row[9],
      timesBytes: row[10],
    }));
  }

  listJournal(): StoredJournal[] {
    const sql = 'SELECT id, source_id, layout_id, rows FROM journal ORDER BY id';
    return this.#all<[number, number, number, Uint8Array]>(sql).map(([id, sourceId, layoutId, rows]) => ({
      id,
      sourceId,
      layoutId,
      rows,
    }));
  }

  /** A page of a batch, or null where it is missing or its checksum is wrong. */
  readPage(batchId: number, pageNumber: number): Uint8Array | null {
    const id = batchId * PAGES_PER_BATCH + pageNumber;
    const known = this.#pages.get(id);
    if (known !== undefined) return known;
    const statement = this.#prepared('SELECT bytes FROM pages WHERE id = ?').raw();
    const page = (statement.all(id) as [Uint8Array][])[0]?.[0];
    if (page === undefined || page.length <= READ_AHEAD_BYTES || !isPageIntact(page)) return null;
    this.#pages.set(id, page);
    return page;
  }

  /** Bytes in use, log not counted. */
  get usedBytes(): number {
    const { pageCount, freePages, pageBytes } = pageFigures(this.#database);
    return (pageCount - freePages) * pageBytes;
  }

  /** Makes the file smaller where much of it is free: a little is kept for what is written next. */
  vacuum(): void {
    const { pageCount, freePages } = pageFigures(this.#database);
    if (freePages * 4 < pageCount) return;
    this.#database.prepare(`PRAGMA incremental_vacuum(${VACUUM_PAGES})`).all();
  }

  /** When the last good copy was made, ms UTC; null without one. */
  get copiedAtMs(): number | null {
    return goodCopyTime(this.#path);
  }

  /** Replaces the good copy; false where the disk has too little room for it. */
  writeCopy(atMs: number): boolean {
    return writeGoodCopy(this.#database, this.#path, atMs);
  }

  close(): void {
    this.#statements.clear();
    closeDatabase(this.#database);
  }
}

import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLabels } from '../../src/engine/model/labels.ts';
import { SLOT_SAMPLE } from '../../src/engine/storage.ts';
import { openTsdb, type Tsdb } from '../../src/engine/tsdb/tsdb.ts';
import { SILENT_LOGGER } from '../support/fake-ports.ts';
import { ManualClock } from '../support/manual-clock.ts';

const START_MS = Date.UTC(2026, 4, 1, 12);
const SERIES = 60;
const FILE = 'history.db';

let directory = '';
let clock = new ManualClock(START_MS);

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'sextant-damage-'));
  clock = new ManualClock(START_MS);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function open(where = directory): Promise<Tsdb> {
  return openTsdb({
    clock,
    logger: SILENT_LOGGER,
    directory: where,
    retention: { maxAgeMs: 30 * 86_400_000, maxBytes: 1e10 },
    seriesBudget: 1000,
    flushIntervalMs: 1000,
  });
}

/** Writes rows numbered `from` .. `to - 1`, 15 s apart, with values that compress badly. */
function write(tsdb: Tsdb, from: number, to: number): void {
  const appender = tsdb.openSource('target');
  for (let n = from; n < to; n++) {
    const atMs = START_MS + n * 15_000;
    clock.setWall(atMs);
    const row = appender.begin(atMs);
    for (let series = 0; series < SERIES; series++) {
      const slot = appender.slot(
        createLabels([
          ['__name__', 'numbered'],
          ['series', String(series)],
        ]),
      );
      row.values[slot] = Math.sin(n * 1000 + series);
      row.state[slot] = SLOT_SAMPLE;
    }
    row.commit();
  }
  appender.close(null);
}

/** The numbers of the rows that are there, after checking that their values are the ones written. */
async function rowsOf(tsdb: Tsdb): Promise<number[]> {
  const columns = await tsdb.select([{ name: 'series', type: '=', value: '7' }], 0, 1e14);
  const [first] = columns;
  if (first === undefined) return [];
  const rows = [...first.times].map((atMs) => (atMs - START_MS) / 15_000);
  expect([...first.values]).toEqual(rows.map((n) => Math.sin(n * 1000 + 7)));
  return rows;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

async function fill(): Promise<string> {
  const tsdb = await open();
  write(tsdb, 0, 200);
  await tsdb.close();
  return path.join(directory, FILE);
}

function overwrite(file: string, at: number, bytes: Uint8Array): void {
  const content = readFileSync(file);
  content.set(bytes, at);
  writeFileSync(file, content);
}

describe('a damaged history', () => {
  it.each<[string, (file: string) => void]>([
    ['a zeroed header', (file) => overwrite(file, 0, new Uint8Array(100))],
    ['a file cut in half', (file) => truncateSync(file, Math.floor(statSync(file).size / 2))],
    ['text instead of a database', (file) => writeFileSync(file, 'not a database\n'.repeat(500))],
    ['an empty file', (file) => truncateSync(file, 0)],
    ["another program's database", (file) => foreignDatabase(file)],
    ['a missing table', (file) => execute(file, 'DROP TABLE series')],
  ])('is set aside with a notice and replaced: %s', async (_name, damage) => {
    const file = await fill();
    damage(file);
    clock.setWall(START_MS + 86_400_000);
    const tsdb = await open();
    const { storageState, storageMessage } = tsdb.stats();
    expect(storageState).toBe('recovered');
    expect(storageMessage).toMatch(
      /set aside as history\.db\.corrupt-20260502T120000Z; samples from .* no longer shown/,
    );
    expect(readdirSync(directory)).toContain('history.db.corrupt-20260502T120000Z');
    expect(await rowsOf(tsdb)).toEqual([]);
    write(tsdb, 6000, 6010);
    await tsdb.close();

    const again = await open();
    expect(again.stats().storageState).toBe('ok');
    expect(await rowsOf(again)).toEqual(range(6000, 6010));
    await again.close();
  });

  it('names the lost range where the list of batches can still be read', async () => {
    const file = await fill();
    execute(file, 'DROP TABLE journal');
    const tsdb = await open();
    expect(tsdb.stats().storageMessage).toMatch(
      /samples from 2026-05-01 12:00 UTC to 2026-05-01 12:\d\d UTC/,
    );
    await tsdb.close();
  });

  it('loses one page, and nothing else, to flipped bytes inside it', async () => {
    const file = await fill();
    const database = new Database(file);
    database.exec(
      "UPDATE pages SET bytes = CAST(substr(bytes, 1, 200) || x'ffff' || substr(bytes, 203) AS BLOB)",
    );
    database.prepare('PRAGMA journal_mode = DELETE').all();
    database.close();
    const tsdb = await open();
    expect(tsdb.stats().storageState).toBe('ok');
    const rows = await rowsOf(tsdb);
    // The open rows came from the journal; the batch's chunks fail their checksum and read as a gap.
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.length).toBeLessThan(150);
    expect(rows).toEqual(range(200 - rows.length, 200));
    await tsdb.close();
  });

  it('loses the rows of a damaged journal entry and what builds on it, and says so in the log', async () => {
    const first = await open();
    write(first, 0, 20);
    first.flush();
    write(first, 20, 40);
    first.flush();
    write(first, 40, 45);
    await first.close();
    execute(
      path.join(directory, FILE),
      'UPDATE journal SET rows = zeroblob(50) WHERE id = (SELECT min(id) + 1 FROM journal)',
    );
    const tsdb = await open();
    expect(tsdb.stats().storageState).toBe('ok');
    expect(await rowsOf(tsdb)).toEqual(range(0, 20));
    write(tsdb, 50, 60);
    await tsdb.close();
    const again = await open();
    expect(await rowsOf(again)).toEqual([...range(0, 20), ...range(50, 60)]);
    await again.close();
  });

  it('of a newer version is left untouched while samples are kept in memory', async () => {
    const file = await fill();
    execute(file, 'PRAGMA user_version = 99');
    const before = readFileSync(file);
    const tsdb = await open();
    expect(tsdb.stats()).toMatchObject({ storageState: 'newer' });
    expect(tsdb.stats().storageMessage).toContain('newer version (format 99)');
    write(tsdb, 300, 310);
    expect(await rowsOf(tsdb)).toEqual(range(300, 310));
    tsdb.flush();
    await tsdb.close();
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('ignores a log file that is not a log', async () => {
    const file = await fill();
    writeFileSync(`${file}-wal`, 'garbage\n'.repeat(1000));
    const tsdb = await open();
    expect(tsdb.stats().storageState).toBe('ok');
    expect(await rowsOf(tsdb)).toEqual(range(0, 200));
    await tsdb.close();
  });

  it('in use by another process is no reason to stop: samples stay in memory', async () => {
    const first = await open();
    const second = await open();
    expect(second.stats().storageState).toBe('memory_only');
    write(second, 0, 10);
    expect(await rowsOf(second)).toEqual(range(0, 10));
    await first.close();
    await clock.advance(20_000);
    expect(second.stats().storageMessage).toContain('open it again');
    await second.close();
  });

  it('gives space back that retention freed', async () => {
    const tsdb = await open();
    write(tsdb, 0, 6000);
    tsdb.flush();
    const before = tsdb.stats().diskBytes;
    expect(before).toBeGreaterThan(1_000_000);
    tsdb.setRetention({ maxAgeMs: 3_600_000, maxBytes: 1e10 });
    await clock.advance(120_000);
    expect(tsdb.stats().diskBytes).toBeLessThan(before / 5);
    await tsdb.close();
    expect(statSync(path.join(directory, FILE)).size).toBeLessThan(before / 2);
    const again = await open();
    const rows = await rowsOf(again);
    expect(rows.length).toBeLessThan(500);
    expect(rows).toEqual(range(6000 - rows.length, 6000));
    await again.close();
  });

  it('discovered while it is open is replaced, and what is in memory goes into the new file', async () => {
    const tsdb = await open();
    write(tsdb, 0, 14_000);
    tsdb.flush();
    const file = path.join(directory, FILE);
    // Far more than SQLite keeps in its own memory, so that it has to read again what is broken now.
    expect(statSync(file).size).toBeGreaterThan(4_500_000);
    writeFileSync(file, readFileSync(file).fill(0xff, 4096));
    tsdb.setRetention({ maxAgeMs: 86_400_000, maxBytes: 1e10 });
    await clock.advance(40_000);
    expect(tsdb.stats().storageState).toBe('recovered');
    const kept = await rowsOf(tsdb);
    expect(kept.length).toBeGreaterThan(300);
    expect(kept).toEqual(range(14_000 - kept.length, 14_000));
    await tsdb.close();
    const again = await open();
    expect(again.stats().storageState).toBe('ok');
    expect(await rowsOf(again)).toEqual(kept);
    await again.close();
  });
});

describe('a directory that can not be made', () => {
  it('is used as soon as it can be, with all that was kept in memory until then', async () => {
    const blocker = path.join(directory, 'data');
    writeFileSync(blocker, 'a file where the folder should be');
    const tsdb = await open(blocker);
    expect(tsdb.stats().storageState).toBe('memory_only');
    write(tsdb, 0, 150);
    tsdb.flush();
    rmSync(blocker);
    await clock.advance(20_000);
    expect(tsdb.stats()).toMatchObject({ storageState: 'ok', storageMessage: '' });
    await tsdb.close();
    const again = await open(blocker);
    expect(await rowsOf(again)).toEqual(range(0, 150));
    await again.close();
  });
});

function mountSmallDisk(): string | null {
  const mountPoint = path.join(directory, 'disk');
  mkdirSync(mountPoint);
  try {
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', mountPoint], { stdio: 'ignore' });
    return mountPoint;
  } catch {
    return null;
  }
}

describe('a full disk', () => {
  it('stops no sample from being kept, and everything is stored once there is room', async (context) => {
    const mountPoint = mountSmallDisk();
    if (mountPoint === null) {
      context.skip('a small file system can only be mounted by root');
      return;
    }
    try {
      const ballast = path.join(mountPoint, 'ballast');
      writeFileSync(ballast, new Uint8Array(1_300_000));
      const tsdb = await open(mountPoint);
      let written = 0;
      while (tsdb.stats().storageState === 'ok' && written < 5000) {
        write(tsdb, written, written + 50);
        written += 50;
        tsdb.flush();
      }
      expect(tsdb.stats()).toMatchObject({ storageState: 'memory_only' });
      expect(tsdb.stats().storageMessage).toContain('the disk is full');
      write(tsdb, written, written + 130);
      written += 130;
      tsdb.flush();
      expect(await rowsOf(tsdb)).toEqual(range(0, written));

      rmSync(ballast);
      tsdb.flush();
      expect(tsdb.stats()).toMatchObject({ storageState: 'ok', storageMessage: '' });
      await tsdb.close();
      const again = await open(mountPoint);
      expect(again.stats().storageState).toBe('ok');
      expect(await rowsOf(again)).toEqual(range(0, written));
      await again.close();
    } finally {
      execFileSync('/bin/umount', ['-l', mountPoint]);
    }
  });

  it('that was full at the start is used later', async (context) => {
    const mountPoint = mountSmallDisk();
    if (mountPoint === null) {
      context.skip('a small file system can only be mounted by root');
      return;
    }
    try {
      const ballast = path.join(mountPoint, 'ballast');
      try {
        writeFileSync(ballast, new Uint8Array(3_000_000));
      } catch (error) {
        expect(error).toMatchObject({ code: 'ENOSPC' });
      }
      const tsdb = await open(mountPoint);
      expect(tsdb.stats().storageState).toBe('memory_only');
      write(tsdb, 0, 130);
      expect(await rowsOf(tsdb)).toEqual(range(0, 130));
      rmSync(ballast);
      await clock.advance(30_000);
      expect(tsdb.stats().storageState).toBe('ok');
      await tsdb.close();
      const again = await open(mountPoint);
      expect(await rowsOf(again)).toEqual(range(0, 130));
      await again.close();
    } finally {
      execFileSync('/bin/umount', ['-l', mountPoint]);
    }
  });
});

function execute(file: string, sql: string): void {
  const database = new Database(file);
  database.exec(sql);
  database.close();
}

function foreignDatabase(file: string): void {
  rmSync(file);
  execute(file, 'CREATE TABLE notes (text TEXT)');
}

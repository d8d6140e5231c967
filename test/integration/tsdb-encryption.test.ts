import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { convertHistory } from '../../src/engine/tsdb/disk/convert-history.ts';
import { type HistoryAccess, PLAIN_ACCESS } from '../../src/engine/tsdb/disk/history-key.ts';
import type { Tsdb } from '../../src/engine/tsdb/tsdb.ts';
import { overwrite } from '../support/damage.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { openRowStore, ROWS_START_MS, readRows, writeRows } from '../support/numbered-rows.ts';
import { mountSmallDisk } from '../support/small-disk.ts';

const KEY = 'a1'.repeat(32);
const OTHER_KEY = 'b2'.repeat(32);
const MAGIC = 'SQLite format 3';
/** In the names of all series that are written. */
const WORD = 'numbered';
const encrypted = (key: string | null): HistoryAccess => ({
  encrypted: true,
  key,
  message: key === null ? 'The keychain is locked.' : '',
});

let directory = '';
let clock = new ManualClock(ROWS_START_MS);
let access: HistoryAccess = PLAIN_ACCESS;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'sextant-encryption-'));
  clock = new ManualClock(ROWS_START_MS);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const file = (name = 'history.db'): string => path.join(directory, name);
const open = (): Promise<Tsdb> => openRowStore(directory, clock, { historyAccess: () => access });
const numbers = (to: number): number[] => Array.from({ length: to }, (_, i) => i);

async function fill(as: HistoryAccess, to = 200): Promise<void> {
  access = as;
  const tsdb = await open();
  expect(tsdb.stats()).toMatchObject({ storageState: 'ok', storageMessage: '' });
  writeRows(tsdb, clock, 0, to);
  tsdb.flush();
  await tsdb.close();
}

function filesWith(text: string): string[] {
  return readdirSync(directory).filter((name) => readFileSync(file(name)).includes(text));
}

describe('an encrypted history', () => {
  it('is read with its key, and is nowhere on disk in the clear', async () => {
    await fill(encrypted(KEY));
    expect(readdirSync(directory).sort()).toEqual(['history.db', 'history.db.good', 'history.db.key-id']);
    expect(filesWith(WORD)).toEqual([]);
    expect(filesWith(MAGIC)).toEqual([]);
    expect(filesWith(KEY)).toEqual([]);
    const tsdb = await open();
    expect(await readRows(tsdb)).toEqual(numbers(200));
    await tsdb.close();
  });

  it('is not in the clear in its log either', async () => {
    access = encrypted(KEY);
    const tsdb = await open();
    writeRows(tsdb, clock, 0, 50);
    tsdb.flush();
    expect(statSync(file('history.db-wal')).size).toBeGreaterThan(0);
    expect(filesWith(WORD)).toEqual([]);
    await tsdb.close();
  });

  it('stays closed while its key can’t be had, and takes over what came meanwhile', async () => {
    await fill(encrypted(KEY));
    const before = readFileSync(file());
    access = encrypted(null);
    const tsdb = await open();
    expect(tsdb.stats()).toMatchObject({ storageState: 'closed' });
    expect(tsdb.stats().storageMessage).toMatch(/keychain is locked\. New samples are kept in memory/);
    writeRows(tsdb, clock, 200, 260);
    tsdb.flush();
    expect(await readRows(tsdb)).toEqual(numbers(260).slice(200));
    expect(readFileSync(file()).equals(before)).toBe(true);
    access = encrypted(KEY);
    await clock.advance(11_000);
    tsdb.flush();
    expect(tsdb.stats()).toMatchObject({ storageState: 'ok' });
    expect(await readRows(tsdb)).toEqual(numbers(260));
    await tsdb.close();
    const again = await open();
    expect(await readRows(again)).toEqual(numbers(260));
    await again.close();
  });

  it.each([
    ['with another key', encrypted(OTHER_KEY), /another key/],
    ['by a host that knows of no key', PLAIN_ACCESS, /no key for it here/],
  ])('is left untouched when it is opened %s', async (_, as, says) => {
    await fill(encrypted(KEY));
    const before = readFileSync(file());
    access = as;
    const tsdb = await open();
    expect(tsdb.stats()).toMatchObject({ storageState: 'closed' });
    expect(tsdb.stats().storageMessage).toMatch(says);
    await tsdb.close();
    expect(readFileSync(file()).equals(before)).toBe(true);
    expect(readdirSync(directory)).toHaveLength(3);
  });

  it('that is damaged is set aside and replaced by its copy, which is encrypted too', async () => {
    await fill(encrypted(KEY));
    overwrite(file(), 0, new Uint8Array(4096));
    const tsdb = await open();
    expect(tsdb.stats()).toMatchObject({ storageState: 'recovered' });
    expect(await readRows(tsdb)).toEqual(numbers(200));
    await tsdb.close();
    expect(filesWith(WORD)).toEqual([]);
  });
});

describe('turning encryption on and off', () => {
  it('keeps all samples, and leaves none in the clear', async () => {
    await fill(PLAIN_ACCESS);
    expect(filesWith(WORD)).toContain('history.db');
    access = encrypted(KEY);
    const on = await open();
    expect(on.stats()).toMatchObject({ storageState: 'ok' });
    expect(await readRows(on)).toEqual(numbers(200));
    expect(filesWith(WORD)).toEqual([]);
    writeRows(on, clock, 200, 210);
    await on.close();
    access = { encrypted: false, key: KEY, message: '' };
    const off = await open();
    expect(await readRows(off)).toEqual(numbers(210));
    await off.close();
    expect(filesWith(MAGIC)).toContain('history.db');
    expect(existsSync(file('history.db.key-id'))).toBe(false);
  });

  it('keeps the history as it was where the disk has no room', async () => {
    await fill(PLAIN_ACCESS);
    const disk = mountSmallDisk(file('small'), 8 << 20);
    if (disk === null) return;
    try {
      copyFileSync(file(), path.join(disk.folder, 'history.db'));
      expect(convertHistory(path.join(disk.folder, 'history.db'), null, KEY)).toMatch(/too little room/);
      expect(readFileSync(path.join(disk.folder, 'history.db')).equals(readFileSync(file()))).toBe(true);
      const tsdb = await openRowStore(disk.folder, clock, { historyAccess: () => encrypted(KEY) });
      expect(tsdb.stats().storageMessage).toMatch(/could not be encrypted.*stays as it was/);
      expect(await readRows(tsdb)).toEqual(numbers(200));
      await tsdb.close();
    } finally {
      disk.unmount();
    }
  });

  it('survives what an earlier attempt left behind', async () => {
    await fill(PLAIN_ACCESS);
    writeFileSync(file('history.db.converting'), 'half a file');
    writeFileSync(file('history.db.key-id'), 'noted before the rename');
    access = encrypted(KEY);
    const tsdb = await open();
    expect(await readRows(tsdb)).toEqual(numbers(200));
    await tsdb.close();
    expect(filesWith(WORD)).toEqual([]);
  });
});

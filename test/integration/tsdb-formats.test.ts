import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SLOT_SAMPLE } from '../../src/engine/storage.ts';
import { openDatabase } from '../../src/engine/tsdb/disk/database.ts';
import { FORMAT_VERSION, type Migration, migrate } from '../../src/engine/tsdb/disk/format.ts';
import {
  dumpSamples,
  GOLDEN_START_MS,
  openGoldenStore,
  writeGoldenHistory,
} from '../support/golden-history.ts';

/** A file written by the first release of each format, named by it, never changed afterwards. */
const GOLDEN_FOLDER = path.resolve(import.meta.dirname, '../data/history');
const GOLDEN_FILES = readdirSync(GOLDEN_FOLDER).sort();

let directory = '';
let file = '';
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'sextant-formats-'));
  file = path.join(directory, 'history.db');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function expectedSamples(): Promise<string[]> {
  const store = await openGoldenStore(null);
  writeGoldenHistory(store);
  const samples = await dumpSamples(store);
  await store.close();
  return samples;
}

function versionOf(database: Database.Database): number {
  return (database.prepare('PRAGMA user_version').raw().all() as [number][])[0]?.[0] ?? -1;
}

describe('a history of every format', () => {
  it('has its golden file', () => {
    const versions = Array.from({ length: FORMAT_VERSION }, (_, i) => `format-${i + 1}.db`);
    expect(GOLDEN_FILES).toEqual(versions);
  });

  it.each(GOLDEN_FILES)('gives the samples that were written, and can be written on: %s', async (name) => {
    copyFileSync(path.join(GOLDEN_FOLDER, name), file);
    const expected = await expectedSamples();
    const store = await openGoldenStore(directory);
    expect(store.stats()).toMatchObject({ storageState: 'ok', storageMessage: '' });
    expect(await dumpSamples(store)).toEqual(expected);
    const appender = store.openSource('rules/shop');
    const row = appender.begin(GOLDEN_START_MS + 3_600_000);
    const slot = appender.slot([['__name__', 'job:requests:rate']]);
    row.values[slot] = 7;
    row.state[slot] = SLOT_SAMPLE;
    row.commit();
    await store.close();
    const again = await openGoldenStore(directory);
    expect(await dumpSamples(again)).toHaveLength(expected.length + 1);
    await again.close();
  });

  it('written now gives the samples that were written', async () => {
    const store = await openGoldenStore(directory);
    writeGoldenHistory(store);
    await store.close();
    const again = await openGoldenStore(directory);
    expect(await dumpSamples(again)).toEqual(await expectedSamples());
    await again.close();
  });

  it('that is newer is left untouched and opened in memory only, with a sentence', async () => {
    copyFileSync(path.join(GOLDEN_FOLDER, GOLDEN_FILES[0] as string), file);
    const database = new Database(file);
    database.exec(`PRAGMA user_version = ${FORMAT_VERSION + 1}`);
    database.close();
    const before = readFileSync(file);
    const store = await openGoldenStore(directory);
    expect(store.stats()).toMatchObject({
      storageState: 'newer',
      storageMessage: expect.stringMatching(/written by a newer version .* left untouched.* Update/),
    });
    writeGoldenHistory(store);
    expect(await dumpSamples(store)).toEqual(await expectedSamples());
    await store.close();
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(directory)).toEqual(['history.db']);
  });
});

describe('migrations', () => {
  const addColumn: Migration = (database) => {
    database.exec("ALTER TABLE sources ADD COLUMN note TEXT NOT NULL DEFAULT ''");
  };
  const fail: Migration = (database) => {
    database.exec('DROP TABLE journal');
    throw new Error('no way on');
  };

  it('run in order from the format of the file, and only then', () => {
    copyFileSync(path.join(GOLDEN_FOLDER, 'format-1.db'), file);
    const database = new Database(file);
    const ran: number[] = [];
    const steps: Migration[] = [() => ran.push(1), addColumn, () => ran.push(3)];
    migrate(database, 1, steps);
    expect([ran, versionOf(database)]).toEqual([[1, 3], 4]);
    migrate(database, 4, steps);
    expect(ran).toEqual([1, 3]);
    expect(database.prepare('SELECT note FROM sources').raw().all()).toEqual([[''], ['']]);
    database.close();
  });

  it('leave a file as it was where one of them fails', () => {
    copyFileSync(path.join(GOLDEN_FOLDER, 'format-1.db'), file);
    const database = new Database(file);
    expect(() => migrate(database, 1, [addColumn, fail])).toThrow('no way on');
    expect(versionOf(database)).toBe(1);
    database.close();
    const opened = openDatabase(file, null);
    expect(opened.kind).toBe('opened');
    if (opened.kind === 'opened') opened.database.close();
  });
});

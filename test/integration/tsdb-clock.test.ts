import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLabels } from '../../src/engine/model/labels.ts';
import { type RowAppender, SLOT_SAMPLE } from '../../src/engine/storage.ts';
import type { Tsdb } from '../../src/engine/tsdb/tsdb.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { openRowStore } from '../support/numbered-rows.ts';

const NOON = Date.UTC(2026, 4, 1, 12);
const MINUTE = 60_000;
const INTERVAL_MS = 10_000;
const LABELS = createLabels([['__name__', 'c']]);

let directory: string;
let clock: ManualClock;
let tsdb: Tsdb;
let appender: RowAppender;
/** Counts all rows, so that it never goes down in the order of recording. */
let counter: number;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'sextant-clock-'));
  clock = new ManualClock(NOON);
  counter = 0;
  await open();
});

afterEach(async () => {
  await tsdb.close();
  rmSync(directory, { recursive: true, force: true });
});

async function open(): Promise<void> {
  tsdb = await openRowStore(directory, clock);
  appender = tsdb.openSource('target');
}

async function reopen(): Promise<void> {
  await tsdb.close();
  await open();
}

/** Writes a row every ten seconds from one minute to (without) another. */
function record(fromMin: number, toMin: number, labels = LABELS): void {
  for (let atMs = NOON + fromMin * MINUTE; atMs < NOON + toMin * MINUTE; atMs += INTERVAL_MS) {
    clock.setWall(atMs);
    scrape(atMs, labels);
  }
}

/** Writes a row at a time; how many samples were dropped as out of order. */
function scrape(atMs: number, labels = LABELS): number {
  const row = appender.begin(atMs);
  const slot = appender.slot(labels);
  row.values[slot] = counter++;
  row.state[slot] = SLOT_SAMPLE;
  return row.commit().outOfOrder;
}

async function values(): Promise<readonly number[]> {
  const [columns] = await tsdb.select([{ name: '__name__', type: '=', value: 'c' }], 0, 1e15);
  return [...(columns?.values ?? [])];
}

/** The stretches that are shown: first and last minute, and the values there. */
async function shown(): Promise<string[]> {
  const [columns] = await tsdb.select([{ name: '__name__', type: '=', value: 'c' }], 0, 1e15);
  const { times, values } = columns ?? { times: new Float64Array(), values: new Float64Array() };
  const stretches: string[] = [];
  let from = 0;
  for (let i = 0; i < times.length; i++) {
    const next = times[i + 1];
    if (next !== undefined) {
      expect(next).toBeGreaterThan(times[i] as number);
      expect(values[i + 1]).toBeGreaterThan(values[i] as number);
      if (
        next - (times[i] as number) === INTERVAL_MS &&
        (values[i + 1] as number) === (values[i] as number) + 1
      )
        continue;
    }
    const minute = (k: number): number => ((times[k] as number) - NOON) / MINUTE;
    stretches.push(`${minute(from)}=${values[from]}..${minute(i).toFixed(2)}=${values[i]}`);
    from = i + 1;
  }
  return stretches;
}

describe('a clock that is set back', () => {
  it('does not keep samples waiting: new ones are stored and shown, earlier ones of these times are set aside', async () => {
    record(0, 60);
    record(10, 20);
    const expected = ['0=0..9.83=59', '10=360..19.83=419'];
    expect(await shown()).toEqual(expected);
    expect(tsdb.stats()).toMatchObject({ storageState: 'clock_set_back', newestSampleMs: clock.wallMs() });
    expect(tsdb.stats().storageMessage).toContain('set back by 50 min');
    tsdb.flush();
    await reopen();
    expect(await shown()).toEqual(expected);
    record(20, 30);
    expect(await shown()).toEqual(['0=0..9.83=59', '10=360..29.83=479']);
    await reopen();
    record(30, 70);
    const caughtUp = ['0=0..9.83=59', '10=360..69.83=719'];
    expect(await shown()).toEqual(caughtUp);
    expect(tsdb.stats().storageState).toBe('ok');
    await reopen();
    expect(await shown()).toEqual(caughtUp);
  });

  it('may be set right again: then what was set aside is shown', async () => {
    record(0, 60);
    record(10, 15);
    record(65, 70);
    const expected = ['0=0..59.83=359', '65=390..69.83=419'];
    expect(await shown()).toEqual(expected);
    await reopen();
    expect(await shown()).toEqual(expected);
  });

  it('shows what was set aside also where the program was closed meanwhile', async () => {
    record(0, 60);
    await reopen();
    record(10, 15);
    await reopen();
    record(65, 70);
    const expected = ['0=0..59.83=359', '65=390..69.83=419'];
    expect(await shown()).toEqual(expected);
    await reopen();
    expect(await shown()).toEqual(expected);
  });

  it('loses nothing of the new times when the program is killed', async () => {
    record(0, 60);
    record(10, 20);
    tsdb.flush();
    const running = tsdb;
    const copy = mkdtempSync(join(tmpdir(), 'sextant-clock-'));
    // The files as they lie there are what a start after the kill would find.
    cpSync(directory, copy, { recursive: true });
    try {
      tsdb = await openRowStore(copy, clock);
      expect(await shown()).toEqual(['0=0..9.83=59', '10=360..19.83=419']);
      await tsdb.close();
    } finally {
      tsdb = running;
      rmSync(copy, { recursive: true, force: true });
    }
  });

  it('may go back by a second or two: samples are stored at once all the same, without a notice', async () => {
    const scrapes = [0, 1, 2, 3, 4, 5, 3, 4, 5, 6, 7, 8, 7, 8, 9, 10].map((second) => NOON + second * 1_000);
    for (const atMs of scrapes) {
      clock.setWall(atMs);
      expect(scrape(atMs)).toBe(0);
      expect(tsdb.stats().storageState).toBe('ok');
    }
    const expected = [0, 1, 2, 6, 7, 8, 9, 12, 13, 14, 15];
    expect(await values()).toEqual(expected);
    await reopen();
    expect(await values()).toEqual(expected);
  });

  it('is told from a slow scrape: rows are stored though their times have passed when they are', async () => {
    const slowly = (atMs: number, tookMs: number): number => {
      clock.setWall(atMs + tookMs);
      return scrape(atMs);
    };
    for (const second of [0, 10, 20, 30]) expect(slowly(NOON + second * 1_000, 100)).toBe(0);
    // Set back by 15 s between two scrapes, of which the second one lasts longer than that.
    clock.passTo(clock.wallMs() + 10_000);
    expect(slowly(NOON + 25_000, 9_000)).toBe(0);
    expect(slowly(NOON + 35_000, 100)).toBe(0);
    expect(await values()).toEqual([0, 1, 2, 4, 5]);
  });

  it('does not take rows that come late for a clock that was set back', async () => {
    record(0, 10);
    expect(scrape(NOON + 5 * MINUTE)).toBe(1);
    expect(await shown()).toEqual(['0=0..9.83=59']);
  });

  it('lets samples with times of their own go on as well', async () => {
    const own = (atMs: number): void => {
      clock.setWall(atMs);
      const row = appender.begin(atMs);
      row.setAt(appender.slot(LABELS), atMs - 1_000, counter++, false);
      row.commit();
    };
    for (let at = 0; at < 60; at++) own(NOON + at * MINUTE);
    for (let at = 10; at < 20; at++) own(NOON + at * MINUTE);
    const expected = [...Array(11).keys(), ...Array.from({ length: 10 }, (_, i) => 60 + i)];
    // The one of minute 10 is a second before the row from which on new rows are shown.
    expect(await values()).toEqual(expected.filter((value) => value !== 60));
    await reopen();
    expect(await values()).toEqual(expected.filter((value) => value !== 60));
  });
});

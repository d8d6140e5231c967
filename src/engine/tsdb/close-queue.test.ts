import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { SILENT_LOGGER } from '../../../test/support/fake-ports.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { createLabels } from '../model/labels.ts';
import { type RowAppender, SLOT_SAMPLE } from '../storage.ts';
import { openTsdb, type Tsdb } from './tsdb.ts';

const START_MS = 1_800_000_000_000;
const WIDE = 400;
const folder = mkdtempSync(path.join(tmpdir(), 'sextant-close-'));

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open(clock: ManualClock, directory: string | null): Promise<Tsdb> {
  const retention = { maxAgeMs: 1e12, maxBytes: 1e12 };
  const options = { clock, logger: SILENT_LOGGER, retention, seriesBudget: 1e6, flushIntervalMs: 1000 };
  return openTsdb({ ...options, directory });
}

/** A row with the series from `from` to `end`; each value tells its series and its row. */
function write(appender: RowAppender, number: number, from: number, end: number): void {
  const row = appender.begin(START_MS + number * 1000);
  for (let i = from; i < end; i++) {
    const slot = appender.slot(
      createLabels([
        ['__name__', 'm'],
        ['i', String(i)],
      ]),
    );
    row.values[slot] = i * 1000 + number;
    row.state[slot] = SLOT_SAMPLE;
  }
  row.commit();
}

async function valuesOf(tsdb: Tsdb, i: number): Promise<number[]> {
  const matchers = [{ name: 'i', type: '=' as const, value: String(i) }];
  const [columns] = await tsdb.select(matchers, 0, Number.MAX_SAFE_INTEGER);
  if (columns === undefined) return [];
  return [...columns.values].filter((_, k) => columns.stale?.[k] !== 1);
}

function expected(i: number, from: number, end: number): number[] {
  return Array.from({ length: end - from }, (_, k) => i * 1000 + from + k);
}

describe('closing a batch', () => {
  it('takes its time, and samples can be read before, meanwhile and afterwards', async () => {
    const clock = new ManualClock(START_MS);
    const tsdb = await open(clock, null);
    const appender = tsdb.openSource('wide');
    let rows = 0;
    while (rows < 130) write(appender, rows++, 0, WIDE);
    expect(tsdb.stats().openRows).toBe(130);
    expect(await valuesOf(tsdb, 333)).toEqual(expected(333, 0, 130));
    await clock.advance(100);
    expect(tsdb.stats().openRows).toBeLessThan(130);
    expect(await valuesOf(tsdb, 333)).toEqual(expected(333, 0, 130));
    write(appender, rows++, 0, WIDE);
    expect(await valuesOf(tsdb, 0)).toEqual(expected(0, 0, 131));
    await tsdb.close();
  });

  it('frees dead slots without losing the rows that came meanwhile', async () => {
    const clock = new ManualClock(START_MS);
    const tsdb = await open(clock, folder);
    const appender = tsdb.openSource('churn');
    let rows = 0;
    while (appender.layoutVersion === 1 && rows < 400) {
      // After the first batch the lower half is gone for good.
      write(appender, rows, rows < 120 ? 0 : WIDE / 2, WIDE);
      rows++;
      if (rows % 7 === 0) await clock.advance(50);
    }
    expect(appender.layoutVersion).toBe(2);
    write(appender, rows, WIDE / 2, WIDE);
    rows++;
    expect(await valuesOf(tsdb, 10)).toEqual(expected(10, 0, 120));
    expect(await valuesOf(tsdb, 350)).toEqual(expected(350, 0, rows));
    await tsdb.close();
    const again = await open(clock, folder);
    expect(await valuesOf(again, 350)).toEqual(expected(350, 0, rows));
    expect(await valuesOf(again, 10)).toEqual(expected(10, 0, 120));
    await again.close();
  });

  it('goes on when a row is open at the moment', async () => {
    const clock = new ManualClock(START_MS);
    const tsdb = await open(clock, null);
    const appender = tsdb.openSource('wide');
    let rows = 0;
    while (rows < 125) write(appender, rows++, 0, WIDE);
    const row = appender.begin(START_MS + rows * 1000);
    await clock.advance(100);
    expect(tsdb.stats().openRows).toBeGreaterThanOrEqual(120);
    row.commit();
    expect(tsdb.stats().openRows).toBeLessThan(60);
    expect(await valuesOf(tsdb, 7)).toEqual(expected(7, 0, 125));
    await tsdb.close();
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { SILENT_LOGGER } from '../../../test/support/fake-ports.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import type { FloatHistogram } from '../../shared/domain/histogram.ts';
import type { LabelSet } from '../../shared/domain/series.ts';
import { createLabels } from '../model/labels.ts';
import type { Matcher } from '../model/matcher.ts';
import { type RowAppender, type RowOutcome, SLOT_SAMPLE } from '../storage.ts';
import { openTsdb, type Tsdb, type TsdbOptions } from './tsdb.ts';

const START_MS = 1_800_000_000_000;
const NOTHING: RowOutcome = {
  samplesAppended: 0,
  seriesAdded: 0,
  staleMarks: 0,
  outOfOrder: 0,
  duplicates: 0,
  outOfBounds: 0,
};

let clock: ManualClock;
let tsdb: Tsdb;

async function open(options: Partial<TsdbOptions> = {}): Promise<Tsdb> {
  return openTsdb({
    clock,
    logger: SILENT_LOGGER,
    directory: null,
    retention: { maxAgeMs: 1e12, maxBytes: 1e12 },
    seriesBudget: 100_000,
    flushIntervalMs: 1000,
    ...options,
  });
}

beforeEach(async () => {
  clock = new ManualClock(START_MS);
  tsdb = await open();
});

function metric(name: string, ...pairs: [string, string][]): LabelSet {
  return createLabels([['__name__', name], ...pairs]);
}

function named(name: string): Matcher[] {
  return [{ name: '__name__', type: '=', value: name }];
}

/** Writes one row; values by metric name. */
function write(appender: RowAppender, atMs: number, values: Readonly<Record<string, number>>): RowOutcome {
  const row = appender.begin(atMs);
  for (const [name, value] of Object.entries(values)) {
    const slot = appender.slot(metric(name));
    row.values[slot] = value;
    row.state[slot] = SLOT_SAMPLE;
  }
  return row.commit();
}

/** A series as text: `time=value`, `time=stale`. */
async function read(name: string, minMs = 0, maxMs = 1e15): Promise<string> {
  const columns = await tsdb.select(named(name), minMs, maxMs);
  return columns
    .map(({ times, values, stale }) =>
      [...times].map((atMs, i) => `${atMs}=${stale?.[i] === 1 ? 'stale' : values[i]}`).join(' '),
    )
    .join(' | ');
}

describe('rows', () => {
  it('count what they append and which series are new', () => {
    const source = tsdb.openSource('a');
    expect(write(source, 1, { x: 1, y: 2 })).toEqual({ ...NOTHING, samplesAppended: 2, seriesAdded: 2 });
    expect(write(source, 2, { x: 1, z: 2 })).toEqual({
      ...NOTHING,
      samplesAppended: 2,
      seriesAdded: 1,
      staleMarks: 1,
    });
  });

  it('mark a series that vanished stale once, and again only after it was back', async () => {
    const source = tsdb.openSource('a');
    write(source, 1, { x: 1, y: 1 });
    write(source, 2, { x: 2 });
    write(source, 3, { x: 3 });
    write(source, 4, { x: 4, y: 4 });
    write(source, 5, {});
    expect(await read('y')).toBe('1=1 2=stale 4=4 5=stale');
    expect(await read('x')).toBe('1=1 2=2 3=3 4=4 5=stale');
  });

  it.each([
    ['at the same time', 10],
    ['earlier', 9],
  ])('are dropped and counted when they come %s', async (_name, atMs) => {
    const source = tsdb.openSource('a');
    write(source, 10, { x: 1 });
    expect(write(source, atMs, { x: 2, y: 3 })).toEqual({ ...NOTHING, outOfOrder: 2 });
    expect(write(source, 11, { x: 4 })).toEqual({ ...NOTHING, samplesAppended: 1 });
    expect(await read('x')).toBe('10=1 11=4');
    expect(await read('y')).toBe('');
  });

  it('forget what was set when cleared, and then mark all series stale', async () => {
    const source = tsdb.openSource('a');
    write(source, 1, { x: 1 });
    const row = source.begin(2);
    const slot = source.slot(metric('x'));
    row.values[slot] = 2;
    row.state[slot] = SLOT_SAMPLE;
    row.setAt(source.slot(metric('own')), 1, 1, false);
    row.countDuplicate();
    row.clear();
    expect(row.commit()).toEqual({ ...NOTHING, staleMarks: 1 });
    expect(await read('x')).toBe('1=1 2=stale');
    expect(await read('own')).toBe('');
  });

  it('are invisible until committed, and can not be committed twice or after the next was begun', async () => {
    const source = tsdb.openSource('a');
    const first = source.begin(1);
    const slot = source.slot(metric('x'));
    first.values[slot] = 1;
    first.state[slot] = SLOT_SAMPLE;
    expect(await read('x')).toBe('');
    const second = source.begin(1);
    expect(() => first.commit()).toThrow('committed once');
    expect(second.commit()).toEqual(NOTHING);
    expect(() => second.commit()).toThrow('committed once');
  });

  it('count duplicates that the writer found', () => {
    const row = tsdb.openSource('a').begin(1);
    row.countDuplicate();
    expect(row.commit()).toEqual({ ...NOTHING, duplicates: 1 });
  });

  it('grow while they are open', async () => {
    const source = tsdb.openSource('a');
    const row = source.begin(1);
    for (let i = 0; i < 1000; i++) {
      const slot = source.slot(metric('grown', ['i', String(i)]));
      row.values[slot] = i;
      row.state[slot] = SLOT_SAMPLE;
    }
    expect(row.commit()).toMatchObject({ samplesAppended: 1000, seriesAdded: 1000 });
    const columns = await tsdb.select(named('grown'), 1, 1);
    expect(columns.map(({ values }) => values[0]).sort((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 1000 }, (_, i) => i),
    );
  });
});

describe('samples with their own time', () => {
  function writeOwn(
    source: RowAppender,
    atMs: number,
    ownMs: number,
    value: number,
    tracked = false,
  ): RowOutcome {
    const row = source.begin(atMs);
    row.setAt(source.slot(metric('own')), ownMs, value, tracked);
    return row.commit();
  }

  it('are kept at it, and get no staleness mark', async () => {
    const source = tsdb.openSource('a');
    expect(writeOwn(source, START_MS, START_MS - 5000, 1)).toMatchObject({
      samplesAppended: 1,
      seriesAdded: 1,
    });
    expect(write(source, START_MS + 10, {})).toEqual(NOTHING);
    expect(await read('own')).toBe(`${START_MS - 5000}=1`);
  });

  it('get a mark at the time of the row that lacks them when staleness is tracked', async () => {
    const source = tsdb.openSource('a');
    writeOwn(source, START_MS, START_MS - 5000, 1, true);
    expect(write(source, START_MS + 10, {})).toEqual({ ...NOTHING, staleMarks: 1 });
    expect(write(source, START_MS + 20, {})).toEqual(NOTHING);
    expect(await read('own')).toBe(`${START_MS - 5000}=1 ${START_MS + 10}=stale`);
  });

  it('are dropped and counted when older than the last one or too far ahead; a repeated one is no error', async () => {
    const source = tsdb.openSource('a');
    writeOwn(source, START_MS, START_MS, 1);
    expect(writeOwn(source, START_MS + 1, START_MS - 1, 2)).toEqual({ ...NOTHING, outOfOrder: 1 });
    expect(writeOwn(source, START_MS + 2, START_MS + 600_001, 3)).toEqual({ ...NOTHING, outOfBounds: 1 });
    expect(writeOwn(source, START_MS + 3, START_MS, 1)).toEqual(NOTHING);
    expect(writeOwn(source, START_MS + 4, START_MS + 600_000, 4)).toEqual({ ...NOTHING, samplesAppended: 1 });
    expect(await read('own')).toBe(`${START_MS}=1 ${START_MS + 600_000}=4`);
  });

  it('join those at the row times in one ascending column', async () => {
    const source = tsdb.openSource('a');
    write(source, START_MS, { own: 1 });
    writeOwn(source, START_MS + 100, START_MS + 50, 2);
    write(source, START_MS + 200, { own: 3 });
    expect(await read('own')).toBe(`${START_MS}=1 ${START_MS + 50}=2 ${START_MS + 200}=3`);
  });

  it('survive the closing of a batch', async () => {
    const source = tsdb.openSource('a');
    const expected: string[] = [];
    for (let i = 0; i < 300; i++) {
      writeOwn(source, START_MS + i * 1000, START_MS + i * 1000 - 777, i, true);
      expected.push(`${START_MS + i * 1000 - 777}=${i}`);
    }
    expect(tsdb.stats().openRows).toBeLessThan(200);
    expect(await read('own')).toBe(expected.join(' '));
    expect(await read('own', START_MS, START_MS + 223)).toBe(`${START_MS + 223}=1`);
  });
});

describe('sources', () => {
  it('put a last mark on live series when they end, and none at a shutdown', async () => {
    const source = tsdb.openSource('a');
    write(source, 1, { x: 1, y: 1 });
    write(source, 2, { x: 2 });
    source.close(3);
    expect(await read('x')).toBe('1=1 2=2 3=stale');
    expect(await read('y')).toBe('1=1 2=stale');
    const other = tsdb.openSource('b');
    write(other, 1, { z: 1 });
    other.close(null);
    expect(await read('z')).toBe('1=1');
  });

  it('have one writer at a time, and can be opened again without marks for what was live', async () => {
    const source = tsdb.openSource('a');
    expect(() => tsdb.openSource('a')).toThrow('already being written');
    write(source, 1, { x: 1, y: 1 });
    source.close(null);
    const again = tsdb.openSource('a');
    expect(write(again, 2, { x: 2 })).toEqual({ ...NOTHING, samplesAppended: 1 });
    expect(await read('y')).toBe('1=1');
  });

  it('merge in one series by time, the first one winning at equal times', async () => {
    const a = tsdb.openSource('a');
    const b = tsdb.openSource('b');
    write(a, 10, { x: 1 });
    write(b, 10, { x: 2 });
    write(b, 20, { x: 3 });
    write(a, 30, { x: 4 });
    expect(await read('x')).toBe('10=1 20=3 30=4');
  });

  it('refuse new series beyond the budget and go on with the known ones', async () => {
    tsdb = await open({ seriesBudget: 2 });
    const source = tsdb.openSource('a');
    write(source, 1, { x: 1, y: 1 });
    expect(() => write(source, 2, { x: 2, z: 1 })).toThrow(
      expect.objectContaining({
        code: 'limit_exceeded',
        message: 'The budget of 2 series of all targets is used up, mostly by a (2).',
      }),
    );
    tsdb.setSeriesBudget(3);
    expect(write(source, 2, { x: 2, y: 2 })).toMatchObject({ samplesAppended: 2 });
  });

  it('free the slots of series that were gone for a whole batch, and keep their history', async () => {
    const source = tsdb.openSource('a');
    const names = Array.from({ length: 20 }, (_, i) => `churned_${i}`);
    write(source, 1, { stays: 1, ...Object.fromEntries(names.map((name) => [name, 7])) });
    const version = source.layoutVersion;
    for (let i = 2; i < 400; i++) write(source, i, { stays: i });
    expect(source.layoutVersion).toBeGreaterThan(version);
    expect(source.slotCount).toBe(1);
    expect(tsdb.stats().seriesCount).toBe(1);
    expect(await read('churned_3')).toBe('1=7 2=stale');
    expect(write(source, 400, { stays: 400, churned_3: 8 })).toMatchObject({ seriesAdded: 1, staleMarks: 0 });
    expect(await read('churned_3')).toBe('1=7 2=stale 400=8');
    expect(await read('stays', 399, 400)).toBe('399=399 400=400');
  });
});

describe('select', () => {
  it('shares one time column among series that have the same rows, also among those that lack the same', async () => {
    const source = tsdb.openSource('a');
    for (let i = 0; i < 200; i++) {
      write(source, i, i < 150 ? { p: i, q: i, s: 1, t: 2 } : { p: i, q: i });
    }
    const columns = await tsdb.select([{ name: '__name__', type: '=~', value: '[pqst]' }], 10, 1e6);
    const timesOf = (name: string) => columns.find(({ labels }) => labels[0]?.[1] === name)?.times;
    expect(timesOf('p')).toBe(timesOf('q'));
    expect(timesOf('s')).toBe(timesOf('t'));
    expect(timesOf('p')).not.toBe(timesOf('s'));
    const again = await tsdb.select(named('q'), 10, 1e6);
    expect(again[0]?.times).toBe(timesOf('p'));
  });

  it('closes its window on both sides', async () => {
    const source = tsdb.openSource('a');
    for (let i = 1; i <= 250; i++) write(source, i * 10, { x: i });
    expect(await read('x', 1200, 1210)).toBe('1200=120 1210=121');
    expect(await read('x', 1201, 1209)).toBe('');
    expect(await read('x', 2500, 9999)).toBe('2500=250');
  });

  it('rejects an aborted query as canceled, and a bad expression as bad data', async () => {
    await expect(tsdb.select([], 0, 1, AbortSignal.abort())).rejects.toMatchObject({ code: 'canceled' });
    await expect(tsdb.select([{ name: 'a', type: '=~', value: '(' }], 0, 1)).rejects.toMatchObject({
      code: 'bad_data',
    });
  });

  it('gives native histograms back, among floats and after their batch was closed', async () => {
    const histogram = (count: number): FloatHistogram => ({
      schema: 3,
      counterResetHint: 'gauge',
      zeroThreshold: 1e-9,
      zeroCount: 2,
      count,
      sum: 0.1 + count,
      positiveSpans: [
        { offset: -3, length: 2 },
        { offset: 4, length: 1 },
      ],
      positiveBuckets: Float64Array.of(1, 2.5, count),
      negativeSpans: [],
      negativeBuckets: new Float64Array(0),
      customValues: new Float64Array(0),
    });
    const source = tsdb.openSource('a');
    for (let i = 0; i < 250; i++) {
      const row = source.begin(i);
      const slot = source.slot(metric('h'));
      if (i % 10 === 9) {
        row.values[slot] = i;
        row.state[slot] = SLOT_SAMPLE;
      } else row.setHistogram(slot, histogram(i));
      expect(row.commit()).toMatchObject({ samplesAppended: 1 });
    }
    const [columns] = await tsdb.select(named('h'), 5, 249);
    expect(columns?.times).toHaveLength(245);
    for (let i = 5; i < 250; i++) {
      const expected = i % 10 === 9 ? null : histogram(i);
      expect(columns?.histograms?.[i - 5]).toEqual(expected);
      if (expected === null) expect(columns?.values[i - 5]).toBe(i);
    }
  });
});

describe('names', () => {
  beforeEach(() => {
    const source = tsdb.openSource('a');
    const row = source.begin(100);
    for (const labels of [
      metric('x', ['zone', 'b']),
      metric('x', ['zone', 'a']),
      metric('y', ['job', 'j']),
    ]) {
      row.state[source.slot(labels)] = SLOT_SAMPLE;
    }
    row.commit();
  });

  it('are listed sorted, by matcher and window', async () => {
    expect(await tsdb.listLabelNames([], 0, 1000)).toEqual(['__name__', 'job', 'zone']);
    expect(await tsdb.listLabelNames(named('x'), 0, 1000)).toEqual(['__name__', 'zone']);
    expect(await tsdb.listLabelValues('zone', [], 0, 1000)).toEqual(['a', 'b']);
    expect(await tsdb.listLabelValues('zone', named('y'), 0, 1000)).toEqual([]);
    expect(await tsdb.listSeries(named('x'), 0, 1000)).toEqual([
      metric('x', ['zone', 'a']),
      metric('x', ['zone', 'b']),
    ]);
    expect(await tsdb.listSeries(named('x'), 101, 1000)).toEqual([]);
  });
});

describe('retention', () => {
  it('forgets batches by age, and series and label values with the last of them', async () => {
    tsdb = await open({ retention: { maxAgeMs: 3_600_000, maxBytes: 1e12 } });
    const gone = tsdb.openSource('gone');
    for (let i = 0; i < 130; i++) write(gone, START_MS + i * 1000, { old: i });
    gone.close(START_MS + 130_000);
    const source = tsdb.openSource('stays');
    for (let i = 0; i < 300; i++) write(source, START_MS + i * 15_000, { x: i });
    expect(await read('old', START_MS, START_MS)).toBe(`${START_MS}=0`);
    await clock.advance(6_000_000);
    expect(await read('old')).toBe('');
    expect(await tsdb.listLabelValues('__name__', [], 0, 1e15)).toEqual(['x']);
    expect(tsdb.stats().seriesCount).toBe(1);
    expect(tsdb.stats().oldestSampleMs).toBeGreaterThan(START_MS);
    expect(await read('x', START_MS + 299 * 15_000)).toBe(`${START_MS + 299 * 15_000}=299`);
  });

  it('forgets the oldest batches when there are too many bytes', async () => {
    tsdb = await open({ retention: { maxAgeMs: 1e12, maxBytes: 5000 } });
    const source = tsdb.openSource('a');
    for (let i = 0; i < 2000; i++) write(source, START_MS + i * 1000, { x: Math.sin(i) });
    await clock.advance(60_000);
    const [columns] = await tsdb.select(named('x'), 0, 1e15);
    const kept = columns?.times.length ?? 0;
    expect(kept).toBeGreaterThan(300);
    expect(kept).toBeLessThan(900);
    expect(columns?.times.at(-1)).toBe(START_MS + 1999 * 1000);
  });
});

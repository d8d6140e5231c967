import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SILENT_LOGGER } from '../../../test/support/fake-ports.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import type { CounterResetHint, FloatHistogram } from '../../shared/domain/histogram.ts';
import { createLabels } from '../model/labels.ts';
import { type RowAppender, SLOT_SAMPLE } from '../storage.ts';
import { storedHint } from './counter-reset-hint.ts';
import { openTsdb, type Tsdb } from './tsdb.ts';

const START_MS = 1_800_000_000_000;
const LABELS = createLabels([['__name__', 'h']]);

let directory: string;
let tsdb: Tsdb;

async function open(onDisk: boolean): Promise<Tsdb> {
  return openTsdb({
    clock: new ManualClock(START_MS),
    logger: SILENT_LOGGER,
    directory: onDisk ? directory : null,
    retention: { maxAgeMs: 1e12, maxBytes: 1e12 },
    seriesBudget: 1000,
    flushIntervalMs: 1000,
  });
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sextant-histograms-'));
});

afterEach(async () => {
  await tsdb?.close();
  rmSync(directory, { recursive: true });
});

/** A histogram with buckets of an exponential schema from index 0 on. */
function histogram(counts: readonly number[], more: Partial<FloatHistogram> = {}): FloatHistogram {
  return {
    schema: 0,
    counterResetHint: 'unknown',
    zeroThreshold: 0.001,
    zeroCount: 0,
    count: counts.reduce((sum, count) => sum + count, 0),
    sum: 1,
    positiveSpans: [{ offset: 0, length: counts.length }],
    positiveBuckets: Float64Array.from(counts),
    negativeSpans: [],
    negativeBuckets: new Float64Array(0),
    customValues: new Float64Array(0),
    ...more,
  };
}

function write(source: RowAppender, atMs: number, sample: FloatHistogram | number | null): void {
  const row = source.begin(atMs);
  const slot = source.slot(LABELS);
  if (typeof sample === 'number') {
    row.values[slot] = sample;
    row.state[slot] = SLOT_SAMPLE;
  } else if (sample !== null) row.setHistogram(slot, sample);
  row.commit();
}

async function hints(): Promise<(CounterResetHint | 'float' | 'stale')[]> {
  const [columns] = await tsdb.select([{ name: '__name__', type: '=', value: 'h' }], 0, 1e15);
  return [...(columns?.times ?? [])].map((_, i) => {
    if (columns?.stale?.[i] === 1) return 'stale';
    return columns?.histograms?.[i]?.counterResetHint ?? 'float';
  });
}

describe('counter reset hints in storage', () => {
  it('compares each histogram with the one before', async () => {
    tsdb = await open(false);
    const source = tsdb.openSource('a');
    const samples = [
      histogram([1, 2]),
      histogram([1, 3], { counterResetHint: 'not_reset' }),
      histogram([2, 1]),
      histogram([2, 2], { counterResetHint: 'reset' }),
      histogram([3, 3], { counterResetHint: 'gauge' }),
      histogram([4, 4]),
      7,
      histogram([5, 5]),
      null,
      histogram([6, 6]),
      histogram([6, 7], { schema: 1 }),
    ];
    for (const [i, sample] of samples.entries()) write(source, START_MS + i, sample);
    const expected = [
      'unknown',
      'not_reset',
      'reset',
      'reset',
      'gauge',
      'unknown',
      'float',
      'unknown',
      'stale',
      'unknown',
      'unknown',
    ];
    expect(await hints()).toEqual(expected);
  });

  it('keeps them in closed batches and over a restart', async () => {
    tsdb = await open(true);
    const source = tsdb.openSource('a');
    for (let i = 0; i < 150; i++) write(source, START_MS + i, histogram([i % 100]));
    const before = await hints();
    expect(before.filter((hint) => hint === 'reset')).toHaveLength(1);
    expect(before.filter((hint) => hint === 'unknown').length).toBeGreaterThan(0);
    await tsdb.close();
    tsdb = await open(true);
    expect(await hints()).toEqual(before);
    // The first sample after a restart goes on with the open batch.
    const reopened = tsdb.openSource('a');
    write(reopened, START_MS + 200, histogram([200]));
    expect((await hints()).at(-1)).toBe('not_reset');
  });

  it('knows nothing where two sources of one series meet', async () => {
    tsdb = await open(false);
    const a = tsdb.openSource('a');
    const b = tsdb.openSource('b');
    for (let i = 0; i < 4; i++) write(a, START_MS + i, histogram([i]));
    for (let i = 4; i < 6; i++) write(b, START_MS + i, histogram([i]));
    expect(await hints()).toEqual(['unknown', 'not_reset', 'not_reset', 'not_reset', 'unknown', 'not_reset']);
  });

  it('calls a bucket that is gone a reset, if anything was in it', () => {
    const before = histogram([1, 0, 2]);
    expect(storedHint(histogram([1, 5]), before)).toBe('reset');
    const withoutEmptyBucket: Partial<FloatHistogram> = {
      positiveSpans: [
        { offset: 0, length: 1 },
        { offset: 1, length: 1 },
      ],
    };
    expect(storedHint(histogram([1, 2], withoutEmptyBucket), before)).toBe('not_reset');
    const bounds = { schema: -53, zeroThreshold: 0, customValues: Float64Array.of(1, 2) };
    const otherBounds = { ...bounds, customValues: Float64Array.of(1, 3) };
    expect(storedHint(histogram([1, 2], bounds), histogram([1, 2], bounds))).toBe('not_reset');
    expect(storedHint(histogram([1, 2], otherBounds), histogram([1, 2], bounds))).toBe('unknown');
  });
});

describe('histograms with times of their own', () => {
  it('are given back, among floats, from memory, from batches and after a restart', async () => {
    tsdb = await open(true);
    const source = tsdb.openSource('a');
    const slot = source.slot(LABELS);
    for (let i = 0; i < 150; i++) {
      const row = source.begin(START_MS + 1000 + i);
      row.setAt(slot, START_MS + i, i % 50 === 49 ? i : histogram([i]), false);
      row.commit();
    }
    const read = async () => {
      const [columns] = await tsdb.select([{ name: '__name__', type: '=', value: 'h' }], 0, 1e15);
      return [...(columns?.times ?? [])].map((atMs, i) => [
        atMs - START_MS,
        columns?.histograms?.[i]?.count ?? columns?.values[i],
        columns?.histograms?.[i]?.counterResetHint ?? 'float',
      ]);
    };
    const before = await read();
    expect(before.map(([atMs, value]) => [atMs, value])).toEqual(
      Array.from({ length: 150 }, (_, i) => [i, i]),
    );
    expect(before[49]?.[2]).toBe('float');
    expect(before[50]?.[2]).toBe('unknown');
    expect(before[148]?.[2]).toBe('not_reset');
    await tsdb.close();
    tsdb = await open(true);
    expect(await read()).toEqual(before);
  });
});

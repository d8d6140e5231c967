import { describe, expect, it } from 'vitest';
import { SILENT_LOGGER } from '../../../test/support/fake-ports.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { createLabels, labelsKey } from '../model/labels.ts';
import type { Matcher } from '../model/matcher.ts';
import { type ReadControl, type SeriesColumns, SLOT_ABSENT, SLOT_SAMPLE } from '../storage.ts';
import { openTsdb, type Tsdb } from './tsdb.ts';

const START_MS = 1_800_000_000_000;
const INTERVAL_MS = 1_000;
/** More than two batches, and fresh rows. */
const ROWS = 331;
const SERIES = 300;
const ALL: readonly Matcher[] = [{ name: '__name__', type: '=', value: 'm' }];
const CONTROL: ReadControl = {
  claim: () => {},
  pace: () => null,
  take: (length) => new Float64Array(length).fill(-1),
};

/** Two sources with counters, decimals, noise and gaps; over three pages of slots each. */
async function openFilled(): Promise<{ readonly tsdb: Tsdb; writeRow(r: number): void }> {
  const clock = new ManualClock(START_MS + ROWS * INTERVAL_MS);
  const tsdb = await openTsdb({
    clock,
    logger: SILENT_LOGGER,
    directory: null,
    retention: { maxAgeMs: 1e12, maxBytes: 1e12 },
    seriesBudget: 100_000,
    flushIntervalMs: 1e9,
  });
  let seed = 1;
  const random = (): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
  const sources = ['a', 'b'].map((name) => tsdb.openSource(name));
  const writeRow = (r: number): void => {
    for (const [s, source] of sources.entries()) {
      const row = source.begin(START_MS + r * INTERVAL_MS + s);
      for (let k = 0; k < SERIES; k++) {
        const slot = source.slot(
          createLabels([
            ['__name__', 'm'],
            ['source', `${s}`],
            ['k', `${k}`],
          ]),
        );
        const isAbsent = k % 11 === 3 && r % 50 > 40;
        row.state[slot] = isAbsent ? SLOT_ABSENT : SLOT_SAMPLE;
        row.values[slot] = [r * 7 + Math.floor(random() * 5), Math.round(random() * 1e5) / 1e3, random(), 4][
          k % 4
        ] as number;
      }
      const own = source.slot(
        createLabels([
          ['__name__', 'm'],
          ['source', `${s}`],
          ['k', 'own'],
        ]),
      );
      if (r % 3 === 0) row.setAt(own, START_MS + r * INTERVAL_MS - 5, r, false);
      row.commit();
    }
  };
  for (let r = 0; r < ROWS; r++) {
    writeRow(r);
    if (r === 200) tsdb.flush();
  }
  return { tsdb, writeRow };
}

function copyOf({ labels, times, values, stale, histograms }: SeriesColumns) {
  return {
    key: labelsKey(labels),
    times: [...times],
    values: [...values],
    stale: stale && [...stale],
    histograms,
  };
}

function byKey(a: { key: string }, b: { key: string }): number {
  return a.key < b.key ? -1 : 1;
}

describe('streamed series', () => {
  it('are those that select gives, in any window', async () => {
    const { tsdb } = await openFilled();
    for (const [fromRow, toRow] of [
      [0, ROWS],
      [13, 300],
      [119, 121],
      [250, ROWS],
      [ROWS + 10, ROWS + 20],
    ] as const) {
      const minMs = START_MS + fromRow * INTERVAL_MS;
      const maxMs = START_MS + toRow * INTERVAL_MS;
      const wanted = (await tsdb.select(ALL, minMs, maxMs)).map(copyOf).sort(byKey);
      const stream = tsdb.stream?.(ALL, minMs, maxMs, CONTROL) ?? null;
      const streamed = [];
      for (let one = stream?.next() ?? null; one !== null; one = stream?.next() ?? null)
        streamed.push(copyOf(one));
      expect(streamed.length).toBeLessThanOrEqual(stream?.seriesCount ?? -1);
      expect(streamed.sort(byKey)).toEqual(wanted);
    }
  });

  it('stay as they were while the rows are closed and others written in their place', async () => {
    const { tsdb, writeRow } = await openFilled();
    const wanted = (await tsdb.select(ALL, 0, 1e15)).map(copyOf).sort(byKey);
    const stream = tsdb.stream?.(ALL, 0, 1e15, CONTROL) ?? null;
    for (let r = ROWS; r < 2 * ROWS; r++) {
      writeRow(r);
      if (r % 50 === 0) tsdb.flush();
    }
    const streamed = [];
    for (let one = stream?.next() ?? null; one !== null; one = stream?.next() ?? null)
      streamed.push(copyOf(one));
    expect(streamed.sort(byKey)).toEqual(wanted);
  });

  it('show the moment at which they were asked for', async () => {
    const { tsdb } = await openFilled();
    const stream = tsdb.stream?.(ALL, 0, 1e15, CONTROL) ?? null;
    const source = tsdb.openSource('c');
    const row = source.begin(START_MS + ROWS * INTERVAL_MS);
    const slot = source.slot(
      createLabels([
        ['__name__', 'm'],
        ['source', '0'],
        ['k', '0'],
      ]),
    );
    row.values[slot] = 1;
    row.state[slot] = SLOT_SAMPLE;
    row.commit();
    tsdb.flush();
    const first = stream?.next();
    expect(first?.times).toHaveLength(ROWS);
    // A series of two sources is put together as a whole.
    expect(tsdb.stream?.(ALL, 0, 1e15, CONTROL)).toBeNull();
  });
});

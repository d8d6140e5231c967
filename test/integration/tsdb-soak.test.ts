import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { createLabels } from '../../src/engine/model/labels.ts';
import { type RowAppender, SLOT_SAMPLE } from '../../src/engine/storage.ts';
import { openTsdb, type Tsdb } from '../../src/engine/tsdb/tsdb.ts';
import { SILENT_LOGGER } from '../support/fake-ports.ts';
import { ManualClock } from '../support/manual-clock.ts';

const START_MS = Date.UTC(2026, 0, 1);
const HOUR_MS = 3_600_000;
const INTERVAL_MS = 15_000;
const TARGETS = 4;
const LASTING = 80;
/** Series that live for ten minutes, as those of short-lived pods do. */
const PASSING = 20;
const LIFE_MS = 10 * 60_000;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

interface Figures {
  readonly resident: number;
  readonly known: number;
  readonly heapBytes: number;
  readonly ownBytes: number;
}

function scrape(appender: RowAppender, target: number, atMs: number): void {
  const generation = Math.floor((atMs - START_MS) / LIFE_MS);
  const row = appender.begin(atMs);
  for (let i = 0; i < LASTING + PASSING; i++) {
    const pod = i < LASTING ? 'fixed' : `g${generation}`;
    const labels = createLabels([
      ['__name__', 'm'],
      ['i', String(i)],
      ['pod', pod],
      ['target', String(target)],
    ]);
    const slot = appender.slot(labels);
    row.values[slot] = (atMs - START_MS) / 1000 + i;
    row.state[slot] = SLOT_SAMPLE;
  }
  row.commit();
}

async function figuresOf(tsdb: Tsdb, nowMs: number): Promise<Figures> {
  collectGarbage();
  const { seriesCount, memoryBytes } = tsdb.stats();
  const known = await tsdb.listSeries([{ name: '__name__', type: '=', value: 'm' }], 0, nowMs);
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return {
    resident: seriesCount,
    known: known.length,
    heapBytes: heapUsed + arrayBuffers,
    ownBytes: memoryBytes,
  };
}

it('keeps its memory over a day of scrapes whose series come and go', { timeout: 240_000 }, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'sextant-soak-'));
  const clock = new ManualClock(START_MS);
  const tsdb = await openTsdb({
    clock,
    logger: SILENT_LOGGER,
    directory: folder,
    retention: { maxAgeMs: 3 * HOUR_MS, maxBytes: 1e12 },
    seriesBudget: 10_000,
    flushIntervalMs: INTERVAL_MS,
  });
  try {
    const appenders = Array.from({ length: TARGETS }, (_, i) => tsdb.openSource(`target-${i}`));
    const figures: Figures[] = [];
    for (let hour = 0; hour < 24; hour++) {
      for (let ms = 0; ms < HOUR_MS; ms += INTERVAL_MS) {
        for (const [i, appender] of appenders.entries()) scrape(appender, i, clock.wallMs());
        await clock.advance(INTERVAL_MS);
      }
      figures.push(await figuresOf(tsdb, clock.wallMs()));
    }
    // From the sixth hour on retention has removed as much as came.
    const settled = figures[6] as Figures;
    const last = figures[23] as Figures;
    expect(last.resident).toBeLessThan(TARGETS * (LASTING + PASSING) * 4);
    expect(last.known).toBeLessThan(settled.known * 1.5);
    expect(last.ownBytes).toBeLessThan(settled.ownBytes * 1.5);
    expect(last.heapBytes).toBeLessThan(settled.heapBytes * 1.25);
  } finally {
    await tsdb.close();
    await rm(folder, { recursive: true, force: true });
  }
});

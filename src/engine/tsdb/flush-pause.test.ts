import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SILENT_LOGGER } from '../../../test/support/fake-ports.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { createLabels } from '../model/labels.ts';
import { SLOT_SAMPLE } from '../storage.ts';
import { openTsdb, type Tsdb } from './tsdb.ts';

const FLUSH_MS = 2_000;
const clock = new ManualClock(1_800_000_000_000);
let folder = '';
let tsdb: Tsdb;
let pauseMs = 0;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'sextant-pause-'));
  tsdb = await openTsdb({
    clock,
    logger: SILENT_LOGGER,
    directory: folder,
    retention: { maxAgeMs: 1e12, maxBytes: 1e12 },
    seriesBudget: 1_000,
    flushIntervalMs: FLUSH_MS,
    pauseMs: () => pauseMs,
  });
  const appender = tsdb.openSource('target');
  const row = appender.begin(clock.wallMs());
  const slot = appender.slot(createLabels([['__name__', 'm']]));
  row.values[slot] = 1;
  row.state[slot] = SLOT_SAMPLE;
  row.commit();
});

afterEach(async () => {
  await tsdb.close();
  rmSync(folder, { recursive: true, force: true });
});

function logBytes(): number {
  return statSync(path.join(folder, 'history.db-wal')).size;
}

it('waits for a pause between scrapes', async () => {
  const before = logBytes();
  pauseMs = 5;
  await clock.advance(FLUSH_MS * 0.9);
  expect(logBytes()).toBe(before);
  pauseMs = 200;
  await clock.advance(20);
  expect(logBytes()).toBeGreaterThan(before);
});

it('writes in time where scrapes leave no pause', async () => {
  const before = logBytes();
  pauseMs = -1;
  await clock.advance(FLUSH_MS + 20);
  expect(logBytes()).toBeGreaterThan(before);
});

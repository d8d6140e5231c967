import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { createSystemClock } from '../../src/engine/clock.ts';
import { openTsdb } from '../../src/engine/tsdb/tsdb.ts';
import { SILENT_LOGGER } from '../support/fake-ports.ts';

const ROUNDS = 5;
const FLUSH_INTERVAL_MS = 100;
/** A flush takes time itself, and timers are late on a busy machine. */
const SLACK_MS = 400;
const WRITER = path.join(import.meta.dirname, 'tsdb-kill-writer.ts');

const directory = mkdtempSync(path.join(tmpdir(), 'sextant-kill-'));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

interface Committed {
  readonly row: number;
  readonly atMs: number;
}

/** Runs the writer, ends it without warning some time after its first row, and returns what it said to have committed. */
async function writeUntilKilled(firstRow: number, lifetimeMs: number): Promise<Committed[]> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', WRITER, directory, String(firstRow), String(FLUSH_INTERVAL_MS)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const committed: Committed[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    const [row, atMs] = line.split(' ').map(Number);
    committed.push({ row: row as number, atMs: atMs as number });
    if (committed.length === 1) setTimeout(() => child.kill('SIGKILL'), lifetimeMs);
  });
  await Promise.all([once(child, 'exit'), once(lines, 'close')]);
  return committed;
}

/** The numbers of the stored rows; fails if a series has other values or times than were written. */
async function storedRows(): Promise<number> {
  const tsdb = await openTsdb({
    clock: createSystemClock(),
    logger: SILENT_LOGGER,
    directory,
    retention: { maxAgeMs: Number.POSITIVE_INFINITY, maxBytes: 1e12 },
    seriesBudget: 1000,
    flushIntervalMs: 1000,
  });
  expect(tsdb.stats().storageState).toBe('ok');
  const columns = await tsdb.select([{ name: '__name__', type: '=', value: 'numbered' }], 0, 1e15);
  await tsdb.close();
  expect(columns).toHaveLength(40);
  const count = columns[0]?.times.length ?? 0;
  for (const { labels, times, values, stale } of columns) {
    const factor = Number(labels.find(([name]) => name === 'series')?.[1]) + 1;
    expect(stale).toBeNull();
    expect(times).toHaveLength(count);
    for (let i = 0; i < count; i++) {
      if (times[i] !== (i + 1) * 1000 || values[i] !== (i + 1) * factor) {
        expect({ at: i, time: times[i], value: values[i] }).toBe('the row that was written');
      }
    }
  }
  return count;
}

describe('a process killed with SIGKILL', () => {
  it(`loses at most the rows of the last flush interval, over ${ROUNDS} kills`, async () => {
    let stored = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const committed = await writeUntilKilled(stored + 1, 700 + Math.random() * 800);
      const last = committed.at(-1) as Committed;
      stored = await storedRows();
      const lost = committed.filter(({ row }) => row > stored);
      const oldestLostMs = lost[0]?.atMs ?? last.atMs;
      expect(last.atMs - oldestLostMs).toBeLessThan(FLUSH_INTERVAL_MS + SLACK_MS);
      // More than was said to be committed can't be there, but for the one row whose line was not read any more.
      expect(stored).toBeLessThanOrEqual(last.row + 1);
      console.log(`kill ${round + 1}: ${last.row} rows committed, ${stored} stored`);
    }
  });
});

import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SLOT_SAMPLE } from '../../src/engine/storage.ts';
import { ByteWriter } from '../../src/engine/tsdb/byte-buffer.ts';
import { encodeJournalRow } from '../../src/engine/tsdb/journal-codec.ts';
import type { StoredRow } from '../../src/engine/tsdb/stored-row.ts';
import { openTsdb } from '../../src/engine/tsdb/tsdb.ts';
import { SILENT_LOGGER } from '../support/fake-ports.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { type BenchFigure, figure } from './bench.ts';
import { folderBytes } from './ingest-peers.ts';
import { BenchWorkload } from './tsdb-workload.ts';

const SERIES = 1_000;
const INTERVAL_MS = 15_000;
const ROWS = (6 * 3_600_000) / INTERVAL_MS;
const JOURNAL_ROWS = 120;
const START_MS = Date.UTC(2026, 0, 1);

/** Bytes of the journal a sample, rows of a batch as they are written one by one. */
export function journalBytesPerSample(intervalMs: number): number {
  const workload = new BenchWorkload('journal', SERIES, 1);
  const out = new ByteWriter(1 << 20);
  let before: StoredRow | undefined;
  for (let i = 0; i < JOURNAL_ROWS; i++) {
    workload.step(intervalMs / 1000);
    const row: StoredRow = {
      atMs: START_MS + i * intervalMs,
      slotCount: SERIES,
      values: workload.values.slice(),
      states: null,
      histograms: null,
    };
    encodeJournalRow(out, row, before, []);
    before = row;
  }
  return out.length / (SERIES * JOURNAL_ROWS);
}

async function ownBytes(folder: string): Promise<number> {
  const clock = new ManualClock(START_MS);
  const tsdb = await openTsdb({
    clock,
    logger: SILENT_LOGGER,
    directory: folder,
    retention: { maxAgeMs: 1e12, maxBytes: 1e12 },
    seriesBudget: SERIES,
    flushIntervalMs: 1_000,
  });
  const workload = new BenchWorkload('disk', SERIES, 1);
  const appender = tsdb.openSource('disk');
  for (const labels of workload.labels) appender.slot(labels);
  for (let i = 0; i < ROWS; i++) {
    workload.step(INTERVAL_MS / 1000);
    clock.setWall(START_MS + i * INTERVAL_MS);
    const row = appender.begin(START_MS + i * INTERVAL_MS);
    row.values.set(workload.values);
    row.state.fill(SLOT_SAMPLE, 0, SERIES);
    row.commit();
    tsdb.flush();
  }
  await tsdb.close();
  return (await stat(path.join(folder, 'history.db'))).size;
}

async function blockBytes(folder: string): Promise<number> {
  const file = path.join(folder, 'data.om');
  const text = createWriteStream(file);
  const workload = new BenchWorkload('disk', SERIES, 1);
  const rows: Float64Array[] = [];
  for (let i = 0; i < ROWS; i++) {
    workload.step(INTERVAL_MS / 1000);
    rows.push(workload.values.slice());
  }
  for (const [slot, labels] of workload.labels.entries()) {
    const name = labels.find(([label]) => label === '__name__')?.[1];
    const rest = labels
      .filter(([label]) => label !== '__name__')
      .map(([label, value]) => `${label}="${value}"`);
    const lines = rows.map((row, i) => {
      return `${name}{${rest.join(',')}} ${row[slot]} ${(START_MS + i * INTERVAL_MS) / 1000}\n`;
    });
    if (!text.write(lines.join(''))) await once(text, 'drain');
  }
  text.end('# EOF\n');
  await once(text, 'close');
  const blocks = path.join(folder, 'blocks');
  const made = spawnSync('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', file, blocks]);
  if (made.status !== 0) throw new Error(`promtool failed: ${made.stderr}`);
  return folderBytes(blocks);
}

/** S1: six hours of 1,000 series at 15 s, with names and index, beside the blocks of Prometheus. */
export async function compareDisk(): Promise<BenchFigure> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sextant-disk-'));
  try {
    const samples = SERIES * ROWS;
    return figure('S1, at rest with names and index, 6 h', 'B/sample', [(await ownBytes(folder)) / samples], {
      name: 'prometheus',
      samples: [(await blockBytes(folder)) / samples],
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

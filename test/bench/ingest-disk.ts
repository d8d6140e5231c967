import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SLOT_SAMPLE } from '../../src/engine/storage.ts';
import { ByteWriter } from '../../src/engine/tsdb/byte-buffer.ts';
import { encodeJournalRow } from '../../src/engine/tsdb/journal-codec.ts';
import type { StoredRow } from '../../src/engine/tsdb/stored-row.ts';
import { openTsdb } from '../../src/engine/tsdb/tsdb.ts';
import { METRIC_NAME_LABEL } from '../../src/shared/domain/series.ts';
import { SILENT_LOGGER } from '../support/fake-ports.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { type BenchFigure, figure } from './bench.ts';
import { folderBytes, startEmptyVictoria } from './ingest-peers.ts';
import { isInstalled } from './query-peers.ts';
import { BenchWorkload } from './tsdb-workload.ts';

const SERIES = 1_000;
const INTERVAL_MS = 15_000;
const ROWS = (6 * 3_600_000) / INTERVAL_MS;
const JOURNAL_ROWS = 120;
/** Between two looks at whether victoria-metrics has joined its parts, and the most of them. */
const MERGE_LOOK_MS = 3_000;
const MERGE_LOOKS = 10;
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

/** Every series' lines of text with their times as `formatTime` writes them, series after series. */
function* seriesTexts(formatTime: (ms: number) => string): Generator<string> {
  const workload = new BenchWorkload('disk', SERIES, 1);
  const rows: Float64Array[] = [];
  for (let i = 0; i < ROWS; i++) {
    workload.step(INTERVAL_MS / 1000);
    rows.push(workload.values.slice());
  }
  for (const [slot, labels] of workload.labels.entries()) {
    const name = labels.find(([label]) => label === METRIC_NAME_LABEL)?.[1];
    const rest = labels
      .filter(([label]) => label !== METRIC_NAME_LABEL)
      .map(([label, value]) => `${label}="${value}"`);
    const series = `${name}{${rest.join(',')}}`;
    yield rows.map((row, i) => `${series} ${row[slot]} ${formatTime(START_MS + i * INTERVAL_MS)}\n`).join('');
  }
}

async function blockBytes(folder: string): Promise<number> {
  const file = path.join(folder, 'data.om');
  const text = createWriteStream(file);
  for (const lines of seriesTexts((ms) => String(ms / 1000))) {
    if (!text.write(lines)) await once(text, 'drain');
  }
  text.end('# EOF\n');
  await once(text, 'close');
  const blocks = path.join(folder, 'blocks');
  const made = spawnSync('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', file, blocks]);
  if (made.status !== 0) throw new Error(`promtool failed: ${made.stderr}`);
  return folderBytes(blocks);
}

async function untilReady(url: string): Promise<void> {
  for (let i = 0; i < 100; i++) {
    const answer = await fetch(`${url}/health`).catch(() => null);
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error('victoria-metrics does not answer');
}

async function victoriaBytes(folder: string): Promise<number> {
  const own = path.join(folder, 'victoria');
  const { program, url } = await startEmptyVictoria(own);
  try {
    await untilReady(url);
    for (const lines of seriesTexts(String)) {
      const answer = await fetch(`${url}/api/v1/import/prometheus`, { method: 'POST', body: lines });
      if (!answer.ok) throw new Error(`victoria-metrics took no samples: ${answer.status}`);
    }
    await fetch(`${url}/internal/force_flush`);
    await fetch(`${url}/internal/force_merge`);
    let before = Number.NaN;
    for (let i = 0; i < MERGE_LOOKS; i++) {
      await sleep(MERGE_LOOK_MS);
      const bytes = await folderBytes(path.join(own, 'data'));
      if (bytes === before) break;
      before = bytes;
    }
  } finally {
    await program.stop();
  }
  return folderBytes(path.join(own, 'data'));
}

/** S1 and S2: six hours of 1,000 series at 15 s, with names and index, beside what the peers make of them. */
export async function compareDisk(): Promise<BenchFigure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sextant-disk-'));
  try {
    const samples = SERIES * ROWS;
    const own = [(await ownBytes(folder)) / samples];
    const beside = (name: string, peer: string, bytes: number): BenchFigure =>
      figure(`${name}, at rest with names and index, 6 h`, 'B/sample', own, {
        name: peer,
        samples: [bytes / samples],
      });
    const figures = [beside('S1', 'prometheus', await blockBytes(folder))];
    if (isInstalled('victoria-metrics')) {
      figures.push(beside('S2', 'victoria-metrics', await victoriaBytes(folder)));
    }
    return figures;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RowAppender } from '../../src/engine/storage.ts';
import { SLOT_SAMPLE } from '../../src/engine/storage.ts';
import { ByteReader, ByteWriter } from '../../src/engine/tsdb/byte-buffer.ts';
import { decodeValues, encodeValues } from '../../src/engine/tsdb/chunk-codec.ts';
import { openTsdb, type Tsdb } from '../../src/engine/tsdb/tsdb.ts';
import { SILENT_LOGGER } from '../support/fake-ports.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { type Bench, figure } from './bench.ts';
import { BenchWorkload } from './tsdb-workload.ts';

const START_MS = Date.UTC(2026, 0, 1);
const INTERVAL_MS = 15_000;
const RUNS = 5;
const SERIES = 1000;
const CHUNK_ROWS = 120;

function elapsed(work: () => void): number {
  const startMs = performance.now();
  work();
  return performance.now() - startMs;
}

/** Nanoseconds a sample to encode and to decode, and bytes a sample, over chunks of CHUNK_ROWS. */
function measureCodec(): { encodeNs: number[]; decodeNs: number[]; bytes: number } {
  const workload = new BenchWorkload('codec', SERIES, 1);
  const columns = Array.from({ length: SERIES }, () => new Float64Array(CHUNK_ROWS));
  for (let row = 0; row < CHUNK_ROWS; row++) {
    workload.step(INTERVAL_MS / 1000);
    for (let i = 0; i < SERIES; i++) (columns[i] as Float64Array)[row] = workload.values[i] as number;
  }
  const samples = SERIES * CHUNK_ROWS;
  const out = new ByteWriter(1 << 20);
  const decoded = new Float64Array(CHUNK_ROWS);
  const encodeNs: number[] = [];
  const decodeNs: number[] = [];
  let bytes = 0;
  for (let run = 0; run < RUNS * 3; run++) {
    out.length = 0;
    const encodeMs = elapsed(() => {
      for (const column of columns) encodeValues(out, column, 0, CHUNK_ROWS);
    });
    bytes = out.length;
    out.u32(0);
    const reader = new ByteReader(out.finish());
    const decodeMs = elapsed(() => {
      for (let i = 0; i < SERIES; i++) decodeValues(reader, CHUNK_ROWS, decoded, 0);
    });
    // The first runs warm the compiler up.
    if (run < RUNS * 2) continue;
    encodeNs.push((encodeMs * 1e6) / samples);
    decodeNs.push((decodeMs * 1e6) / samples);
  }
  return { encodeNs, decodeNs, bytes: bytes / samples };
}

class IngestRun {
  readonly clock = new ManualClock(START_MS);
  readonly workloads: readonly BenchWorkload[];
  tsdb: Tsdb | undefined;
  appenders: RowAppender[] = [];
  rows = 0;
  commitMs = 0;
  flushMs = 0;

  constructor(targets: number, series: number) {
    this.workloads = Array.from(
      { length: targets },
      (_, i) => new BenchWorkload(`10.0.0.${i}:9100`, series, i),
    );
  }

  async open(directory: string | null): Promise<void> {
    this.tsdb = await openTsdb({
      clock: this.clock,
      logger: SILENT_LOGGER,
      directory,
      retention: { maxAgeMs: 1e12, maxBytes: 1e12 },
      seriesBudget: 1e7,
      flushIntervalMs: 1000,
    });
    const { tsdb } = this;
    this.appenders = this.workloads.map((workload, i) => {
      const appender = tsdb.openSource(`target-${i}`);
      for (const labels of workload.labels) appender.slot(labels);
      return appender;
    });
  }

  /** One scrape of every target, then a flush. */
  scrape(): void {
    this.rows++;
    const atMs = START_MS + this.rows * INTERVAL_MS;
    this.clock.setWall(atMs);
    for (const [i, workload] of this.workloads.entries()) {
      workload.step(INTERVAL_MS / 1000);
      this.commitMs += elapsed(() => {
        const row = (this.appenders[i] as RowAppender).begin(atMs);
        row.values.set(workload.values);
        row.state.fill(SLOT_SAMPLE, 0, workload.values.length);
        row.commit();
      });
    }
    this.flushMs += elapsed(() => this.tsdb?.flush());
  }

  get samples(): number {
    return this.rows * this.workloads.length * (this.workloads[0]?.values.length ?? 0);
  }

  async selectMs(minMs: number, maxMs: number): Promise<number> {
    const startMs = performance.now();
    const columns = await this.tsdb?.select(
      [{ name: 'instance', type: '=', value: '10.0.0.0:9100' }],
      minMs,
      maxMs,
    );
    if (columns?.length !== this.workloads[0]?.values.length) throw new Error('series are missing');
    return performance.now() - startMs;
  }
}

/** What storing and reading costs: 5 targets of 1,000 series over six hours at 15 s, and one query of an hour. */
export const tsdbBench: Bench = async () => {
  const codec = measureCodec();
  const directory = mkdtempSync(join(tmpdir(), 'sextant-bench-'));
  try {
    const run = new IngestRun(5, SERIES);
    await run.open(directory);
    for (let row = 0; row < (6 * 3_600_000) / INTERVAL_MS; row++) run.scrape();
    const lastMs = START_MS + run.rows * INTERVAL_MS;
    const recent: number[] = [];
    const old: number[] = [];
    for (let i = 0; i < RUNS * 3; i++) {
      const recentMs = await run.selectMs(lastMs - 3_600_000 + i, lastMs);
      const oldMs = await run.selectMs(lastMs - 5 * 3_600_000 + i, lastMs - 4 * 3_600_000);
      if (i < RUNS * 2) continue;
      recent.push(recentMs);
      old.push(oldMs);
    }
    const stats = run.tsdb?.stats();
    await run.tsdb?.close();
    const { samples } = run;
    const reopenMs: number[] = [];
    for (let i = 0; i < 3; i++) {
      const startMs = performance.now();
      const again = new IngestRun(0, 0);
      again.clock.setWall(lastMs);
      await again.open(directory);
      reopenMs.push(performance.now() - startMs);
      await again.tsdb?.close();
    }
    return [
      figure('chunk encode', 'ns/sample', codec.encodeNs),
      figure('chunk decode', 'ns/sample', codec.decodeNs),
      figure('chunk size', 'B/sample', [codec.bytes]),
      figure('commit with closing of batches', 'ns/sample', [(run.commitMs * 1e6) / samples]),
      figure('journal and pages to disk', 'ns/sample', [(run.flushMs * 1e6) / samples]),
      figure('disk with names and index', 'B/sample', [(stats?.diskBytes ?? 0) / samples]),
      figure('memory of the store by its own estimate', 'B/series', [
        (stats?.memoryBytes ?? 0) / (5 * SERIES),
      ]),
      figure('select 1,000 series, last hour', 'ms', recent),
      figure('select 1,000 series, an hour on disk', 'ms', old),
      figure('open a history of 7.2 M samples', 'ms', reopenMs),
    ];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

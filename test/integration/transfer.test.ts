import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSystemClock } from '../../src/engine/clock.ts';
import { lintPage } from '../../src/engine/exposition/lint/lint-page.ts';
import { createPromqlEngine } from '../../src/engine/promql/promql-engine.ts';
import { SLOT_SAMPLE } from '../../src/engine/storage.ts';
import { exportOpenMetrics } from '../../src/engine/transfer/export-openmetrics.ts';
import { importOpenMetrics } from '../../src/engine/transfer/import-openmetrics.ts';
import { ImportedNotes } from '../../src/engine/transfer/imported-notes.ts';
import { openTsdb, type Tsdb } from '../../src/engine/tsdb/tsdb.ts';
import { DEFAULT_RETENTION } from '../../src/shared/domain/environment.ts';
import type { LabelPair, MetricMetadata } from '../../src/shared/domain/series.ts';
import type { ExportOutcome, TransferProgress } from '../../src/shared/domain/transfer.ts';
import { runProgram } from '../support/cli-program.ts';
import { SILENT_LOGGER } from '../support/fake-ports.ts';
import { openTestEngine, testEnvironment } from '../support/test-engine.ts';

const HAS_PROMTOOL = spawnSync('promtool', ['--version']).status === 0;
const START_MS = Math.floor(Date.now() / 7_200_000) * 7_200_000 - 4 * 7_200_000;
const ROWS = 400;
const STEP_MS = 15_000;
const END_MS = START_MS + ROWS * STEP_MS;
const BOUNDS = ['0.1', '0.5', '1.0', '10.0', '+Inf'];

const METADATA: MetricMetadata[] = [
  {
    name: 'requests_total',
    type: 'counter',
    help: 'Requests that were "answered"\nwith anything.',
    unit: '',
  },
  { name: 'queue_length', type: 'gauge', help: 'Waiting jobs.', unit: '' },
  { name: 'latency_seconds', type: 'histogram', help: 'Time to answer.', unit: 'seconds' },
  { name: 'size_bytes', type: 'summary', help: '', unit: 'bytes' },
];

function seriesOf(target: number): LabelPair[][] {
  const own: LabelPair = ['instance', `host-${target}:80`];
  return [
    [['__name__', 'requests_total'], ['code', '200'], own],
    [['__name__', 'requests_total'], ['code', '500'], own],
    [['__name__', 'queue_length'], own, ['queue', 'a "b"\\\n\u2603']],
    ...BOUNDS.map((le): LabelPair[] => [['__name__', 'latency_seconds_bucket'], own, ['le', le]]),
    [['__name__', 'latency_seconds_count'], own],
    [['__name__', 'latency_seconds_sum'], own],
    [['__name__', 'size_bytes'], own, ['quantile', '0.5']],
    [['__name__', 'size_bytes_count'], own],
    [['__name__', 'size_bytes_sum'], own],
    [['__name__', 'unheard_of'], own],
  ];
}

let folder: string;
let store: Tsdb;

function openStore(directory: string | null): Promise<Tsdb> {
  return openTsdb({
    clock: createSystemClock(),
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    directory,
    retention: { maxAgeMs: Number.MAX_SAFE_INTEGER, maxBytes: Number.MAX_SAFE_INTEGER },
    seriesBudget: 100_000,
    flushIntervalMs: 60_000,
  });
}

function fill(tsdb: Tsdb): void {
  for (const target of [1, 2, 3]) {
    const appender = tsdb.openSource(`target-${target}`);
    const slots = seriesOf(target).map((labels) => appender.slot(labels));
    for (let i = 0; i < ROWS; i++) {
      const row = appender.begin(START_MS + i * STEP_MS + target * 333);
      for (const [k, slot] of slots.entries()) {
        // The buckets, which stand at 3 to 7, are cumulative and end with the count at 8.
        const value = k >= 3 && k <= 8 ? i * Math.min(k, 7) : (i % 50) * 1.1 + k;
        row.values[slot] = k === 0 ? i * 3 + 0.1 : value;
        row.state[slot] = SLOT_SAMPLE;
      }
      row.commit();
    }
    appender.close(target === 3 ? END_MS + 1_000 : null);
  }
}

const ALL = { startMs: START_MS, endMs: END_MS + 60_000 };

async function exportAll(
  path: string,
  onProgress: (progress: TransferProgress) => void = () => {},
): Promise<ExportOutcome> {
  return exportOpenMetrics(
    { path, range: ALL, matchers: [] },
    { queryable: store, metadata: METADATA, exemplars: [], signal: new AbortController().signal, onProgress },
  );
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sextant-transfer-'));
  store = await openStore(null);
  fill(store);
});

afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

describe('export of a history', () => {
  it('writes a page of OpenMetrics that has nothing against it', async () => {
    const path = join(folder, 'lint.om');
    const progress: TransferProgress[] = [];
    const outcome = await exportAll(path, (step) => progress.push(step));
    const text = await readFile(path);
    const { findings, samples } = lintPage(text, 'openmetrics');
    const wrong = findings.filter(({ severity }) => severity === 'error');
    expect(wrong).toEqual([]);
    expect(outcome).toMatchObject({
      series: 42,
      samples: 42 * ROWS,
      staleMarksLeftOut: 14,
      bytes: text.length,
    });
    expect(samples).toBe(outcome.samples);
    expect(progress.at(-1)).toEqual({ done: 42, total: 42, samples: outcome.samples });
    expect(text.toString()).toMatch(/# TYPE latency_seconds histogram\n# UNIT latency_seconds seconds\n/);
    expect(text.toString().endsWith('\n# EOF\n')).toBe(true);
  });

  it('leaves nothing behind when it is canceled or can not be written', async () => {
    const target = join(folder, 'canceled.om');
    await writeFile(target, 'older');
    const canceling = new AbortController();
    const exported = exportOpenMetrics(
      { path: target, range: ALL, matchers: [] },
      {
        queryable: store,
        metadata: [],
        exemplars: [],
        signal: canceling.signal,
        onProgress: () => canceling.abort(),
      },
    );
    await expect(exported).rejects.toMatchObject({ code: 'canceled' });
    expect(await readFile(target, 'utf8')).toBe('older');
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
    await expect(exportAll(join(folder, 'none', 'x.om'))).rejects.toMatchObject({ code: 'storage' });
  });

  it.skipIf(!HAS_PROMTOOL)('is loaded by promtool, sample by sample', async () => {
    const path = join(folder, 'promtool.om');
    const { samples } = await exportAll(path);
    const blocks = join(folder, 'blocks');
    const create = spawnSync('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', path, blocks], {
      encoding: 'utf8',
    });
    expect(create.stderr).toBe('');
    expect(create.status).toBe(0);
    // It looks for a log beside the blocks.
    await mkdir(join(blocks, 'wal'));
    const { stdout } = spawnSync('promtool', ['tsdb', 'dump', blocks], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    const times = stdout
      .trim()
      .split('\n')
      .map((line) => Number(line.slice(line.lastIndexOf(' ') + 1)));
    expect(times).toHaveLength(samples);
    expect(Math.min(...times)).toBe(START_MS + 333);
    expect(new Set(times).size).toBe(3 * ROWS);
  });
});

describe('import of an export', () => {
  it.each([
    'sum by (code) (rate(requests_total[2m]))',
    'histogram_quantile(0.9, sum by (le) (rate(latency_seconds_bucket[5m])))',
    'queue_length',
    'size_bytes{quantile="0.5"}',
    'unheard_of + on (instance) size_bytes_sum',
    'count({__name__=~".+"})',
  ])('answers queries as before: %s', async (expr) => {
    const path = join(folder, 'round-trip.om');
    await exportAll(path);
    const copy = await openStore(null);
    try {
      const outcome = await importOpenMetrics(path, {
        storage: copy,
        notes: new ImportedNotes(null, SILENT_LOGGER),
        keepFromMs: Number.NEGATIVE_INFINITY,
        signal: new AbortController().signal,
        onProgress: () => {},
      });
      expect(outcome).toMatchObject({ series: 42, samples: 42 * ROWS, appended: 42 * ROWS, tooOld: 0 });
      const range = { expr, startMs: START_MS + 300_000, endMs: END_MS - STEP_MS, stepMs: 60_000 };
      const clock = createSystemClock();
      const before = await createPromqlEngine(store, { clock }).evaluateRange(range);
      const after = await createPromqlEngine(copy, { clock }).evaluateRange(range);
      const comparable = (result: typeof before) =>
        result.series.map(({ labels, values }) => [JSON.stringify(labels), [...values]]).sort();
      expect(before.series.length).toBeGreaterThan(0);
      expect(comparable(after)).toEqual(comparable(before));
    } finally {
      await copy.close();
    }
  });

  it('leaves out what is older than the history is kept, and stops when it is told to', async () => {
    const path = join(folder, 'old.om');
    await exportAll(path);
    const copy = await openStore(null);
    const notes = new ImportedNotes(null, SILENT_LOGGER);
    const context = { storage: copy, notes, keepFromMs: START_MS + 100 * STEP_MS, onProgress: () => {} };
    const outcome = await importOpenMetrics(path, { ...context, signal: new AbortController().signal });
    expect(outcome.tooOld).toBe(42 * 100);
    expect(outcome.appended).toBe(42 * (ROWS - 100));
    const again = await importOpenMetrics(path, { ...context, signal: new AbortController().signal });
    expect(again.appended).toBe(0);
    await expect(importOpenMetrics(path, { ...context, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'canceled',
    });
    await copy.close();
  });
});

const NOTES_PAGE = `# TYPE jobs counter
# HELP jobs Jobs that were \\"done\\".
jobs_total{q="a"} 1 ${START_MS / 1000} # {trace_id="t1"} 1 ${START_MS / 1000}
jobs_total{q="a"} 5 ${START_MS / 1000 + 15} # {trace_id="t2"} 4 ${START_MS / 1000 + 10}
# TYPE wait_seconds histogram
# UNIT wait_seconds seconds
# HELP wait_seconds Time to wait.
wait_seconds_bucket{le="1.0"} 2 ${START_MS / 1000} # {trace_id="t3"} 0.5
wait_seconds_bucket{le="+Inf"} 2 ${START_MS / 1000}
wait_seconds_count 2 ${START_MS / 1000}
wait_seconds_sum 1 ${START_MS / 1000}
# EOF
`;

describe('types, texts, units and exemplars of a file', () => {
  async function importText(name: string, text: string, tsdb: Tsdb, data: string) {
    const path = join(folder, name);
    await writeFile(path, text);
    const notes = new ImportedNotes(data, SILENT_LOGGER);
    const context = { storage: tsdb, notes, keepFromMs: 0, onProgress: () => {} };
    return importOpenMetrics(path, { ...context, signal: new AbortController().signal });
  }

  it('are kept over a restart, answered, and written by the next export', async () => {
    const data = await mkdtemp(join(folder, 'notes-'));
    const environment = { ...testEnvironment([]), retention: DEFAULT_RETENTION };
    const page = join(folder, 'notes.om');
    await writeFile(page, NOTES_PAGE);
    const first = await openTestEngine(environment, data);
    await first.api.importHistory(page);
    expect(await first.api.listMetadata()).toMatchObject([{ name: 'jobs' }, { name: 'wait_seconds' }]);
    await first.api.close();
    const second = await openTestEngine(environment, data);
    expect(await second.api.listMetadata()).toEqual([
      { name: 'jobs', type: 'counter', help: 'Jobs that were "done".', unit: '' },
      { name: 'wait_seconds', type: 'histogram', help: 'Time to wait.', unit: 'seconds' },
    ]);
    const asked = { from: START_MS - 1_000, to: START_MS + 60_000 };
    const exemplars = await second.api.queryExemplars({ expr: 'rate(jobs_total[5m])', range: asked });
    expect(exemplars.map((one) => one.exemplars.map(({ labels }) => labels[0]?.[1]))).toEqual([['t1', 't2']]);
    const out = join(folder, 'notes-again.om');
    await second.api.exportHistory({ path: out, range: asked, selector: '' });
    await second.api.close();
    expect((await readFile(out, 'utf8')).split('\n')).toEqual([
      ...NOTES_PAGE.replace('{trace_id="t3"} 0.5', `{trace_id="t3"} 0.5 ${START_MS / 1000}`).split('\n'),
    ]);
    if (!HAS_PROMTOOL) return;
    const blocks = join(folder, 'notes-blocks');
    const create = spawnSync('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', out, blocks], {
      encoding: 'utf8',
    });
    expect([create.stderr, create.status]).toEqual(['', 0]);
  });

  it('are carried by the command line too', async () => {
    try {
      const [page, out] = [join(folder, 'cli-notes.om'), join(folder, 'cli-notes-again.om')];
      await writeFile(page, NOTES_PAGE);
      const data = join(folder, 'cli-notes');
      expect((await runProgram(['import', page, '--data', data])).exitCode).toBe(0);
      expect((await runProgram(['export', out, '--data', data])).exitCode).toBe(0);
      expect(await readFile(out, 'utf8')).toContain('# UNIT wait_seconds seconds\n');
      expect(await readFile(out, 'utf8')).toContain(' # {trace_id="t2"} 4 ');
    } finally {
    }
  });

  it('do not keep a later file of the same name from being read', async () => {
    const data = await mkdtemp(join(folder, 'names-'));
    const tsdb = await openStore(null);
    const at = (minute: number): number => START_MS / 1000 + minute * 60;
    const lines = (name: string, from: number, to: number): string =>
      Array.from({ length: to - from }, (_, i) => `${name} ${from + i} ${at(from + i)}\n`).join('');
    const many = Array.from({ length: 20 }, (_, k) => lines(`m${k}`, 100, 103)).join('');
    expect((await importText('same.om', `${many}# EOF\n`, tsdb, data)).appended).toBe(60);
    expect((await importText('same.om', `${many}# EOF\n`, tsdb, data)).appended).toBe(0);
    // Earlier samples, and other series.
    expect((await importText('same.om', `${lines('m3', 0, 300)}# EOF\n`, tsdb, data)).appended).toBe(300);
    const [m3] = await tsdb.select([{ name: '__name__', type: '=', value: 'm3' }], 0, 1e15);
    expect([...(m3?.values ?? [])]).toEqual(Array.from({ length: 300 }, (_, i) => i));
    await tsdb.close();
  });
});

describe('sextant export and import', () => {
  it('carry a history from one folder to another', async () => {
    const run = (args: readonly string[]) => runProgram(args);
    try {
      const page = join(folder, 'cli.om');
      const [data, copy] = [join(folder, 'data'), join(folder, 'copy')];
      await exportAll(page);
      expect(await run(['import', page, '--data', data])).toMatchObject({
        exitCode: 0,
        stdout: `Imported ${42 * ROWS} samples of 42 series.\n`,
      });
      const again = await run(['import', page, '--data', data]);
      expect(again.stdout).toContain(`${42 * ROWS} of them known already`);
      const part = join(folder, 'part.om');
      const end = new Date(START_MS + 10 * STEP_MS).toISOString();
      const exported = await run(['export', part, '--data', data, '--match', 'queue_length', '--end', end]);
      expect(exported).toMatchObject({ exitCode: 0, stderr: '' });
      expect(exported.stdout).toContain('Exported 30 samples of 3 series');
      expect((await run(['import', part, '--data', copy])).exitCode).toBe(0);
      const query = [
        'query',
        'queue_length',
        '--data',
        copy,
        '--time',
        String((START_MS + 5 * STEP_MS) / 1000),
      ];
      expect((await run(query)).stdout.trim().split('\n')).toHaveLength(3);
      const missing = await run(['export', part, '--data', join(folder, 'nothing')]);
      expect(missing).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('There is no history') });
      const bad = join(folder, 'bad.om');
      await writeFile(bad, 'a 1 1\nb{ 1 1\n# EOF\n');
      const refused = await run(['import', bad, '--data', copy]);
      expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('bad.om:2:') });
    } finally {
    }
  });
});

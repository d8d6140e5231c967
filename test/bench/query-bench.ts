import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createPromqlEngine, type PromqlEngine } from '../../src/engine/promql/promql-engine.ts';
import { withRangeCache } from '../../src/engine/query-cache/range-cache.ts';
import type { Tsdb } from '../../src/engine/tsdb/tsdb.ts';
import type { RangeResult } from '../../src/shared/domain/query.ts';
import { type Bench, type BenchFigure, figure, median } from './bench.ts';
import { assertSameChoice, assertSameResult } from './query-compare.ts';
import { BUCKETS, createQueryData, DATA_END_MS, GAUGES, REQUESTS } from './query-data.ts';
import { isInstalled, type QueryPeer, startPrometheus, startVictoria } from './query-peers.ts';

const HOUR_MS = 3_600_000;
/** Prometheus 2 counts a sample at the very start of a window, Prometheus 3 does not: steps lie beside all samples. */
const OFF_GRID_MS = 7_500;
const RUNS = 9;
const WARM_UPS = 3;
const WARM_UP_ROUNDS = 5;

interface BenchQuery {
  readonly name: string;
  readonly expr: string;
  /** Which goal of ours it belongs to, beside the one for all. */
  readonly goal: 'aggregated' | 'columns' | null;
}

const QUERIES: readonly BenchQuery[] = [
  { name: 'rate', expr: `rate(${REQUESTS}[5m])`, goal: 'columns' },
  { name: 'rate of one path', expr: `rate(${REQUESTS}{path="/p3"}[5m])`, goal: null },
  { name: 'sum', expr: `sum(rate(${REQUESTS}[5m]))`, goal: null },
  { name: 'sum by', expr: `sum by (path) (rate(${REQUESTS}[5m]))`, goal: 'aggregated' },
  { name: 'p99', expr: `histogram_quantile(0.99, sum by (le) (rate(${BUCKETS}[5m])))`, goal: 'aggregated' },
  {
    name: 'p99 by path',
    expr: `histogram_quantile(0.99, sum by (le, path) (rate(${BUCKETS}[5m])))`,
    goal: null,
  },
  { name: 'gauges', expr: GAUGES, goal: null },
  { name: 'max_over_time', expr: `max by (node) (max_over_time(${GAUGES}[1h]))`, goal: null },
  {
    name: 'error share',
    expr: `sum by (path) (rate(${REQUESTS}{status=~"5.."}[5m])) / sum by (path) (rate(${REQUESTS}[5m]))`,
    goal: null,
  },
  { name: 'topk', expr: `topk(5, sum by (path, zone) (rate(${REQUESTS}[5m])))`, goal: null },
];

interface BenchRange {
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
}

const RANGES: readonly BenchRange[] = [
  { name: '1h/15s', ...lastHours(1), stepMs: 15_000 },
  { name: '6h/60s', ...lastHours(6), stepMs: 60_000 },
];

function lastHours(hours: number): { startMs: number; endMs: number } {
  const endMs = DATA_END_MS - 60_000 + OFF_GRID_MS;
  return { startMs: endMs - hours * HOUR_MS, endMs };
}

/** Wall times of the runs, and the CPU time of all of them a run, both in ms. */
interface Timing<T> {
  readonly wall: readonly number[];
  readonly cpu: number;
  readonly last: T;
}

async function timeRuns<T>(work: () => Promise<T>, cpuMs: () => number): Promise<Timing<T>> {
  let last = await work();
  for (let i = 1; i < WARM_UPS; i++) last = await work();
  const wall: number[] = [];
  const cpuBefore = cpuMs();
  for (let i = 0; i < RUNS; i++) {
    const startMs = performance.now();
    last = await work();
    wall.push(performance.now() - startMs);
  }
  return { wall, cpu: (cpuMs() - cpuBefore) / RUNS, last };
}

function ownCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function timeOurs(
  engine: PromqlEngine,
  { expr }: BenchQuery,
  range: BenchRange,
): Promise<Timing<RangeResult>> {
  return timeRuns(() => engine.evaluateRange({ expr, ...range }), ownCpuMs);
}

/** Columns are what charts draw: there the peer's answer is read, not only received. */
function timePeer(peer: QueryPeer, { expr, goal }: BenchQuery, range: BenchRange): Promise<Timing<string>> {
  const parameters = new URLSearchParams({
    query: expr,
    start: String(range.startMs / 1000),
    end: String(range.endMs / 1000),
    step: String(range.stepMs / 1000),
  });
  const ask = async (): Promise<string> => {
    const text = await peer.ask(`/api/v1/query_range?${parameters}`);
    if (goal === 'columns') JSON.parse(text);
    return text;
  };
  return timeRuns(ask, () => peer.cpuSeconds() * 1000);
}

interface Ratio {
  readonly peer: string;
  readonly goal: BenchQuery['goal'];
  readonly wall: number;
  readonly cpu: number;
}

/** The worst ratio of each goal, ours over the peer's. */
function describeGoals(ratios: readonly Ratio[]): BenchFigure[] {
  const worst = (
    name: string,
    of: (ratio: Ratio) => number,
    counted: (ratio: Ratio) => boolean,
  ): BenchFigure[] => {
    const values = ratios.filter(counted).map(of);
    return values.length === 0 ? [] : [{ name, unit: 'x', value: Math.max(...values), samples: values }];
  };
  const wall = (ratio: Ratio): number => ratio.wall;
  const isOf = (peer: string, goal?: BenchQuery['goal']) => (ratio: Ratio) =>
    ratio.peer === peer && (goal === undefined || ratio.goal === goal);
  return [
    ...worst('Q1: sum by and p99 over prometheus, worst', wall, isOf('prometheus', 'aggregated')),
    ...worst('Q2: sum by and p99 over victoria-metrics, worst', wall, isOf('victoria-metrics', 'aggregated')),
    ...worst(
      'Q2: CPU of sum by and p99 over victoria-metrics, worst',
      ({ cpu }) => cpu,
      isOf('victoria-metrics', 'aggregated'),
    ),
    ...worst('Q3: rate to columns over prometheus with JSON, worst', wall, isOf('prometheus', 'columns')),
    ...worst('Q4: all over prometheus, worst', wall, isOf('prometheus')),
  ];
}

/** An app that has run for a while has its loops compiled; the peers are compiled programs. */
async function warmUp(engine: PromqlEngine): Promise<void> {
  for (let round = 0; round < WARM_UP_ROUNDS; round++) {
    for (const range of RANGES) {
      for (const { expr } of QUERIES) await engine.evaluateRange({ expr, ...range });
    }
  }
}

async function compareQueries(engine: PromqlEngine, peers: readonly QueryPeer[]): Promise<BenchFigure[]> {
  const figures: BenchFigure[] = [];
  const ratios: Ratio[] = [];
  await warmUp(engine);
  for (const range of RANGES) {
    for (const query of QUERIES) {
      const name = `${query.name} ${range.name}`;
      const ours = await timeOurs(engine, query, range);
      if (peers.length === 0) figures.push(figure(name, 'ms', ours.wall));
      for (const peer of peers) {
        const theirs = await timePeer(peer, query, range);
        if (peer.name === 'prometheus') {
          const assertSame = query.name === 'topk' ? assertSameChoice : assertSameResult;
          assertSame(name, ours.last, theirs.last);
        }
        figures.push(figure(name, 'ms', ours.wall, { name: peer.name, samples: theirs.wall }));
        figures.push(figure(`${name}, CPU`, 'ms', [ours.cpu], { name: peer.name, samples: [theirs.cpu] }));
        const wall = median(ours.wall) / median(theirs.wall);
        ratios.push({ peer: peer.name, goal: query.goal, wall, cpu: ours.cpu / theirs.cpu });
      }
    }
  }
  return [...figures, ...describeGoals(ratios)];
}

/** A live panel over six hours that is refreshed when one step has passed, against one that begins anew each time. */
async function timeLivePanel(engine: PromqlEngine, storage: Tsdb): Promise<BenchFigure[]> {
  const [, range] = RANGES as [BenchRange, BenchRange];
  const cached = withRangeCache(engine, storage.changes);
  const figures: BenchFigure[] = [];
  for (const query of QUERIES.filter(({ goal }) => goal !== null)) {
    const timeWith = async (asked: PromqlEngine): Promise<number[]> => {
      const wall: number[] = [];
      for (let i = WARM_UPS + RUNS; i > 0; i--) {
        const startedMs = performance.now();
        const shiftMs = -i * range.stepMs;
        await asked.evaluateRange({
          expr: query.expr,
          startMs: range.startMs + shiftMs,
          endMs: range.endMs + shiftMs,
          stepMs: range.stepMs,
        });
        wall.push(performance.now() - startedMs);
      }
      return wall.slice(WARM_UPS);
    };
    const anew = await timeWith(engine);
    const peer = { name: 'without what was kept', samples: anew };
    figures.push(figure(`live panel, ${query.name} ${range.name}`, 'ms', await timeWith(cached), peer));
  }
  return figures;
}

/**
 * Milliseconds of range queries in process over a history on disk, against a real Prometheus and VictoriaMetrics over
 * the same samples. Rejects where a result differs from Prometheus'.
 */
export const queryBench: Bench = async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'sextant-query-bench-'));
  const peers: QueryPeer[] = [];
  let storage: Tsdb | null = null;
  try {
    const hasPrometheus = isInstalled('prometheus') && isInstalled('promtool');
    const hasVictoria = isInstalled('victoria-metrics');
    for (const [isHere, name] of [
      [hasPrometheus, 'prometheus'],
      [hasVictoria, 'victoria-metrics'],
    ] as const) {
      if (!isHere) console.log(`  ${name} is not installed: not compared with it`);
    }
    const textFile = hasPrometheus || hasVictoria ? path.join(folder, 'data.om') : null;
    const data = await createQueryData(path.join(folder, 'sextant'), textFile);
    storage = data.storage;
    console.log(`  ${data.seriesCount} series, ${data.sampleCount} samples`);
    if (textFile !== null && hasPrometheus) peers.push(await startPrometheus(folder, textFile));
    if (textFile !== null && hasVictoria) peers.push(await startVictoria(folder, textFile));
    const engine = createPromqlEngine(storage);
    return [...(await compareQueries(engine, peers)), ...(await timeLivePanel(engine, storage))];
  } finally {
    for (const peer of peers) await peer.stop();
    await storage?.close();
    await rm(folder, { recursive: true, force: true });
  }
};

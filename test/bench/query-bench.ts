import { createLabels } from '../../src/engine/model/labels.ts';
import { compileMatcher, type Matcher } from '../../src/engine/model/matcher.ts';
import { createPromqlEngine } from '../../src/engine/promql/promql-engine.ts';
import type { Queryable, SeriesColumns } from '../../src/engine/storage.ts';
import { type LabelPair, type LabelSet, labelValue } from '../../src/shared/domain/series.ts';
import { type Bench, type BenchFigure, figure } from './bench.ts';

const END_MS = Date.UTC(2026, 5, 1, 6);
const HOUR_MS = 3_600_000;
const DATA_HOURS = 7;
const INTERVAL_MS = 15_000;
const RUNS = 11;
const WARM_UPS = 3;
const INSTANCES = 5;
const PATHS = 15;
const BOUNDS = ['0.005', '0.01', '0.025', '0.05', '0.1', '0.25', '0.5', '1.0', '2.5', '5.0', '10.0', '+Inf'];

const REQUESTS = 'http_requests_total';
const BUCKETS = 'http_request_duration_seconds_bucket';
const QUERIES: ReadonlyMap<string, string> = new Map([
  ['rate', `rate(${REQUESTS}[5m])`],
  ['sum by', `sum by (path) (rate(${REQUESTS}[5m]))`],
  ['p99', `histogram_quantile(0.99, sum by (le) (rate(${BUCKETS}[5m])))`],
  ['p99 by path', `histogram_quantile(0.99, sum by (le, path) (rate(${BUCKETS}[5m])))`],
  ['gauges', 'memory_bytes'],
  ['max_over_time', 'max by (node) (max_over_time(memory_bytes[1h]))'],
  ['sum_over_time', 'sum by (node) (sum_over_time(memory_bytes[1h]))'],
  [
    'error share',
    `sum by (path) (rate(${REQUESTS}{status=~"5.."}[5m])) / sum by (path) (rate(${REQUESTS}[5m]))`,
  ],
  ['topk', `topk(5, sum by (path, zone) (rate(${REQUESTS}[5m])))`],
]);
const RANGES = [
  { name: '1h/15s', hours: 1, stepMs: 15_000 },
  { name: '6h/60s', hours: 6, stepMs: 60_000 },
] as const;

/** Series in memory whose times are shared by instance, as a scraped target's are. */
class BenchStore implements Queryable {
  readonly #series: SeriesColumns[] = [];
  #seed = 7;

  constructor() {
    for (let instance = 0; instance < INSTANCES; instance++) this.#addInstance(instance);
  }

  #random(): number {
    this.#seed = (Math.imul(this.#seed, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#seed / 2 ** 32;
  }

  #addInstance(instance: number): void {
    const count = (DATA_HOURS * HOUR_MS) / INTERVAL_MS;
    const firstMs = END_MS - DATA_HOURS * HOUR_MS + instance * 1_000;
    const times = Float64Array.from({ length: count }, (_, i) => firstMs + i * INTERVAL_MS);
    const common: LabelPair[] = [
      ['instance', `10.0.0.${instance}:9100`],
      ['job', 'shop'],
    ];
    const add = (name: string, labels: readonly LabelPair[], isCounter: boolean): void => {
      const all = createLabels([['__name__', name], ...common, ...labels]);
      this.#series.push({
        labels: all,
        times,
        values: this.#values(count, isCounter),
        stale: null,
        histograms: null,
      });
    };
    for (let path = 0; path < PATHS; path++) {
      for (const status of ['200', '404', '500', '503']) {
        for (const zone of ['a', 'b', 'c']) {
          add(
            REQUESTS,
            [
              ['path', `/p${path}`],
              ['status', status],
              ['zone', zone],
            ],
            true,
          );
        }
      }
      for (const zone of ['a', 'b']) {
        for (const le of BOUNDS)
          add(
            BUCKETS,
            [
              ['path', `/p${path}`],
              ['zone', zone],
              ['le', le],
            ],
            true,
          );
      }
    }
    for (let node = 0; node < 67; node++) add('memory_bytes', [['node', `n${node}`]], false);
  }

  #values(count: number, isCounter: boolean): Float64Array {
    const values = new Float64Array(count);
    let value = Math.floor(this.#random() * 1_000);
    for (let i = 0; i < count; i++) {
      if (isCounter) value = this.#random() < 0.0005 ? 0 : value + Math.floor(this.#random() * 20);
      else value += Math.floor((this.#random() - 0.5) * 4_096);
      values[i] = value;
    }
    return values;
  }

  async select(
    matchers: readonly Matcher[],
    minMs: number,
    maxMs: number,
  ): Promise<readonly SeriesColumns[]> {
    const tests = matchers.map((matcher) => ({ name: matcher.name, matches: compileMatcher(matcher) }));
    const windows = new Map<Float64Array, { times: Float64Array; from: number; to: number }>();
    return this.#series
      .filter(({ labels }) => tests.every(({ name, matches }) => matches(labelValue(labels, name))))
      .map((series) => {
        let window = windows.get(series.times);
        if (window === undefined) {
          const from = series.times.findIndex((time) => time >= minMs);
          const to = series.times.findLastIndex((time) => time <= maxMs) + 1;
          window = { times: series.times.subarray(from, to), from, to };
          windows.set(series.times, window);
        }
        return { ...series, times: window.times, values: series.values.subarray(window.from, window.to) };
      });
  }

  async listSeries(): Promise<readonly LabelSet[]> {
    return this.#series.map(({ labels }) => labels);
  }

  async listLabelNames(): Promise<readonly string[]> {
    return [];
  }

  async listLabelValues(): Promise<readonly string[]> {
    return [];
  }
}

/** Milliseconds of range queries in process, over series in memory. */
export const queryBench: Bench = async () => {
  const engine = createPromqlEngine(new BenchStore());
  const figures: BenchFigure[] = [];
  for (const { name: rangeName, hours, stepMs } of RANGES) {
    for (const [name, expr] of QUERIES) {
      const query = { expr, startMs: END_MS - hours * HOUR_MS, endMs: END_MS, stepMs };
      const samples: number[] = [];
      for (let run = 0; run < WARM_UPS + RUNS; run++) {
        const startMs = performance.now();
        await engine.evaluateRange(query);
        if (run >= WARM_UPS) samples.push(performance.now() - startMs);
      }
      figures.push(figure(`${name} ${rangeName}`, 'ms', samples));
    }
  }
  return figures;
};

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { createSystemClock } from '../../src/engine/clock.ts';
import { createLabels } from '../../src/engine/model/labels.ts';
import { SLOT_SAMPLE } from '../../src/engine/storage.ts';
import { openTsdb, type Tsdb } from '../../src/engine/tsdb/tsdb.ts';
import type { LabelPair, LabelSet } from '../../src/shared/domain/series.ts';
import { SILENT_LOGGER } from '../support/fake-ports.ts';

/** The end of the data, ms UTC; they begin somewhat more than six hours before. */
export const DATA_END_MS = Date.UTC(2026, 5, 1, 6);
export const REQUESTS = 'http_requests_total';
export const BUCKETS = 'http_request_duration_seconds_bucket';
export const GAUGES = 'memory_bytes';

const DATA_MS = 6.25 * 3_600_000;
const INTERVAL_MS = 15_000;
const INSTANCES = 4;
const PATHS = 15;
const NODES = 67;
const BOUNDS = ['0.005', '0.01', '0.025', '0.05', '0.1', '0.25', '0.5', '1.0', '2.5', '5.0', '10.0', '+Inf'];
const LINES_PER_WRITE = 5_000;

type SeriesKind = 'counter' | 'gauge' | 'firstBucket' | 'bucket';

interface BenchSeries {
  readonly labels: LabelSet;
  readonly kind: SeriesKind;
  value: number;
}

/** Numbers from 0 to 1, the same in each run. */
function seededRandom(): () => number {
  let seed = 7;
  return () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
}

function seriesOf(instance: number): BenchSeries[] {
  const common: LabelPair[] = [
    ['instance', `10.0.0.${instance}:9100`],
    ['job', 'shop'],
  ];
  const series: BenchSeries[] = [];
  const add = (kind: SeriesKind, name: string, labels: readonly LabelPair[]): void => {
    const all = createLabels([['__name__', name], ...common, ...labels]);
    series.push({ labels: all, kind, value: 0 });
  };
  for (let i = 0; i < PATHS; i++) {
    const path: LabelPair = ['path', `/p${i}`];
    for (const status of ['200', '404', '500', '503']) {
      for (const zone of ['a', 'b', 'c'])
        add('counter', REQUESTS, [path, ['status', status], ['zone', zone]]);
    }
    for (const zone of ['a', 'b']) {
      for (const [k, le] of BOUNDS.entries()) {
        add(k === 0 ? 'firstBucket' : 'bucket', BUCKETS, [path, ['zone', zone], ['le', le]]);
      }
    }
  }
  for (let node = 0; node < NODES; node++) add('gauge', GAUGES, [['node', `n${node}`]]);
  return series;
}

/** Moves all series on by one scrape. A bucket counts what the one before it counts, and is reset with it. */
function advance(series: readonly BenchSeries[], random: () => number): void {
  let increase = 0;
  let isReset = false;
  for (const one of series) {
    if (one.kind === 'gauge') {
      one.value += Math.floor((random() - 0.5) * 4_096);
      continue;
    }
    if (one.kind !== 'bucket') {
      increase = 0;
      isReset = random() < 0.0005;
    }
    increase += Math.floor(random() * 20);
    one.value = isReset ? 0 : one.value + increase;
  }
}

function lineHead(labels: LabelSet): string {
  const [[, name] = ['', ''], ...others] = labels;
  return `${name}{${others.map(([label, value]) => `${label}=${JSON.stringify(value)}`).join(',')}} `;
}

/** What the data are. */
export interface QueryData {
  readonly storage: Tsdb;
  readonly seriesCount: number;
  readonly sampleCount: number;
}

/** Fills a store, and the same samples into a file of OpenMetrics text where one is named. */
export async function createQueryData(directory: string, textFile: string | null): Promise<QueryData> {
  const storage = await openTsdb({
    clock: createSystemClock(),
    logger: SILENT_LOGGER,
    directory,
    retention: { maxAgeMs: 100 * 365 * 86_400_000, maxBytes: 1e12 },
    seriesBudget: 100_000,
    flushIntervalMs: 1_000,
  });
  const text = textFile === null ? null : createWriteStream(textFile);
  const random = seededRandom();
  const instances = Array.from({ length: INSTANCES }, (_, i) => {
    const series = seriesOf(i);
    return {
      series,
      heads: series.map(({ labels }) => lineHead(labels)),
      source: storage.openSource(`${i}`),
    };
  });
  let sampleCount = 0;
  for (let atMs = DATA_END_MS - DATA_MS; atMs < DATA_END_MS; atMs += INTERVAL_MS) {
    for (const [i, { series, heads, source }] of instances.entries()) {
      const rowMs = atMs + i * 1_000;
      const row = source.begin(rowMs);
      const lines: string[] = [];
      advance(series, random);
      for (const [k, one] of series.entries()) {
        const slot = source.slot(one.labels);
        row.values[slot] = one.value;
        row.state[slot] = SLOT_SAMPLE;
        if (text !== null) lines.push(`${heads[k]}${one.value} ${rowMs / 1000}\n`);
      }
      row.commit();
      sampleCount += series.length;
      for (let from = 0; from < lines.length; from += LINES_PER_WRITE) {
        const isFull = text?.write(lines.slice(from, from + LINES_PER_WRITE).join('')) === false;
        if (isFull && text !== null) await once(text, 'drain');
      }
    }
    storage.flush();
  }
  if (text !== null) {
    text.end('# EOF\n');
    await finished(text);
  }
  storage.flush();
  const seriesCount = instances.reduce((sum, { series }) => sum + series.length, 0);
  return { storage, seriesCount, sampleCount };
}

import { createLabels } from '../../src/engine/model/labels.ts';
import { type Queryable, type RowAppender, SLOT_SAMPLE } from '../../src/engine/storage.ts';
import { openTsdb, type Tsdb } from '../../src/engine/tsdb/tsdb.ts';
import type { FloatHistogram } from '../../src/shared/domain/histogram.ts';
import { SILENT_LOGGER } from './fake-ports.ts';
import { ManualClock } from './manual-clock.ts';

/** The first row's time, ms UTC. */
export const GOLDEN_START_MS = Date.UTC(2026, 0, 2, 3, 4);
const STEP_MS = 15_000;
const ROWS = 150;
const GAUGES = 12;

/** Opens a store whose clock stands at the end of the golden history; null keeps it in memory. */
export function openGoldenStore(directory: string | null): Promise<Tsdb> {
  return openTsdb({
    clock: new ManualClock(GOLDEN_START_MS + ROWS * STEP_MS),
    logger: SILENT_LOGGER,
    directory,
    retention: { maxAgeMs: 1e12, maxBytes: 1e12 },
    seriesBudget: 1000,
    flushIntervalMs: 1000,
  });
}

function histogramOf(n: number): FloatHistogram {
  return {
    schema: 3,
    counterResetHint: 'unknown',
    zeroThreshold: 1e-128,
    zeroCount: n,
    count: 4 * n + 3,
    sum: n * 0.75,
    positiveSpans: [
      { offset: -2, length: 2 },
      { offset: 3, length: 1 },
    ],
    positiveBuckets: Float64Array.of(n, n + 1, n + 2),
    negativeSpans: [],
    negativeBuckets: new Float64Array(0),
    customValues: new Float64Array(0),
  };
}

function writeRow(appender: RowAppender, n: number): void {
  const atMs = GOLDEN_START_MS + n * STEP_MS;
  const row = appender.begin(atMs);
  const slotOf = (...pairs: [string, string][]): number => appender.slot(createLabels(pairs));
  const set = (slot: number, value: number): void => {
    row.values[slot] = value;
    row.state[slot] = SLOT_SAMPLE;
  };
  set(slotOf(['__name__', 'requests_total'], ['path', '/größe "✓"\n']), n * n);
  for (let g = 0; g < GAUGES; g++) {
    // One vanishes for a while: its staleness marks and gap are part of what is stored.
    if (g === 5 && n >= 40 && n < 60) continue;
    set(slotOf(['__name__', 'gauge'], ['g', String(g)]), Math.sin(n + g) * 10 ** g);
  }
  set(slotOf(['__name__', 'special']), [Number.NaN, Number.POSITIVE_INFINITY, -0, 1e-320][n % 4] as number);
  row.setHistogram(slotOf(['__name__', 'latency_seconds']), histogramOf(n < 100 ? n : n - 100));
  row.setAt(slotOf(['__name__', 'own_time']), atMs - 1234, n / 8, true);
  row.commit();
}

/** Writes all kinds of samples: floats, histograms, own times, gaps and staleness marks, in batches and in the journal. */
export function writeGoldenHistory(tsdb: Tsdb): void {
  const target = tsdb.openSource('https://shop.example/metrics');
  for (let n = 0; n < ROWS; n++) writeRow(target, n);
  target.close(null);
  const rules = tsdb.openSource('rules/shop');
  for (let n = 0; n < 5; n++) {
    const row = rules.begin(GOLDEN_START_MS + n * STEP_MS);
    const slot = rules.slot(createLabels([['__name__', 'job:requests:rate']]));
    row.values[slot] = n / 3;
    row.state[slot] = SLOT_SAMPLE;
    row.commit();
  }
  rules.close(GOLDEN_START_MS + ROWS * STEP_MS);
}

function describeHistogram(histogram: FloatHistogram): string {
  const fields = Object.entries(histogram).map(([name, value]) => [
    name,
    ArrayBuffer.isView(value) ? [...(value as Float64Array)] : value,
  ]);
  return JSON.stringify(fields.sort());
}

/** Everything in a store as text that can be compared: one line a sample, sorted. */
export async function dumpSamples(store: Queryable): Promise<string[]> {
  const lines: string[] = [];
  for (const { labels, times, values, stale, histograms } of await store.select([], 0, 1e15)) {
    for (let i = 0; i < times.length; i++) {
      const histogram = histograms?.[i] ?? null;
      const value =
        stale?.[i] === 1
          ? 'stale'
          : histogram !== null
            ? describeHistogram(histogram)
            : Object.is(values[i], -0)
              ? '-0'
              : String(values[i]);
      lines.push(`${JSON.stringify(labels)} ${times[i]} ${value}`);
    }
  }
  return lines.sort();
}

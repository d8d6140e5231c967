import { afterEach, beforeEach, expect, it } from 'vitest';
import { ExemplarStore } from '../../src/engine/model/exemplars.ts';
import { MetadataStore } from '../../src/engine/model/metadata.ts';
import { PageBuffers } from '../../src/engine/scrape/page-body.ts';
import { ScrapePool } from '../../src/engine/scrape/scrape-pool.ts';
import type { SeriesColumns } from '../../src/engine/storage.ts';
import { openTsdb, type Tsdb } from '../../src/engine/tsdb/tsdb.ts';
import type { ScrapeSummary } from '../../src/shared/domain/target.ts';
import {
  FakeHttpClient,
  NO_SECRETS,
  SILENT_LOGGER,
  testEndpoint,
  textResponse,
} from '../support/fake-ports.ts';
import { ManualClock } from '../support/manual-clock.ts';

const START = 1_700_000_000_000;
const INTERVAL_MS = 1_000;

let clock: ManualClock;
let http: FakeHttpClient;
let tsdb: Tsdb;
let pool: ScrapePool;
let summaries: ScrapeSummary[];

beforeEach(async () => {
  clock = new ManualClock(START);
  http = new FakeHttpClient();
  summaries = [];
  tsdb = await openTsdb({
    clock,
    logger: SILENT_LOGGER,
    directory: null,
    retention: { maxAgeMs: 86_400_000, maxBytes: 1e9 },
    seriesBudget: 20_000,
    flushIntervalMs: 1_000,
  });
  pool = new ScrapePool(
    tsdb,
    {
      clock,
      http,
      secrets: NO_SECRETS,
      buffers: new PageBuffers(),
      appVersion: '0.0.0',
      metadata: new MetadataStore(),
      exemplars: new ExemplarStore(),
      logger: SILENT_LOGGER,
    },
    (_, summary) => summaries.push(summary),
  );
});

afterEach(async () => {
  await pool.close();
  await tsdb.close();
});

/** What a series must hold: time and value, or time and null for a staleness mark. */
type History = [atMs: number, value: number | null][];

function historyOf({ times, values, stale }: SeriesColumns): History {
  return [...times].map((atMs, i) => [atMs, stale?.[i] === 1 ? null : (values[i] as number)]);
}

function labelOf(series: SeriesColumns, name: string): string {
  return series.labels.find(([label]) => label === name)?.[1] ?? '';
}

it('keeps every sample of a page whose lines move, go and come, over many batches', async () => {
  const expected = new Map<string, History>();
  const present = new Set<string>();
  let random = 7;
  const next = (below: number): number => {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((random / 2 ** 32) * below);
  };
  let scrape = 0;
  http.answer(() => {
    scrape++;
    const lines: string[] = ['# TYPE m gauge'];
    const samples = new Map<string, number>();
    for (let i = 0; i < 60; i++) {
      // Some ids are of this while only, so that their slots are freed and given out again.
      const id = i < 40 ? `s${i}` : `s${i}-${Math.floor(scrape / 70)}`;
      if (next(100) < 8) continue;
      samples.set(id, next(1_000) / 8);
      lines.push(`m{id="${id}"} ${samples.get(id)}`);
    }
    if (next(3) === 0) lines.push(...lines.splice(1, next(20)));
    const fails = next(100) < 3;
    // The summary of this scrape has its time, so the row is noted when it comes.
    pages.push(fails ? null : samples);
    return textResponse(fails ? `${lines.join('\n')}\nbroken` : `${lines.join('\n')}\n`);
  });
  const pages: (Map<string, number> | null)[] = [];
  await pool.apply([testEndpoint({ scrapeIntervalMs: INTERVAL_MS, scrapeTimeoutMs: INTERVAL_MS })]);
  await clock.advance(600 * INTERVAL_MS);
  await pool.settle();

  expect(summaries.length).toBe(pages.length);
  summaries.forEach(({ atMs, failure }, i) => {
    const samples = pages[i] ?? new Map<string, number>();
    expect(failure === null).toBe(pages[i] !== null);
    for (const id of present) {
      if (samples.has(id)) continue;
      expected.get(id)?.push([atMs, null]);
      present.delete(id);
    }
    for (const [id, value] of samples) {
      const history = expected.get(id) ?? [];
      history.push([atMs, value]);
      expected.set(id, history);
      present.add(id);
    }
  });

  const stored = await tsdb.select([{ name: '__name__', type: '=', value: 'm' }], START, START + 1e9);
  expect(new Set(stored.map((series) => labelOf(series, 'id')))).toEqual(new Set(expected.keys()));
  for (const series of stored) {
    expect(historyOf(series)).toEqual(expected.get(labelOf(series, 'id')));
  }
  const up = await tsdb.select([{ name: '__name__', type: '=', value: 'up' }], START, START + 1e9);
  expect(historyOf(up[0] as SeriesColumns)).toEqual(
    summaries.map(({ atMs, failure }) => [atMs, failure === null ? 1 : 0]),
  );
});

it('ends a removed target’s series with staleness marks', async () => {
  http.answer(() => textResponse('a 1\n'));
  await pool.apply([testEndpoint({ scrapeIntervalMs: INTERVAL_MS })]);
  await clock.advance(5 * INTERVAL_MS);
  await pool.apply([]);
  for (const name of ['a', 'up', 'scrape_duration_seconds']) {
    const [series] = await tsdb.select([{ name: '__name__', type: '=', value: name }], START, START + 1e9);
    expect(historyOf(series as SeriesColumns).at(-1)?.[1]).toBeNull();
  }
});

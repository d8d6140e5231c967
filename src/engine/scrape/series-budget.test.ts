import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  FakeHttpClient,
  NO_SECRETS,
  SILENT_LOGGER,
  testEndpoint,
  textResponse,
} from '../../../test/support/fake-ports.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { DEFAULT_SCRAPE_LIMITS } from '../../shared/domain/endpoint.ts';
import { ExemplarStore } from '../model/exemplars.ts';
import { MetadataStore } from '../model/metadata.ts';
import { openTsdb, type Tsdb } from '../tsdb/tsdb.ts';
import { PageBuffers } from './page-body.ts';
import { TargetScraper } from './target-scraper.ts';

const START = 1_700_000_000_000;
const REPORT_SERIES = 8;

let clock: ManualClock;
let http: FakeHttpClient;
let tsdb: Tsdb;
let scraper: TargetScraper;
let atMs: number;

beforeEach(async () => {
  clock = new ManualClock(START);
  http = new FakeHttpClient();
  tsdb = await openTsdb({
    clock,
    logger: SILENT_LOGGER,
    directory: null,
    retention: { maxAgeMs: 1e12, maxBytes: 1e12 },
    seriesBudget: 1_000_000,
    flushIntervalMs: 1_000,
  });
  const endpoint = testEndpoint({ limits: { ...DEFAULT_SCRAPE_LIMITS, series: 200 } });
  const context = {
    clock,
    http,
    secrets: NO_SECRETS,
    buffers: new PageBuffers(),
    appVersion: '1.2.3',
    metadata: new MetadataStore(),
    exemplars: new ExemplarStore(),
    logger: SILENT_LOGGER,
  };
  scraper = new TargetScraper(endpoint, tsdb.openSource('e1'), context);
  atMs = START;
});

afterEach(() => tsdb.close());

async function scrape(lines: readonly string[]) {
  http.answer(() => textResponse(`${lines.join('\n')}\n`));
  atMs += 1_000;
  const result = await scraper.scrape(atMs, new AbortController().signal);
  return result?.summary.failure ?? null;
}

function series(count: number, first = 0, name = 'm'): string[] {
  return Array.from({ length: count }, (_, i) => `${name}{id="${first + i}"} ${i}`);
}

describe('the budget of series of a target', () => {
  it('fails a page beyond it as a whole and names what takes the room', async () => {
    expect(await scrape(series(50))).toBeNull();
    const failure = await scrape([...series(150), ...series(100, 0, 'other')]);
    expect(failure).toMatchObject({ reason: 'series_limit', step: 'store' });
    expect(failure?.message).toMatch(/budget of 200 series/);
    expect(failure?.message).toMatch(/Most are of m \(150 series\), other \(42 series\)/);
    expect(failure?.message).toMatch(/id \(150 values\)/);
    expect(scraper.cardinality()).toMatchObject({
      activeSeries: 200,
      seriesBudget: 200,
      topMetrics: [
        { name: 'm', count: 150 },
        { name: 'other', count: 42 },
        ...Array(3).fill(expect.anything()),
      ],
    });
    expect(await scrape([...series(150), ...series(100, 0, 'other')])).not.toBeNull();
  });

  it('takes series back into it that fit', async () => {
    await scrape([...series(150), ...series(100, 0, 'other')]);
    expect(await scrape(series(60, 1_000))).not.toBeNull();
    expect(await scrape(series(60, 1_000))).toBeNull();
    expect(scraper.cardinality()).toEqual({
      activeSeries: 60 + REPORT_SERIES,
      seriesBudget: 200,
      topMetrics: [],
      topLabels: [],
    });
  });

  it('is not used up by series that come and go', async () => {
    for (let round = 0; round < 100; round++) {
      expect(await scrape(series(40, round * 40))).toBeNull();
      expect(scraper.cardinality().activeSeries).toBeLessThanOrEqual(200);
    }
    expect(tsdb.stats().seriesCount).toBeLessThanOrEqual(200);
    const all = await tsdb.listSeries([{ name: '__name__', type: '=', value: 'm' }], START, atMs);
    expect(all).toHaveLength(4_000);
  });
});

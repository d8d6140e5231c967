import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ExemplarStore } from '../../src/engine/model/exemplars.ts';
import { MetadataStore } from '../../src/engine/model/metadata.ts';
import type { HttpResponse } from '../../src/engine/ports.ts';
import { PageBuffers } from '../../src/engine/scrape/page-body.ts';
import { type ScrapeContext, TargetScraper } from '../../src/engine/scrape/target-scraper.ts';
import { openTsdb, type Tsdb } from '../../src/engine/tsdb/tsdb.ts';
import { DEFAULT_SCRAPE_LIMITS, type Endpoint } from '../../src/shared/domain/endpoint.ts';
import { DEFAULT_SCRAPE_SETTINGS } from '../../src/shared/domain/scrape-settings.ts';
import { FakeHttpClient, NO_SECRETS, SILENT_LOGGER, testEndpoint } from '../support/fake-ports.ts';
import { ManualClock } from '../support/manual-clock.ts';

const START = 1_700_000_000_000;
const HISTOGRAM = 4;

let http: FakeHttpClient;
let tsdb: Tsdb;
let context: ScrapeContext;

beforeEach(async () => {
  const clock = new ManualClock(START);
  http = new FakeHttpClient();
  context = {
    clock,
    http,
    secrets: NO_SECRETS,
    buffers: new PageBuffers(),
    appVersion: '0.0.0',
    metadata: new MetadataStore(),
    exemplars: new ExemplarStore(),
    logger: SILENT_LOGGER,
  };
  tsdb = await openTsdb({
    clock,
    logger: SILENT_LOGGER,
    directory: null,
    retention: { maxAgeMs: 86_400_000, maxBytes: 1e9 },
    seriesBudget: 1_000,
    flushIntervalMs: 1_000,
  });
});

afterEach(() => tsdb.close());

/** A page of one native histogram with a bucket count of its own. */
function protobufResponse(observations: number, counted = observations, classic = false): HttpResponse {
  const page = new BinaryWriter().fork().tag(1, WireType.LengthDelimited).string('latency_seconds');
  page.tag(3, WireType.Varint).uint32(HISTOGRAM);
  page.tag(4, WireType.LengthDelimited).fork().tag(7, WireType.LengthDelimited).fork();
  page.tag(1, WireType.Varint).uint64(counted).tag(2, WireType.Bit64).double(1);
  page.tag(12, WireType.LengthDelimited).fork().tag(2, WireType.Varint).uint32(1).join();
  page.tag(13, WireType.Varint).sint64(observations);
  if (classic) {
    page.tag(3, WireType.LengthDelimited).fork();
    page.tag(1, WireType.Varint).uint64(observations).tag(2, WireType.Bit64).double(0.5).join();
  }
  const bytes = page.join().join().join().finish();
  return {
    status: 200,
    headers: new Map([['content-type', 'application/vnd.google.protobuf; encoding=delimited']]),
    body: (async function* () {
      yield bytes;
    })(),
    headersMs: 1,
    certificateExpiresAtMs: null,
  };
}

async function scrapeAll(changes: Partial<Endpoint>, times: number) {
  const endpoint = testEndpoint(changes);
  const scraper = new TargetScraper(endpoint, tsdb.openSource(endpoint.id), context);
  const failures = [];
  for (let i = 0; i < times; i++) {
    const result = await scraper.scrape(START + i, new AbortController().signal);
    failures.push(result?.summary.failure?.message ?? null);
  }
  return failures;
}

/** A page of one native histogram of schema 3 with so many buckets in a row, each with one observation. */
function widePage(buckets: number): HttpResponse {
  const page = new BinaryWriter().fork().tag(1, WireType.LengthDelimited).string('latency_seconds');
  page.tag(3, WireType.Varint).uint32(HISTOGRAM);
  page.tag(4, WireType.LengthDelimited).fork().tag(7, WireType.LengthDelimited).fork();
  page.tag(1, WireType.Varint).uint64(buckets).tag(2, WireType.Bit64).double(1);
  page.tag(5, WireType.Varint).sint32(3);
  page.tag(12, WireType.LengthDelimited).fork();
  page.tag(1, WireType.Varint).sint32(1).tag(2, WireType.Varint).uint32(buckets).join();
  for (let i = 0; i < buckets; i++) page.tag(13, WireType.Varint).sint64(i === 0 ? 1 : 0);
  return { ...protobufResponse(0), body: bodyOf(page.join().join().join().finish()) };
}

async function* bodyOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function storedBuckets() {
  const columns = await tsdb.select([{ name: '__name__', type: '=', value: 'latency_seconds' }], 0, 1e15);
  return columns[0]?.histograms?.map((one) => one && [one.schema, [...one.positiveBuckets]]);
}

async function storedHistograms() {
  const columns = await tsdb.select([{ name: '__name__', type: '=', value: 'latency_seconds' }], 0, 1e15);
  return columns[0]?.histograms?.map((histogram) =>
    histogram === null ? null : [histogram.count, histogram.counterResetHint],
  );
}

it('scrapes native histograms where an endpoint asks for them', async () => {
  http.answer(...[2, 5, 1].map((count) => () => protobufResponse(count)));
  expect(
    await scrapeAll({ scrape: { ...DEFAULT_SCRAPE_SETTINGS, scrapeNativeHistograms: true } }, 3),
  ).toEqual([null, null, null]);
  expect(new Map(http.requests[0]?.headers).get('Accept')).toBe(
    'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,' +
      'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,' +
      'application/openmetrics-text;version=0.0.1;q=0.4,' +
      'text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1',
  );
  expect(await storedHistograms()).toEqual([
    [2, 'unknown'],
    [5, 'not_reset'],
    [1, 'reset'],
  ]);
});

it('does not ask for protobuf otherwise, but reads it where it comes', async () => {
  http.answer(() => protobufResponse(2));
  expect(await scrapeAll({}, 1)).toEqual([null]);
  expect(new Map(http.requests[0]?.headers).get('Accept')).not.toContain('protobuf');
  expect(await storedHistograms()).toEqual([[2, 'unknown']]);
});

it('takes classic buckets in beside native ones only where it is told', async () => {
  http.answer(() => protobufResponse(2, 2, true));
  const names = async () => {
    const series = await tsdb.listSeries([{ name: '__name__', type: '=~', value: 'latency.*' }], 0, 1e15);
    return series.map((labels) => labels.map(([, value]) => value).join(' '));
  };
  expect(await scrapeAll({}, 1)).toEqual([null]);
  expect(await names()).toEqual(['latency_seconds 127.0.0.1:9100 shop']);
  const scrape = { ...DEFAULT_SCRAPE_SETTINGS, alwaysScrapeClassicHistograms: true };
  expect(await scrapeAll({ id: 'both', scrape }, 2)).toEqual([null, null]);
  expect(await names()).toEqual([
    'latency_seconds 127.0.0.1:9100 shop',
    'latency_seconds_bucket 127.0.0.1:9100 shop +Inf',
    'latency_seconds_bucket 127.0.0.1:9100 shop 0.5',
    'latency_seconds_count 127.0.0.1:9100 shop',
    'latency_seconds_sum 127.0.0.1:9100 shop',
  ]);
});

it('keeps nothing of a page with a broken histogram, or beyond a limit', async () => {
  http.answer(
    () => protobufResponse(2),
    () => protobufResponse(2, 3),
  );
  const [first, second] = await scrapeAll({}, 2);
  expect(first).toBeNull();
  expect(second).toContain('in the metric family "latency_seconds"');
  expect(second).toContain('the buckets have 2 observations, and the count says 3');
  expect(await storedHistograms()).toEqual([[2, 'unknown'], null]);
  http.answer(() => protobufResponse(2));
  const limits = { ...DEFAULT_SCRAPE_LIMITS, samples: 0 };
  expect((await scrapeAll({ id: 'limited', limits }, 1))[0]).toContain('the limit is 0');
});

it('lowers the resolution of a histogram beyond the limit of buckets', async () => {
  http.answer(
    () => widePage(8),
    () => widePage(9),
    () => widePage(16),
    () => widePage(32),
  );
  const limits = { ...DEFAULT_SCRAPE_LIMITS, nativeHistogramBuckets: 8 };
  expect(await scrapeAll({ limits }, 4)).toEqual([null, null, null, null]);
  expect(await storedBuckets()).toEqual([
    [3, [1, 1, 1, 1, 1, 1, 1, 1]],
    [2, [2, 2, 2, 2, 1]],
    [2, [2, 2, 2, 2, 2, 2, 2, 2]],
    [1, [4, 4, 4, 4, 4, 4, 4, 4]],
  ]);
});

it('merges buckets that are finer than the least growth, before it looks at the limit', async () => {
  http.answer(
    () => widePage(8),
    () => widePage(8),
  );
  const scrape = { ...DEFAULT_SCRAPE_SETTINGS, nativeHistogramMinBucketFactor: 1.4 };
  expect(await scrapeAll({ scrape }, 1)).toEqual([null]);
  const limits = { ...DEFAULT_SCRAPE_LIMITS, nativeHistogramBuckets: 1 };
  expect(await scrapeAll({ id: 'limited', scrape, limits, labels: [['limited', 'yes']] }, 1)).toEqual([null]);
  const columns = await tsdb.select([{ name: '__name__', type: '=', value: 'latency_seconds' }], 0, 1e15);
  const stored = columns.map(({ histograms }) => histograms?.[0]);
  expect(stored.map((one) => [one?.schema, ...(one?.positiveBuckets ?? [])])).toEqual([
    [1, 4, 4],
    [0, 8],
  ]);
});

it('keeps nothing of a page with a histogram that can not be brought within the limit, and still counts it', async () => {
  http.answer(
    () => widePage(4),
    () => widePage(32_768),
  );
  const limits = { ...DEFAULT_SCRAPE_LIMITS, nativeHistogramBuckets: 4 };
  const [first, second] = await scrapeAll({ limits }, 2);
  expect(first).toBeNull();
  expect(second).toContain("a native histogram of 32768 buckets that can't be merged into 4");
  expect(await storedBuckets()).toEqual([[3, [1, 1, 1, 1]], null]);
  const [scraped] = await tsdb.select(
    [{ name: '__name__', type: '=', value: 'scrape_samples_scraped' }],
    0,
    1e15,
  );
  expect([...(scraped?.values ?? [])]).toEqual([1, 1]);
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ExemplarStore } from '../../src/engine/model/exemplars.ts';
import { MetadataStore } from '../../src/engine/model/metadata.ts';
import type { HttpResponse } from '../../src/engine/ports.ts';
import { createPromqlEngine } from '../../src/engine/promql/promql-engine.ts';
import { PageBuffers } from '../../src/engine/scrape/page-body.ts';
import { type ScrapeContext, TargetScraper } from '../../src/engine/scrape/target-scraper.ts';
import { openTsdb, type Tsdb } from '../../src/engine/tsdb/tsdb.ts';
import type { Endpoint } from '../../src/shared/domain/endpoint.ts';
import { DEFAULT_SCRAPE_SETTINGS } from '../../src/shared/domain/scrape-settings.ts';
import { FakeHttpClient, NO_SECRETS, SILENT_LOGGER, testEndpoint } from '../support/fake-ports.ts';
import { ManualClock } from '../support/manual-clock.ts';

const START = 1_700_000_000_000;
const CONVERT = { ...DEFAULT_SCRAPE_SETTINGS, convertClassicHistogramsToNhcb: true };
const BOTH = { ...CONVERT, alwaysScrapeClassicHistograms: true };

let clock: ManualClock;
let http: FakeHttpClient;
let exemplars: ExemplarStore;
let directory: string;
let tsdb: Tsdb;

beforeEach(async () => {
  clock = new ManualClock(START);
  http = new FakeHttpClient();
  exemplars = new ExemplarStore();
  directory = mkdtempSync(join(tmpdir(), 'sextant-nhcb-'));
  await open();
});

afterEach(async () => {
  await tsdb.close();
  rmSync(directory, { recursive: true, force: true });
});

async function open(): Promise<void> {
  tsdb = await openTsdb({
    clock,
    logger: SILENT_LOGGER,
    directory,
    retention: { maxAgeMs: 86_400_000, maxBytes: 1e9 },
    seriesBudget: 1_000,
    flushIntervalMs: 1_000,
  });
}

function answer(text: string | Uint8Array, contentType = 'text/plain; version=0.0.4'): () => HttpResponse {
  return () => ({
    status: 200,
    headers: new Map([['content-type', contentType]]),
    body: (async function* () {
      yield Buffer.from(text);
    })(),
    headersMs: 1,
    certificateExpiresAtMs: null,
  });
}

/** Scrapes the pages one after the other, 10 s apart; answers the summaries. */
async function scrape(changes: Partial<Endpoint>, ...pages: (() => HttpResponse)[]) {
  http.answer(...pages);
  const context: ScrapeContext = {
    clock,
    http,
    secrets: NO_SECRETS,
    buffers: new PageBuffers(),
    appVersion: '0.0.0',
    metadata: new MetadataStore(),
    exemplars,
    logger: SILENT_LOGGER,
  };
  const endpoint = testEndpoint(changes);
  const appender = tsdb.openSource(endpoint.id);
  const scraper = new TargetScraper(endpoint, appender, context);
  const summaries = [];
  for (const _ of pages) {
    summaries.push((await scraper.scrape(clock.wallMs(), new AbortController().signal))?.summary);
    clock.setWall(clock.wallMs() + 10_000);
  }
  appender.close(null);
  return summaries;
}

async function names(): Promise<string[]> {
  const series = await tsdb.listSeries([{ name: '__name__', type: '=~', value: 'h.*|x.*' }], 0, 1e15);
  return series.map((labels) =>
    labels
      .filter(([name]) => name !== 'instance' && name !== 'job')
      .map(([, value]) => value)
      .join(' '),
  );
}

async function histograms(name = 'h') {
  const columns = await tsdb.select([{ name: '__name__', type: '=', value: name }], 0, 1e15);
  return columns[0]?.histograms?.map((one) => {
    if (one === null) return null;
    const { schema, count, sum, customValues, positiveSpans, positiveBuckets, counterResetHint } = one;
    const spans = positiveSpans.map(({ offset, length }) => `${offset}+${length}`).join(' ');
    return `${schema} ${count} ${sum} [${[...customValues]}] ${spans} [${[...positiveBuckets]}] ${counterResetHint}`;
  });
}

const PAGE = `# TYPE h histogram
h_bucket{le="0.1"} 2
h_bucket{le="1"} 2
h_bucket{le="+Inf"} 5
h_sum 7.5
h_count 5
# TYPE x counter
x_count 3
x_sum 4
`;

it('stores a classic histogram as one with custom buckets, on disk and in results too', async () => {
  const later = PAGE.replace('} 5', '} 6').replace('h_count 5', 'h_count 6');
  const [first] = await scrape({ scrape: CONVERT }, answer(PAGE), answer(later));
  expect(first?.failure).toBeNull();
  expect(first?.samplesScraped).toBe(3);
  expect(await names()).toEqual(['h', 'x_count', 'x_sum']);
  const stored = ['-53 5 7.5 [0.1,1] 0+1 1+1 [2,3] unknown', '-53 6 7.5 [0.1,1] 0+1 1+1 [2,4] not_reset'];
  expect(await histograms()).toEqual(stored);
  await tsdb.close();
  await open();
  expect(await histograms()).toEqual(stored);
  const promql = createPromqlEngine(tsdb, { clock });
  const ask = async (expr: string) => {
    const result = await promql.evaluateInstant({ expr, atMs: clock.wallMs() });
    return [...(result.rows[0]?.values ?? [])];
  };
  expect((await ask('histogram_quantile(0.25, h)'))[0]).toBeCloseTo(0.075);
  expect(await ask('histogram_count(h)')).toEqual([6]);
  expect(await ask('histogram_fraction(0, 0.1, h)')).toEqual([2 / 6]);
});

it('keeps the classic series beside it where it is told', async () => {
  const [first] = await scrape({ scrape: BOTH }, answer(PAGE));
  expect(first?.samplesScraped).toBe(8);
  expect(await names()).toEqual([
    'h',
    'h_bucket +Inf',
    'h_bucket 0.1',
    'h_bucket 1.0',
    'h_count',
    'h_sum',
    'x_count',
    'x_sum',
  ]);
});

it('goes by TYPE: without it, or of another type, series stay what they are', async () => {
  await scrape({ scrape: CONVERT }, answer('h_bucket{le="1"} 2\nh_count 2\nh_sum 2\n'));
  expect(await names()).toEqual(['h_bucket 1', 'h_count', 'h_sum']);
});

it('makes what is missing, and leaves out what contradicts itself', async () => {
  const page = `# TYPE h histogram
h_bucket{a="no count",le="1"} 2
h_bucket{a="no count",le="2"} 3
h_count{a="no buckets"} 4
h_sum{a="no buckets"} 1
h_bucket{a="descends",le="1"} 3
h_bucket{a="descends",le="2"} 2
h_count{a="descends"} 3
h_bucket{a="other count",le="+Inf"} 3
h_count{a="other count"} 4
h_bucket{a="unordered",le="2"} 3
h_bucket{a="unordered",le="1"} 1
h_bucket{a="unordered",le="+Inf"} 3
h_sum{a="alone"} 3
`;
  const [first] = await scrape({ scrape: CONVERT }, answer(page));
  expect(first?.failure).toBeNull();
  expect(first?.samplesScraped).toBe(3);
  const columns = await tsdb.select([{ name: '__name__', type: '=', value: 'h' }], 0, 1e15);
  const got = columns.map(({ labels, histograms: found }) => {
    const one = found?.[0];
    return [labels[1]?.[1], one?.count, [...(one?.customValues ?? [])], [...(one?.positiveBuckets ?? [])]];
  });
  expect(got.sort()).toEqual([
    ['no buckets', 4, [], [4]],
    ['no count', 3, [1, 2], [2, 1]],
    ['unordered', 3, [1, 2], [1, 2]],
  ]);
});

it('goes on as series come, go and come again, and marks a histogram that is gone as stale', async () => {
  const other = '# TYPE h histogram\nh_bucket{le="1"} 1\nh_count 1\nh_sum 1\n';
  const [, second] = await scrape(
    { scrape: CONVERT },
    answer(PAGE),
    answer('x 1\n'),
    answer(other),
    answer(PAGE),
  );
  expect(second?.samplesScraped).toBe(1);
  const [columns] = await tsdb.select([{ name: '__name__', type: '=', value: 'h' }], 0, 1e15);
  expect([...(columns?.stale ?? [])]).toEqual([0, 1, 0, 0]);
  expect(await histograms()).toEqual([
    '-53 5 7.5 [0.1,1] 0+1 1+1 [2,3] unknown',
    null,
    '-53 1 1 [1] 0+1 [1] unknown',
    expect.stringMatching(/^-53 5 7.5 \[0.1,1\] 0\+1 1\+1 \[2,3\] /),
  ]);
});

it('takes timestamps and exemplars of OpenMetrics along', async () => {
  const page = `# TYPE h histogram
h_bucket{le="1.0"} 2 1700000000 # {trace_id="a"} 0.5 1699999999
h_bucket{le="+Inf"} 3 1700000000 # {trace_id="without a time"} 5
h_count 3 1700000000
h_sum 4 1700000000
# EOF
`;
  await scrape({ scrape: CONVERT }, answer(page, 'application/openmetrics-text; version=1.0.0'));
  const [columns] = await tsdb.select([{ name: '__name__', type: '=', value: 'h' }], 0, 1e15);
  expect([...(columns?.times ?? [])]).toEqual([1_700_000_000_000]);
  expect(await histograms()).toEqual(['-53 3 4 [1] 0+2 [2,1] unknown']);
  const kept = exemplars.query([[{ name: '__name__', type: '=', value: 'h' }]], 0, 1e15);
  expect(kept.map((one) => one.exemplars.map(({ labels }) => labels[0]?.[1]))).toEqual([['a']]);
});

/** A page of the classic histogram `h` of two buckets, without one of +Inf. */
function protobufPage(): Uint8Array {
  const page = new BinaryWriter().fork().tag(1, WireType.LengthDelimited).string('h');
  page.tag(3, WireType.Varint).uint32(4);
  page.tag(4, WireType.LengthDelimited).fork().tag(7, WireType.LengthDelimited).fork();
  page.tag(1, WireType.Varint).uint64(5).tag(2, WireType.Bit64).double(7.5);
  for (const bound of [0.1, 1]) {
    page.tag(3, WireType.LengthDelimited).fork();
    page.tag(1, WireType.Varint).uint64(2).tag(2, WireType.Bit64).double(bound).join();
  }
  return page.join().join().join().finish();
}

it('reads the classic histograms of a protobuf page alike', async () => {
  const page = answer(protobufPage(), 'application/vnd.google.protobuf; encoding=delimited');
  const [first] = await scrape({ scrape: CONVERT }, page);
  expect(first?.samplesScraped).toBe(1);
  expect(await names()).toEqual(['h']);
  expect(await histograms()).toEqual(['-53 5 7.5 [0.1,1] 0+1 1+1 [2,3] unknown']);
  const [both] = await scrape({ id: 'both', scrape: BOTH }, page);
  expect(both?.samplesScraped).toBe(6);
});

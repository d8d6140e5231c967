import { beforeEach, describe, expect, it } from 'vitest';
import {
  FakeHttpClient,
  NO_SECRETS,
  SILENT_LOGGER,
  testEndpoint,
  textResponse,
} from '../../../test/support/fake-ports.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { MemoryStorage } from '../../../test/support/memory-storage.ts';
import { DEFAULT_SCRAPE_LIMITS, type Endpoint } from '../../shared/domain/endpoint.ts';
import { DEFAULT_RELABEL_CONFIG } from '../../shared/domain/relabel.ts';
import { DEFAULT_SCRAPE_SETTINGS } from '../../shared/domain/scrape-settings.ts';
import type { ScrapeSummary } from '../../shared/domain/target.ts';
import { AppError } from '../../shared/errors.ts';
import { ExemplarStore } from '../model/exemplars.ts';
import { MetadataStore } from '../model/metadata.ts';
import { PageBuffers } from './page-body.ts';
import { ScrapePool } from './scrape-pool.ts';
import { nextTickMs, scheduleOffsetMs } from './scrape-schedule.ts';
import type { ScrapeContext } from './target-scraper.ts';

const START = 1_700_000_000_000;
const TARGET = 'instance="127.0.0.1:9100",job="shop"';

let clock: ManualClock;
let http: FakeHttpClient;
let storage: MemoryStorage;
let context: ScrapeContext;
let pool: ScrapePool;
let summaries: ScrapeSummary[];

beforeEach(() => {
  clock = new ManualClock(START);
  http = new FakeHttpClient();
  http.answer(() => textResponse('a 1\n'));
  storage = new MemoryStorage();
  summaries = [];
  context = {
    clock,
    http,
    secrets: NO_SECRETS,
    buffers: new PageBuffers(),
    appVersion: '1.2.3',
    metadata: new MetadataStore(),
    exemplars: new ExemplarStore(),
    logger: SILENT_LOGGER,
  };
  pool = new ScrapePool(storage, context, (_, summary) => summaries.push(summary));
});

function offsetOf(endpoint: Endpoint): number {
  return scheduleOffsetMs(`${endpoint.id}\n${endpoint.url}`, endpoint.scrapeIntervalMs);
}

function rows(id = 'e1') {
  return storage.sources.get(id)?.rows ?? [];
}

function sample(row: number, name: string, labels = TARGET): number | 'stale' | undefined {
  return rows().at(row)?.samples.get(`__name__="${name}",${labels}`);
}

function hang(): Promise<never> {
  return new Promise((_, reject) => {
    http.requests.at(-1)?.signal.addEventListener('abort', () => reject(new Error('aborted')));
  });
}

describe('the grid', () => {
  it('scrapes within a second, then at the same place of each interval', async () => {
    const endpoint = testEndpoint();
    await pool.apply([endpoint]);
    await clock.advance(1_000);
    expect(rows().length).toBeGreaterThanOrEqual(1);
    await clock.advance(35_000);
    const onGrid = rows().filter(({ atMs }) => atMs % 10_000 === offsetOf(endpoint));
    expect(onGrid.length).toBeGreaterThanOrEqual(3);
    expect(onGrid.map(({ atMs }) => atMs)).toEqual(onGrid.map((_, i) => (onGrid[0]?.atMs ?? 0) + i * 10_000));
  });

  it('skips the ticks of a suspend and scrapes once at the next one', async () => {
    const endpoint = testEndpoint();
    await pool.apply([endpoint]);
    await clock.advance(20_000);
    const before = rows().length;
    clock.setWall(START + 8 * 3_600_000);
    await clock.advance(11_000);
    await clock.advance(9_000);
    const after = rows().slice(before);
    expect(after.length).toBeLessThanOrEqual(2);
    for (const { atMs } of after) {
      expect(atMs).toBeGreaterThan(START + 8 * 3_600_000);
      expect(atMs % 10_000).toBe(offsetOf(endpoint));
    }
  });

  it('goes on within an interval when the wall clock is set back by an hour', async () => {
    await pool.apply([testEndpoint()]);
    await clock.advance(20_000);
    const before = http.requests.length;
    clock.setWall(START - 3_600_000);
    await clock.advance(30_000);
    expect(http.requests.length).toBeGreaterThanOrEqual(before + 2);
  });

  it('never runs two scrapes of a target at once, and ends one at its timeout', async () => {
    http.answer(hang);
    await pool.apply([testEndpoint({ scrapeIntervalMs: 2_000, scrapeTimeoutMs: 10_000 })]);
    await clock.advance(6_100);
    expect(http.requests.length).toBeGreaterThanOrEqual(2);
    expect(summaries.every(({ durationMs }) => durationMs === 2_000)).toBe(true);
    expect(summaries[0]?.failure).toMatchObject({ reason: 'headers_timeout', step: 'request' });
  });

  it.each([
    [0, 1_000, 0, 1_000],
    [999, 1_000, 0, 1_000],
    [1_000, 1_000, 300, 1_300],
    [1_300, 1_000, 300, 2_300],
    [-5, 1_000, 0, 0],
  ])('has its next tick after %d (interval %d, offset %d) at %d', (now, interval, offset, tick) => {
    expect(nextTickMs(now, interval, offset)).toBe(tick);
  });

  it('spreads targets evenly', () => {
    const offsets = Array.from({ length: 1_000 }, (_, i) => scheduleOffsetMs(`target-${i}`, 10_000));
    const perSecond = Array.from(
      { length: 10 },
      (_, s) => offsets.filter((o) => Math.floor(o / 1_000) === s).length,
    );
    expect(Math.min(...perSecond)).toBeGreaterThan(60);
    expect(Math.max(...perSecond)).toBeLessThan(140);
  });

  it.each([
    [2_000, 500, 4],
    [1_000, 500, 2],
    [250, 125, 2],
    [1, 1, 1],
  ])('has targets of an interval of %d ms share places %d ms apart', (interval, placeMs, places) => {
    const offsets = Array.from({ length: 500 }, (_, i) => scheduleOffsetMs(`target-${i}`, interval));
    const used = [...new Set(offsets)].sort((a, b) => a - b);
    expect(used).toEqual(Array.from({ length: places }, (_, i) => i * placeMs));
  });

  it('has targets of longer intervals keep places of their own', () => {
    const offsets = Array.from({ length: 500 }, (_, i) => scheduleOffsetMs(`target-${i}`, 15_000));
    expect(new Set(offsets).size).toBeGreaterThan(450);
  });
});

describe('what a scrape writes', () => {
  it('asks with the headers of a Prometheus scraper', async () => {
    await pool.apply([testEndpoint()]);
    await clock.advance(1_000);
    const headers = new Map(http.requests[0]?.headers);
    expect(headers.get('User-Agent')).toBe('sextant/1.2.3');
    expect(headers.get('X-Prometheus-Scrape-Timeout-Seconds')).toBe('5');
    expect(headers.get('Accept-Encoding')).toBe('identity');
    expect(headers.get('Accept')).toContain(
      'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6',
    );
  });

  it('adds the report series of a good scrape', async () => {
    await pool.apply([testEndpoint()]);
    await clock.advance(1_000);
    expect(sample(0, 'a')).toBe(1);
    expect(sample(0, 'up')).toBe(1);
    expect(sample(0, 'scrape_samples_scraped')).toBe(1);
    expect(sample(0, 'scrape_samples_post_metric_relabeling')).toBe(1);
    expect(sample(0, 'scrape_series_added')).toBe(1);
    expect(sample(0, 'scrape_timeout_seconds')).toBe(5);
    expect(sample(0, 'scrape_sample_limit')).toBe(200_000);
    expect(sample(0, 'scrape_body_size_bytes')).toBe(4);
    expect(sample(0, 'scrape_duration_seconds')).toBe(0);
  });

  it('writes up 0 alone when a page breaks in its middle, and marks the series of before stale', async () => {
    http.answer(
      () => textResponse('a 1\nb 2\n'),
      () => textResponse('a 3\nb{ 4\n'),
    );
    await pool.apply([testEndpoint()]);
    await clock.advance(1_000);
    await pool.scrapeNow('e1');
    expect(sample(-1, 'a')).toBe('stale');
    expect(sample(-1, 'b')).toBe('stale');
    expect(sample(-1, 'up')).toBe(0);
    expect(sample(-1, 'scrape_samples_scraped')).toBe(0);
    expect(summaries.at(-1)?.failure).toMatchObject({
      reason: 'parse_error',
      step: 'parse',
      message: expect.stringContaining('line 2, column 4'),
    });
  });

  it('keeps nothing of a page beyond the sample limit but says how many there were', async () => {
    http.answer(() => textResponse('a 1\nb 2\nc 3\n'));
    await pool.apply([testEndpoint({ limits: { ...testEndpoint().limits, samples: 2 } })]);
    await clock.advance(1_000);
    expect(sample(0, 'a')).toBeUndefined();
    expect(sample(0, 'scrape_samples_scraped')).toBe(3);
    expect(summaries[0]?.failure).toMatchObject({ reason: 'sample_limit', step: 'store' });
  });

  it.each([
    [{ labels: 3 }, 'a{b="1",c="2"} 1', /5 labels.*limit is 3/],
    [{ labelNameLength: 8 }, 'a{a_long_name="1"} 1', /11 characters.*limit is 8/],
    [{ labelValueLength: 20 }, `a{b="${'x'.repeat(21)}"} 1`, /21 characters.*limit is 20/],
  ])('refuses a page beyond the label limits %j', async (limits, body, message) => {
    http.answer(() => textResponse(body));
    await pool.apply([testEndpoint({ limits: { ...testEndpoint().limits, ...limits } })]);
    await clock.advance(1_000);
    expect(summaries[0]?.failure).toMatchObject({ reason: 'label_limit' });
    expect(summaries[0]?.failure?.message).toMatch(message);
  });

  it('refuses a body that reaches the limit and reports its size as -1', async () => {
    http.answer(() => textResponse('a 1\n'.repeat(50)));
    await pool.apply([testEndpoint({ limits: { ...testEndpoint().limits, bodyBytes: 200 } })]);
    await clock.advance(1_000);
    expect(summaries[0]?.failure?.reason).toBe('body_limit');
    expect(sample(0, 'scrape_body_size_bytes')).toBe(-1);
  });

  it('keeps explicit timestamps, and drops those more than ten minutes ahead', async () => {
    http.answer(() => textResponse(`a 1 ${START - 60_000}\nb 2 ${START + 700_000}\n`));
    await pool.apply([testEndpoint()]);
    await clock.advance(1_000);
    expect(rows()[0]?.timed).toEqual([[`__name__="a",${TARGET}`, START - 60_000, 1]]);
    expect(sample(0, 'up')).toBe(1);
  });

  it('logs a clock that is ahead when it begins, not at each scrape or sample', async () => {
    const warnings: unknown[] = [];
    const logger = { ...SILENT_LOGGER, warn: (_: string, details?: object) => warnings.push(details) };
    pool = new ScrapePool(storage, { ...context, logger }, () => {});
    const ahead = () => textResponse(`a 1 ${START + 900_000}\nb 2 ${START + 900_000}\n`);
    http.answer(ahead, ahead, () => textResponse('a 1\n'), ahead);
    await pool.apply([testEndpoint()]);
    await clock.advance(1_000);
    for (let i = http.requests.length; i < 4; i++) await pool.scrapeNow('e1');
    expect(warnings).toEqual([
      { target: 'e1', samples: 2 },
      { target: 'e1', samples: 2 },
    ]);
  });

  it('ignores explicit timestamps without honorTimestamps', async () => {
    http.answer(() => textResponse('a 1 5\na 2 6\n'));
    await pool.apply([testEndpoint({ scrape: { ...DEFAULT_SCRAPE_SETTINGS, honorTimestamps: false } })]);
    await clock.advance(1_000);
    expect(sample(0, 'a')).toBe(1);
    expect(rows()[0]?.duplicates).toBe(1);
  });

  it('finds its series again after the storage renumbered them', async () => {
    http.answer(() => textResponse('a 1\nb 2\n'));
    await pool.apply([testEndpoint()]);
    await clock.advance(1_000);
    storage.sources.get('e1')?.renumber();
    http.answer(() => textResponse('a 3\nb 4\n'));
    await pool.scrapeNow('e1');
    expect([sample(-1, 'a'), sample(-1, 'b'), sample(-1, 'up')]).toEqual([3, 4, 1]);
  });

  it('sends nothing when the credential is missing', async () => {
    await pool.apply([testEndpoint({ auth: { kind: 'bearer', tokenRef: 'r' } })]);
    await clock.advance(1_000);
    expect(http.requests).toEqual([]);
    expect(summaries[0]?.failure).toMatchObject({ reason: 'credential_missing', step: 'credential' });
    expect(sample(0, 'up')).toBe(0);
  });

  it('gives up on a keychain that never answers, and lets the next scrape try', async () => {
    context = { ...context, secrets: { resolveSecret: () => new Promise(() => {}) } };
    pool = new ScrapePool(storage, context, (_, summary) => summaries.push(summary));
    await pool.apply([testEndpoint({ auth: { kind: 'bearer', tokenRef: 'r' } })]);
    await clock.advance(30_000);
    expect(summaries.length).toBeGreaterThanOrEqual(3);
    expect(summaries[0]?.failure).toMatchObject({ reason: 'credential_unavailable', step: 'credential' });
    await pool.close();
  });

  it('says so when the storage fails, and goes on with the next scrape', async () => {
    await pool.apply([testEndpoint()]);
    const source = storage.sources.get('e1');
    if (source === undefined) throw new Error('no source');
    const slot = source.slot.bind(source);
    source.slot = () => {
      throw new AppError('limit_exceeded', 'the budget of 5 series is used up');
    };
    await clock.advance(1_000);
    expect(summaries.at(-1)?.failure).toMatchObject({ reason: 'series_limit', step: 'store' });
    source.slot = slot;
    await clock.advance(10_000);
    expect(summaries.at(-1)?.failure).toBeNull();
  });

  it('counts repeats of a failure, keeps each change, and says when it was over', async () => {
    await pool.apply([testEndpoint()]);
    await clock.advance(1_000);
    http.answer(() => textResponse('!'));
    const scrape = async (times: number): Promise<number> => {
      for (let i = 0; i < times; i++) {
        await clock.advance(10);
        await pool.scrapeNow('e1');
      }
      return rows().at(-1)?.atMs ?? 0;
    };
    const first = await scrape(1);
    const last = await scrape(24);
    expect(pool.listTargets()[0]).toMatchObject({
      health: 'down',
      lastSuccessAtMs: rows()[0]?.atMs,
      recentFailures: [{ count: 25, firstAtMs: first, lastAtMs: last, recoveredAtMs: null }],
    });
    http.answer(() => ({ ...textResponse(''), status: 503 }));
    await scrape(2);
    http.answer(() => textResponse('a 1\n'));
    const recovered = await scrape(1);
    expect(pool.listTargets()[0]?.recentFailures).toMatchObject([
      { count: 2, failure: { status: 503 }, recoveredAtMs: recovered },
      { count: 25, failure: { reason: 'parse_error' }, recoveredAtMs: null },
    ]);
    for (let i = 0; i < 15; i++) {
      http.answer(() => textResponse('!'));
      await scrape(1);
      http.answer(() => ({ ...textResponse(''), status: 503 }));
      await scrape(1);
    }
    expect(pool.listTargets()[0]?.recentFailures).toHaveLength(20);
  });
});

describe('the pool', () => {
  it('lets unchanged targets run and ends removed ones with staleness marks', async () => {
    const kept = testEndpoint({ id: 'kept' });
    await pool.apply([kept, testEndpoint({ id: 'gone' })]);
    await clock.advance(1_000);
    const source = storage.sources.get('kept');
    await pool.apply([structuredClone(kept)]);
    expect(storage.sources.get('kept')).toBe(source);
    expect(source?.closedAtMs).toBeUndefined();
    expect(storage.sources.get('gone')?.closedAtMs).toBe(START + 1_000);
    expect(pool.listTargets().map(({ id }) => id)).toEqual(['kept']);
    await clock.advance(20_000);
    expect(rows('kept').length).toBeGreaterThanOrEqual(2);
  });

  it('begins a changed target anew, with staleness marks only where its labels changed', async () => {
    await pool.apply([testEndpoint()]);
    const first = storage.sources.get('e1');
    await pool.apply([testEndpoint({ scrapeIntervalMs: 20_000 })]);
    const second = storage.sources.get('e1');
    expect(first?.closedAtMs).toBeNull();
    await pool.apply([testEndpoint({ scrapeIntervalMs: 20_000, name: 'other' })]);
    expect(second?.closedAtMs).toBe(START);
  });

  it('writes nothing of a scrape that a removal interrupts', async () => {
    http.answer(hang);
    await pool.apply([testEndpoint()]);
    await clock.advance(1_000);
    expect(http.requests).toHaveLength(1);
    await pool.apply([]);
    expect(rows()).toEqual([]);
    expect(summaries).toEqual([]);
  });

  it('leaves no timer and no staleness marks behind at a shutdown', async () => {
    await pool.apply([testEndpoint(), testEndpoint({ id: 'e2' })]);
    await clock.advance(1_000);
    await pool.close();
    expect(clock.timerCount).toBe(0);
    expect(storage.sources.get('e2')?.closedAtMs).toBeNull();
  });

  it('begins nothing that it was told to while it closed', async () => {
    await pool.apply([testEndpoint()]);
    await clock.advance(15_000);
    const before = http.requests.length;
    await Promise.all([pool.close(), pool.apply([testEndpoint({ name: 'renamed' })])]);
    await clock.advance(60_000);
    expect(http.requests.length).toBe(before);
    expect(pool.listTargets()).toEqual([]);
  });

  it('knows no target that was removed', async () => {
    await expect(pool.scrapeNow('e1')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('lists metadata of running targets', async () => {
    http.answer(() => textResponse('# HELP a Text.\n# TYPE a gauge\na 1\n'));
    await pool.apply([testEndpoint()]);
    await clock.advance(1_000);
    expect(context.metadata.listMetadata()).toEqual([{ name: 'a', type: 'gauge', help: 'Text.', unit: '' }]);
    await pool.apply([]);
    expect(context.metadata.listMetadata()).toEqual([]);
  });
});

describe('metric relabelling', () => {
  const drop = {
    ...DEFAULT_RELABEL_CONFIG,
    sourceLabels: ['__name__'],
    regex: 'go_.*',
    action: 'drop',
  } as const;
  const scrape = { ...DEFAULT_SCRAPE_SETTINGS, metricRelabelConfigs: [drop] };

  it('counts dropped samples before it and not after it, scrape after scrape', async () => {
    http.answer(() => textResponse('go_a 1\na 1\ngo_b{x="y"} 2 1700000000000\nb 2\n'));
    await pool.apply([testEndpoint({ scrape })]);
    for (let i = 0; i < 3; i++) {
      await clock.advance(1_000);
      await pool.scrapeNow('e1');
    }
    expect(summaries.length).toBeGreaterThanOrEqual(3);
    for (const summary of summaries) {
      expect(summary).toMatchObject({ samplesScraped: 4, samplesPostRelabeling: 2, failure: null });
    }
    expect(sample(-1, 'a')).toBe(1);
    expect(sample(-1, 'go_a')).toBeUndefined();
    expect(sample(-1, 'scrape_samples_scraped')).toBe(4);
    expect(sample(-1, 'scrape_samples_post_metric_relabeling')).toBe(2);
  });

  it('lets the sample limit count what is left', async () => {
    http.answer(() => textResponse('go_a 1\ngo_b 1\ngo_c 1\na 1\n'));
    const limits = { ...DEFAULT_SCRAPE_LIMITS, samples: 1 };
    await pool.apply([testEndpoint({ scrape, limits })]);
    await clock.advance(1_000);
    expect(summaries[0]?.failure).toBeNull();
    http.answer(() => textResponse('go_a 1\na 1\nb 1\n'));
    await pool.scrapeNow('e1');
    expect(summaries[1]).toMatchObject({ samplesScraped: 3, samplesPostRelabeling: 2 });
    expect(summaries[1]?.failure).toMatchObject({ reason: 'sample_limit' });
  });

  it('fails a scrape whose series lose their name', async () => {
    const unnamed = { ...DEFAULT_RELABEL_CONFIG, regex: '__name__', action: 'labeldrop' } as const;
    await pool.apply([
      testEndpoint({ scrape: { ...DEFAULT_SCRAPE_SETTINGS, metricRelabelConfigs: [unnamed] } }),
    ]);
    await clock.advance(1_000);
    expect(summaries[0]?.failure).toMatchObject({ reason: 'invalid_labels' });
    expect(sample(-1, 'up')).toBe(0);
  });
});

describe('samples out of bounds', () => {
  it('are dropped and counted, and the rest is stored', async () => {
    const lines = [
      `old 1 ${START - 2 * 3_600_000}`,
      `ahead 1 ${START + 3_600_000}`,
      'twice 1',
      'twice 2',
      'fine 1',
    ];
    http.answer(() => textResponse(`${lines.join('\n')}\n`));
    await pool.apply([testEndpoint()]);
    await clock.advance(1_000);
    expect(summaries[0]).toMatchObject({
      failure: null,
      samplesScraped: 5,
      dropped: { outOfOrder: 0, duplicates: 1, tooOld: 1, tooFarAhead: 1 },
    });
    expect(sample(0, 'fine')).toBe(1);
  });
});

describe('relabelled targets', () => {
  it('are shown as dropped and not scraped, and limited in their number', async () => {
    const drop = { ...DEFAULT_RELABEL_CONFIG, sourceLabels: ['__address__'], action: 'drop' } as const;
    const gone = testEndpoint({ id: 'gone', scrape: { ...DEFAULT_SCRAPE_SETTINGS, relabelConfigs: [drop] } });
    await pool.apply([testEndpoint(), gone], 1);
    await clock.advance(1_000);
    expect(http.requests).toHaveLength(1);
    expect(pool.listTargets()).toMatchObject([
      { id: 'e1', health: 'up' },
      { id: 'gone', health: 'dropped' },
    ]);
    await expect(pool.scrapeNow('gone')).rejects.toMatchObject({ code: 'conflict' });
    await pool.apply([testEndpoint(), testEndpoint({ id: 'e2' }), gone], 1);
    await clock.advance(11_000);
    expect(http.requests).toHaveLength(1);
    for (const target of pool.listTargets().slice(0, 2)) {
      expect(target.lastScrape?.failure).toMatchObject({ reason: 'target_limit' });
    }
    expect(sample(-1, 'up')).toBe(0);
    expect(sample(-1, 'a')).toBe('stale');
  });

  it('are scraped where relabelling sends them', async () => {
    const to = (targetLabel: string, replacement: string) => ({
      ...DEFAULT_RELABEL_CONFIG,
      targetLabel,
      replacement,
    });
    const relabelConfigs = [
      to('__address__', 'other:1234'),
      to('__scheme__', 'https'),
      to('__param_a', 'x y'),
      to('__scrape_interval__', '20s'),
      to('__scrape_timeout__', '3s'),
      to('zone', 'eu'),
    ];
    const endpoint = testEndpoint({
      url: 'http://first/m?a=1&a=2&b=3',
      scrape: { ...DEFAULT_SCRAPE_SETTINGS, relabelConfigs },
    });
    await pool.apply([endpoint]);
    await clock.advance(1_000);
    expect(http.requests[0]?.url).toBe('https://other:1234/m?a=x+y&a=2&b=3');
    expect(pool.listTargets()[0]).toMatchObject({
      scrapeIntervalMs: 20_000,
      scrapeTimeoutMs: 3_000,
      labels: [
        ['instance', 'other:1234'],
        ['job', 'shop'],
        ['zone', 'eu'],
      ],
    });
    const last = pool.listTargets()[0];
    expect(last?.discoveredLabels).toContainEqual(['__param_a', '1']);
  });
});

describe('a sleep of eight hours', () => {
  it('is followed by at most one scrape of each of 50 targets in an interval, spread over it', async () => {
    const endpoints = Array.from({ length: 50 }, (_, i) =>
      testEndpoint({ id: `e${i}`, scrapeIntervalMs: 60_000 }),
    );
    await pool.apply(endpoints);
    await clock.advance(90_000);
    const before = http.requests.length;
    const awake = START + 8 * 3_600_000;
    clock.setWall(awake);
    pool.realign();
    const perSecond: number[] = [];
    for (let second = 0; second < 60; second++) {
      const already = http.requests.length;
      await clock.advance(1_000);
      perSecond.push(http.requests.length - already);
    }
    expect(http.requests.length - before).toBe(50);
    expect(Math.max(...perSecond)).toBeLessThanOrEqual(6);
    for (const { id } of endpoints) {
      const after = rows(id).filter(({ atMs }) => atMs >= awake);
      expect(after).toHaveLength(1);
      expect(rows(id).every(({ atMs }) => atMs <= START + 90_000 || atMs >= awake)).toBe(true);
    }
  });

  it('makes no scrape while it lasts, when the host announced it', async () => {
    await pool.apply([testEndpoint()]);
    await clock.advance(15_000);
    const before = http.requests.length;
    pool.setPaused(true);
    expect(pool.listTargets()[0]?.nextScrapeAtMs).toBeNull();
    await clock.advance(60_000);
    expect(http.requests).toHaveLength(before);
    pool.setPaused(false);
    await clock.advance(10_000);
    expect(http.requests).toHaveLength(before + 1);
  });
});

describe('what a failed scrape shows', () => {
  it('is its response, without the credential that was sent', async () => {
    const secret = 'canary-token';
    http.answer(() => ({
      ...textResponse(`denied for ${secret}`, [
        ['x-request-id', '7'],
        ['set-cookie', secret],
      ]),
      status: 403,
    }));
    context = { ...context, secrets: { resolveSecret: async () => ({ state: 'stored', value: secret }) } };
    pool = new ScrapePool(storage, context, (_, summary) => summaries.push(summary));
    await pool.apply([testEndpoint({ auth: { kind: 'bearer', tokenRef: 'r' } })]);
    await clock.advance(1_000);
    const [run] = pool.listTargets()[0]?.recentFailures ?? [];
    expect(run).toMatchObject({
      failure: { reason: 'forbidden', status: 403 },
      evidence: { bodyExcerpt: 'denied for (hidden)', timings: { firstByteMs: expect.any(Number) } },
    });
    expect(run?.evidence.headers).toContainEqual(['x-request-id', '7']);
    expect(JSON.stringify(pool.listTargets())).not.toContain(secret);
  });

  it('is the beginning of a page that breaks its format', async () => {
    http.answer(() => textResponse('a 1\nnot a line!\n'));
    await pool.apply([testEndpoint()]);
    await clock.advance(1_000);
    const [run] = pool.listTargets()[0]?.recentFailures ?? [];
    expect(run?.evidence).toMatchObject({ bodyBytes: 16, bodyExcerpt: 'a 1\nnot a line!\n' });
  });
});

describe('a page without a Content-Type', () => {
  it('is refused, or read as the endpoint says', async () => {
    http.answer(() => ({ ...textResponse('# TYPE a counter\na_total 1\n# EOF\n'), headers: new Map() }));
    await pool.apply([testEndpoint()]);
    await clock.advance(1_000);
    expect(summaries.at(-1)?.failure).toMatchObject({ reason: 'content_type' });
    const scrape = { ...DEFAULT_SCRAPE_SETTINGS, fallbackScrapeProtocol: 'OpenMetricsText1.0.0' } as const;
    await pool.apply([testEndpoint({ scrape })]);
    await clock.advance(1_000);
    expect(summaries.at(-1)?.failure).toBeNull();
    expect(sample(-1, 'a_total')).toBe(1);
  });
});

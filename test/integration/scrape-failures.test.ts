import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createDemoService,
  createSelfSignedServer,
  createTestCa,
  type DemoService,
  type TestCa,
} from '../../src/backend/index.ts';
import { createSystemClock } from '../../src/engine/clock.ts';
import { ExemplarStore } from '../../src/engine/model/exemplars.ts';
import { MetadataStore } from '../../src/engine/model/metadata.ts';
import { PageBuffers } from '../../src/engine/scrape/page-body.ts';
import { TargetScraper } from '../../src/engine/scrape/target-scraper.ts';
import { testConnection } from '../../src/engine/scrape/test-connection.ts';
import { UndiciHttpClient } from '../../src/engine/scrape/undici-http-client.ts';
import {
  DEFAULT_CONNECTION,
  DEFAULT_SCRAPE_LIMITS,
  type Endpoint,
} from '../../src/shared/domain/endpoint.ts';
import type { ScrapeStep, ScrapeSummary } from '../../src/shared/domain/target.ts';
import { SILENT_LOGGER, secretsOf, testEndpoint } from '../support/fake-ports.ts';
import { MemoryStorage } from '../support/memory-storage.ts';

const TOKEN = 'good-token-5a1f';
const CANARY = 'canary-9c41d7';
const clock = createSystemClock();
const http = new UndiciHttpClient(clock);
const storage = new MemoryStorage();
const context = {
  clock,
  http,
  secrets: secretsOf({ good: TOKEN, bad: CANARY, weak: 'weak-token', key: CANARY }),
  buffers: new PageBuffers(),
  appVersion: '0.0.0',
  metadata: new MetadataStore(),
  exemplars: new ExemplarStore(),
  logger: SILENT_LOGGER,
};
const bearer = (tokenRef: string) => ({ kind: 'bearer', tokenRef }) as const;

let demo: DemoService;
let sources = 0;

async function scrape(changes: Partial<Endpoint>): Promise<ScrapeSummary> {
  const endpoint = testEndpoint({
    url: demo.metricsUrl,
    auth: bearer('good'),
    scrapeTimeoutMs: 3_000,
    ...changes,
  });
  const scraper = new TargetScraper(endpoint, storage.openSource(`s${sources++}`), context);
  const result = await scraper.scrape(Date.now(), new AbortController().signal);
  if (result === null) throw new Error('the scrape was stopped');
  return result.summary;
}

/** Scrapes and tests the connection: both must fail with the same reason at the same step, and say nothing secret. */
async function expectFailure(changes: Partial<Endpoint>, reason: string, step: ScrapeStep, message: RegExp) {
  const { failure } = await scrape(changes);
  expect(failure).toMatchObject({ reason, step });
  expect(failure?.message).toMatch(message);
  const source = storage.sources.get(`s${sources - 1}`);
  const up = [...(source?.rows[0]?.samples ?? [])].find(([series]) => series.startsWith('__name__="up"'));
  expect(up?.[1]).toBe(0);
  const endpoint = testEndpoint({
    url: demo.metricsUrl,
    auth: bearer('good'),
    scrapeTimeoutMs: 3_000,
    ...changes,
  });
  const report = await testConnection(endpoint, [], context, new AbortController().signal);
  expect(report.failure).toMatchObject({ reason, step });
  expect(report.steps.filter(({ state }) => state === 'failed').map((s) => s.step)).toEqual([step]);
  expect(JSON.stringify([failure, report])).not.toContain(CANARY);
}

beforeAll(async () => {
  demo = await createDemoService({
    auth: {
      bearer: [{ token: TOKEN }, { token: 'weak-token', mayScrape: false }],
      basic: [{ username: 'ann', password: TOKEN }],
    },
    clock: 'manual',
  });
});

beforeEach(() => {
  for (const name of Object.keys(demo.faults.list())) demo.faults.clear(name as never);
});

afterAll(async () => {
  await http.close();
  await demo.close();
});

describe('a good endpoint', () => {
  it.each([
    ['bearer', bearer('good')],
    ['basic', { kind: 'basic', username: 'ann', passwordRef: 'good' }],
  ] as const)('is scraped with %s', async (_, auth) => {
    const summary = await scrape({ auth });
    expect(summary.failure).toBeNull();
    expect(summary.samplesScraped).toBeGreaterThan(50);
    expect(summary.contentType).toBe('application/openmetrics-text');
  });

  it('is walked through by a connection test, with a secret that is not saved yet', async () => {
    const endpoint = testEndpoint({ url: demo.metricsUrl, auth: bearer('typed') });
    const report = await testConnection(endpoint, [['typed', TOKEN]], context, new AbortController().signal);
    expect(report.failure).toBeNull();
    expect(report.samplesScraped).toBeGreaterThan(50);
    expect(report.metricFamilies).toBeGreaterThan(10);
    expect(report.steps.map(({ step, state }) => `${step} ${state}`)).toEqual([
      'credential ok',
      'dns ok',
      'tcp ok',
      'proxy skipped',
      'tls skipped',
      'token skipped',
      'request ok',
      'redirect skipped',
      'status ok',
      'content_type ok',
      'body ok',
      'parse ok',
      'store skipped',
    ]);
    expect(JSON.stringify(report)).not.toContain(TOKEN);
  });
});

describe('bad input, each with its own sentence', () => {
  it('wrong token', () =>
    expectFailure(
      { auth: bearer('bad') },
      'unauthorized',
      'status',
      /401.*asks for Basic or Bearer.*did not accept the bearer token/,
    ));
  it('no token', () =>
    expectFailure(
      { auth: { kind: 'none' } },
      'unauthorized',
      'status',
      /wants a credential, and none was sent/,
    ));
  it('wrong password', () =>
    expectFailure(
      { auth: { kind: 'basic', username: 'ann', passwordRef: 'bad' } },
      'unauthorized',
      'status',
      /did not accept the password of user "ann"/,
    ));
  it('unprivileged token', () =>
    expectFailure({ auth: bearer('weak') }, 'forbidden', 'status', /403 Forbidden/));
  it('missing credential', () =>
    expectFailure({ auth: bearer('nowhere') }, 'credential_missing', 'credential', /nothing was sent/));
  it('404', () =>
    expectFailure({ url: `${demo.url}/nothing` }, 'not_found', 'status', /no page at \/nothing/));
  it('invalid URL', () => expectFailure({ url: 'ftp://x/' }, 'invalid_url', 'request', /"ftp:"/));
  it('DNS failure', () =>
    expectFailure({ url: 'http://nobody.invalid/metrics' }, 'dns_failure', 'dns', /nobody\.invalid/));
  it('refused connection', () =>
    expectFailure({ url: 'http://127.0.0.1:1/metrics' }, 'connection_refused', 'tcp', /127\.0\.0\.1:1/));

  it('503', () => {
    demo.faults.set('outage', { mode: 'unavailable' });
    return expectFailure({}, 'http_status', 'status', /503/);
  });
  it('204', () => {
    demo.faults.set('status', { status: 204 });
    return expectFailure({}, 'http_status', 'status', /204/);
  });
  it('connection reset', () => {
    demo.faults.set('outage', { mode: 'reset' });
    return expectFailure({}, 'connection_reset', 'request', /closed the connection before it answered/);
  });
  it('HTML', () => {
    demo.faults.set('content-type', {});
    return expectFailure({}, 'html', 'content_type', /web page \(HTML\)/);
  });
  it('HTML that is called plain text', () => {
    demo.faults.set('content-type', { contentType: 'text/plain', body: 'html' });
    return expectFailure({}, 'html', 'parse', /web page \(HTML\) that it calls plain text/);
  });
  it('missing content type', () => {
    demo.faults.set('content-type', { contentType: '', body: 'metrics' });
    return expectFailure({}, 'content_type', 'content_type', /no Content-Type/);
  });
  it('unknown content type', () => {
    demo.faults.set('content-type', { contentType: 'application/json', body: 'metrics' });
    return expectFailure({}, 'content_type', 'content_type', /"application\/json"/);
  });
  it('truncated OpenMetrics', () => {
    demo.faults.set('truncated', { mode: 'eof' });
    return expectFailure({}, 'missing_eof', 'parse', /without its last line "# EOF"/);
  });
  it('short body', () => {
    demo.faults.set('truncated', { mode: 'length' });
    return expectFailure(
      {},
      'body_truncated',
      'body',
      /connection ended after .* before the page was complete/,
    );
  });
  it('invalid UTF-8', () => {
    demo.faults.set('invalid-utf8', {});
    return expectFailure({}, 'invalid_utf8', 'parse', /line 2, column \d+/);
  });
  it('unknown encoding', () => {
    demo.faults.set('content-encoding', { contentEncoding: 'br' });
    return expectFailure({}, 'content_encoding', 'body', /compressed as "br"/);
  });
  it('a chain of encodings', () => {
    demo.faults.set('content-encoding', { contentEncoding: Array(100).fill('gzip').join(', ') });
    return expectFailure({}, 'content_encoding', 'body', /compressed as "gzip, gzip/);
  });
  it('gzip that is none', () => {
    demo.faults.set('content-encoding', { contentEncoding: 'gzip' });
    return expectFailure({}, 'content_encoding', 'body', /cannot be unpacked/);
  });
  it('redirect to another origin, not followed', async () => {
    const other = await createDemoService({ auth: 'none', clock: 'manual' });
    try {
      demo.faults.set('redirect', { location: `${other.metricsUrl}?token=${CANARY}` });
      await expectFailure(
        { auth: { kind: 'header', headerName: 'X-API-Key', valueRef: 'key' } },
        'redirect',
        'redirect',
        new RegExp(`302 and points to ${other.metricsUrl}\\.`),
      );
      expect(other.requests()).toEqual([]);
    } finally {
      await other.close();
    }
  });
  it('header flood', () => {
    demo.faults.set('header-flood', { count: 2000 });
    return expectFailure({}, 'header_overflow', 'request', /headers .* larger than the limit/);
  });
  it('flood of informational responses', () => {
    demo.faults.set('header-flood', { count: 2000, mode: 'informational' });
    return expectFailure({}, 'header_overflow', 'request', /larger than the limit/);
  });
  it('noise instead of metrics', () => {
    demo.faults.set('garbage', { mode: 'body' });
    return expectFailure({}, 'parse_error', 'parse', /line 1, column/);
  });
  it('noise instead of HTTP', () => {
    demo.faults.set('garbage', { mode: 'protocol' });
    return expectFailure({}, 'protocol_error', 'request', /is not HTTP/);
  });
  it('no answer in time', () => {
    demo.faults.set('delay', { delayMs: 30_000 });
    return expectFailure(
      { scrapeTimeoutMs: 300 },
      'headers_timeout',
      'request',
      /did not begin to answer within 300 ms/,
    );
  });

  it('an endless drip, ended at the timeout', async () => {
    demo.faults.set('drip', { everyMs: 50 });
    const summary = await scrape({ scrapeTimeoutMs: 1_000 });
    expect(summary.durationMs).toBeGreaterThan(900);
    expect(summary.durationMs).toBeLessThan(3_000);
    expect(summary.failure).toMatchObject({ reason: 'body_timeout', step: 'body' });
    expect(summary.failure?.message).toMatch(/not complete after 1 s: \d+ bytes had come/);
  });

  it.each([true, false])('a body of 1 GiB (gzip: %s), with memory bounded by the limit', async (gzip) => {
    const limit = DEFAULT_SCRAPE_LIMITS.bodyBytes;
    demo.faults.set('huge-body', { mebibytes: 1024, gzip });
    const before = process.memoryUsage().rss;
    let highest = before;
    const watch = setInterval(() => {
      highest = Math.max(highest, process.memoryUsage().rss);
    }, 5);
    const summary = await scrape({ scrapeTimeoutMs: 20_000 });
    clearInterval(watch);
    expect(summary.failure).toMatchObject({ reason: 'body_limit', step: 'body' });
    expect(summary.failure?.message).toContain('64 MiB');
    // The server that makes the body lives in this process too, and takes its share.
    expect(highest - before).toBeLessThan(3 * limit);
    demo.faults.clear('huge-body');
    expect((await scrape({})).failure).toBeNull();
  });

  it('a connection that nobody accepts', async () => {
    // A process that is stuck: the kernel keeps two connections for it and drops what more comes.
    const stuck = spawn(process.execPath, [
      '-e',
      `const s = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
        require('node:fs').writeSync(1, String(s.address().port));
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
      });`,
    ]);
    const port = Number(String(await new Promise((resolve) => stuck.stdout.once('data', resolve))));
    const waiting = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => {}));
    try {
      await new Promise((resolve) => setTimeout(resolve, 100));
      const url = `http://127.0.0.1:${port}/metrics`;
      await expectFailure(
        { url, scrapeTimeoutMs: 400 },
        'connect_timeout',
        'tcp',
        /No connection .* came about/,
      );
    } finally {
      for (const socket of waiting) socket.destroy();
      stuck.kill('SIGKILL');
    }
  });
});

describe('TLS', () => {
  let ca: TestCa;

  beforeAll(async () => {
    ca = await createTestCa();
  });

  async function withServer(
    certificate: { cert: string; key: string },
    work: (service: DemoService) => Promise<void>,
    clientCa?: string,
  ): Promise<void> {
    const service = await createDemoService({
      auth: 'none',
      clock: 'manual',
      tls: { ...certificate, clientCa },
    });
    try {
      await work(service);
    } finally {
      await service.close();
    }
  }

  const trusting = () => ({ ...DEFAULT_CONNECTION, caPem: ca.cert });
  const none = { kind: 'none' } as const;

  it('is read with the authority of the endpoint, and the certificate’s end is known', async () => {
    const notAfter = new Date(Math.floor(Date.now() / 1000) * 1000 + 6 * 86_400_000);
    await withServer(await ca.issueServer({ notAfter }), async (service) => {
      const endpoint = testEndpoint({ url: service.metricsUrl, connection: trusting() });
      const scraper = new TargetScraper(endpoint, storage.openSource('tls'), context);
      const result = await scraper.scrape(Date.now(), new AbortController().signal);
      expect(result?.summary.failure).toBeNull();
      expect(result?.certificateExpiresAtMs).toBe(notAfter.getTime());
      const report = await testConnection(endpoint, [], context, new AbortController().signal);
      expect(report.steps.find(({ step }) => step === 'tls')?.message).toMatch(
        /^TLSv1\.3; certificate for "Demo service"/,
      );
    });
  });

  it('expired', async () =>
    withServer(await ca.issueServer({ notAfter: new Date(Date.now() - 60_000) }), ({ metricsUrl }) =>
      expectFailure(
        { url: metricsUrl, connection: trusting(), auth: none },
        'tls_expired',
        'tls',
        /has expired/,
      ),
    ));
  it('not valid yet', async () =>
    withServer(await ca.issueServer({ notBefore: new Date(Date.now() + 3_600_000) }), ({ metricsUrl }) =>
      expectFailure(
        { url: metricsUrl, connection: trusting(), auth: none },
        'tls_expired',
        'tls',
        /not valid yet/,
      ),
    ));
  it('unknown authority', async () =>
    withServer(await ca.issueServer(), ({ metricsUrl }) =>
      expectFailure({ url: metricsUrl, auth: none }, 'tls_untrusted', 'tls', /not trusted here/),
    ));
  it('another authority', async () => {
    const other = await createTestCa();
    await withServer(await other.issueServer(), ({ metricsUrl }) =>
      expectFailure(
        { url: metricsUrl, connection: trusting(), auth: none },
        'tls_untrusted',
        'tls',
        /not trusted/,
      ),
    );
  });
  it('self-signed', async () =>
    withServer(await createSelfSignedServer(), ({ metricsUrl }) =>
      expectFailure({ url: metricsUrl, auth: none }, 'tls_untrusted', 'tls', /self-signed/),
    ));
  it('wrong host name, which another server name mends', async () =>
    withServer(await ca.issueServer({ hosts: ['metrics.internal'] }), async ({ metricsUrl }) => {
      const connection = trusting();
      await expectFailure(
        { url: metricsUrl, connection, auth: none },
        'tls_name_mismatch',
        'tls',
        /127\.0\.0\.1/,
      );
      const named = await scrape({
        url: metricsUrl,
        auth: none,
        connection: { ...connection, serverName: 'metrics.internal' },
      });
      expect(named.failure).toBeNull();
    }));
  it('verification switched off for this endpoint alone', async () =>
    withServer(await createSelfSignedServer(), async ({ metricsUrl }) => {
      const open = { ...DEFAULT_CONNECTION, insecureSkipVerify: true };
      expect((await scrape({ url: metricsUrl, auth: none, connection: open })).failure).toBeNull();
      expect((await scrape({ url: metricsUrl, auth: none })).failure?.reason).toBe('tls_untrusted');
    }));
  it('plain HTTP where TLS was expected', () =>
    expectFailure(
      { url: demo.metricsUrl.replace('http:', 'https:') },
      'tls_failure',
      'tls',
      /No TLS connection/,
    ));
  it('an unreadable authority', () =>
    expectFailure(
      {
        url: demo.metricsUrl.replace('http:', 'https:'),
        connection: { ...DEFAULT_CONNECTION, caPem: 'no PEM' },
      },
      'tls_failure',
      'tls',
      /certificate.*cannot be read/,
    ));
});

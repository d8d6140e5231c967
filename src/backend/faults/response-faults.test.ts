import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { createGunzip, gunzipSync } from 'node:zlib';
import { request } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDemoService, type DemoService } from '../demo/demo-service.ts';
import { FAULT_NAMES, type FaultName } from './fault-book.ts';

let service: DemoService;
beforeEach(async () => {
  service = await createDemoService({ auth: { bearer: [{ token: 'good' }] }, clock: 'manual' });
});
afterEach(() => service.close());

const scrape = (accept = 'text/plain') =>
  request(service.metricsUrl, { headers: { accept, authorization: 'Bearer good' } });
const scrapeText = async (accept?: string) => await (await scrape(accept)).body.text();

async function open(): Promise<IncomingMessage> {
  const client = get(service.metricsUrl, { headers: { authorization: 'Bearer good' } });
  const [response] = (await once(client, 'response')) as [IncomingMessage];
  // A test that breaks off a body is not interested in the error that this makes.
  response.on('error', () => undefined);
  return response;
}

describe('faults of the transport', () => {
  it('outage/reset breaks every path without an answer', async () => {
    service.faults.set('outage', {});
    await expect(scrape()).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
    await expect(request(`${service.url}/healthz`)).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
    expect(service.requests().map(({ status }) => status)).toEqual([null, null]);
    service.faults.clear('outage');
    expect((await scrape()).statusCode).toBe(200);
  });

  it('outage/unavailable answers 503', async () => {
    service.faults.set('outage', { mode: 'unavailable' });
    expect((await request(`${service.url}/healthz`)).statusCode).toBe(503);
    expect((await scrape()).statusCode).toBe(503);
  });

  it('delay answers correctly, but late', async () => {
    service.faults.set('delay', { delayMs: 150 });
    const startedAtMs = performance.now();
    expect(await scrapeText()).toContain('http_requests_total');
    expect(performance.now() - startedAtMs).toBeGreaterThan(140);
  });

  it('drip sends so many bytes every so often, for ever', async () => {
    service.faults.set('drip', { chunkBytes: 4, everyMs: 20 });
    const response = await open();
    const sizes: number[] = [];
    for await (const chunk of response as AsyncIterable<Buffer>) {
      sizes.push(chunk.byteLength);
      if (sizes.length === 5) break;
    }
    expect(sizes).toEqual([4, 4, 4, 4, 4]);
  });

  it('truncated/length promises more than it sends', async () => {
    service.faults.set('truncated', {});
    const response = await scrape();
    expect(response.statusCode).toBe(200);
    await expect(response.body.text()).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
  });

  it('truncated/eof is whole for HTTP, but no OpenMetrics', async () => {
    service.faults.set('truncated', { mode: 'eof' });
    const response = await scrape('application/openmetrics-text');
    expect(response.headers['content-type']).toContain('application/openmetrics-text');
    const text = await response.body.text();
    expect(text).toContain('http_requests_total');
    expect(text).not.toContain('# EOF');
  });

  it('header-flood/headers goes over the limit of usual clients', async () => {
    service.faults.set('header-flood', {});
    await expect(scrape()).rejects.toMatchObject({ code: 'UND_ERR_HEADERS_OVERFLOW' });
  });

  it('header-flood/informational sends 1xx responses before the real one', async () => {
    service.faults.set('header-flood', { count: 50, mode: 'informational' });
    const client = get(service.metricsUrl);
    let informational = 0;
    client.on('information', () => {
      informational += 1;
    });
    const [response] = (await once(client, 'response')) as [IncomingMessage];
    response.resume();
    expect([informational, response.statusCode]).toEqual([50, 200]);
  });

  it('garbage/protocol is no HTTP', async () => {
    service.faults.set('garbage', { mode: 'protocol' });
    await expect(scrape()).rejects.toMatchObject({ name: 'HTTPParserError' });
  });
});

describe('faults of the body', () => {
  it('huge-body streams that much without holding it', async () => {
    service.faults.set('huge-body', { mebibytes: 64 });
    const before = process.memoryUsage().rss;
    let byteCount = 0;
    for await (const chunk of (await scrape()).body as AsyncIterable<Buffer>) byteCount += chunk.byteLength;
    expect(byteCount).toBe(64 * 2 ** 20);
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 2 ** 20);
  });

  it('huge-body/gzip is one valid gzip member that unpacks to that much', async () => {
    service.faults.set('huge-body', { mebibytes: 3, gzip: true });
    const response = await scrape();
    expect(response.headers['content-encoding']).toBe('gzip');
    const packed = Buffer.from(await response.body.arrayBuffer());
    expect(packed.byteLength).toBeLessThan(20_000);
    const text = gunzipSync(packed).toString();
    expect(text.length).toBe(3 * 2 ** 20);
    expect(new Set(text.trimEnd().split('\n')).size).toBe(1);
  });

  it('huge-body/gzip of 1 GiB is small on the wire and in memory', async () => {
    service.faults.set('huge-body', { mebibytes: 1024, gzip: true });
    const before = process.memoryUsage().rss;
    let wireBytes = 0;
    for await (const chunk of (await scrape()).body as AsyncIterable<Buffer>) wireBytes += chunk.byteLength;
    expect(wireBytes).toBeLessThan(8 * 2 ** 20);
    expect(process.memoryUsage().rss - before).toBeLessThan(128 * 2 ** 20);
  });

  it('huge-body/gzip stops when the client leaves early', async () => {
    service.faults.set('huge-body', { mebibytes: 1024, gzip: true });
    const response = await open();
    let unpackedBytes = 0;
    for await (const chunk of response.pipe(createGunzip()) as AsyncIterable<Buffer>) {
      unpackedBytes += chunk.byteLength;
      if (unpackedBytes > 2 ** 20) break;
    }
    response.destroy();
    service.faults.clear('huge-body');
    expect((await scrape()).statusCode).toBe(200);
  });

  it('content-type shows a HTML page, another type, or none', async () => {
    service.faults.set('content-type', {});
    const page = await scrape();
    expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await page.body.text()).toContain('<!doctype html>');
    service.faults.set('content-type', { contentType: '', body: 'metrics' });
    const untyped = await scrape();
    expect(untyped.headers['content-type']).toBeUndefined();
    expect(await untyped.body.text()).toContain('http_requests_total');
  });

  it('content-encoding names an encoding that the body does not have', async () => {
    service.faults.set('content-encoding', { contentEncoding: 'gzip, br' });
    const response = await scrape();
    expect(response.headers['content-encoding']).toBe('gzip, br');
    expect(await response.body.text()).toContain('http_requests_total');
  });

  it('status answers with that status', async () => {
    service.faults.set('status', { status: 429 });
    expect((await scrape()).statusCode).toBe(429);
  });

  it('redirect points where it is told', async () => {
    service.faults.set('redirect', { location: 'http://127.0.0.1:1/elsewhere', status: 307 });
    const response = await scrape();
    expect([response.statusCode, response.headers.location]).toEqual([307, 'http://127.0.0.1:1/elsewhere']);
  });

  it('invalid-utf8 can be decoded by no strict reader', async () => {
    service.faults.set('invalid-utf8', {});
    const body = await (await scrape()).body.arrayBuffer();
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(body)).toThrow();
  });

  it('garbage/body is the same noise each time', async () => {
    service.faults.set('garbage', { byteCount: 100 });
    const bodies = [await (await scrape()).body.arrayBuffer(), await (await scrape()).body.arrayBuffer()];
    expect(bodies[0]?.byteLength).toBe(100);
    expect(bodies[0]).toEqual(bodies[1]);
  });
});

describe('faults of the workload', () => {
  const errors = (text: string) =>
    [...text.matchAll(/^http_requests_total\{.*status="5.."\} (\d+)$/gm)].reduce(
      (sum, match) => sum + Number(match[1]),
      0,
    );
  const slowRequests = (text: string) =>
    [...text.matchAll(/^http_request_duration_seconds_bucket\{le="(\+Inf|0\.5)",.*\} (\d+)$/gm)].reduce(
      (sum, [, bound, count]) => sum + (bound === '+Inf' ? 1 : -1) * Number(count),
      0,
    );

  it('error-burst fails that part of the requests', async () => {
    const before = errors(await scrapeText());
    service.faults.set('error-burst', { ratio: 1 });
    service.advance(1000);
    expect(errors(await scrapeText()) - before).toBeGreaterThan(50);
  });

  it('latency-spike makes requests slow', async () => {
    const before = slowRequests(await scrapeText());
    service.faults.set('latency-spike', { factor: 100 });
    service.advance(1000);
    expect(slowRequests(await scrapeText()) - before).toBeGreaterThan(50);
  });

  it('counter-reset starts all counters anew, once', async () => {
    const orders = async () => Number(/^shop_orders_total (\d+)$/m.exec(await scrapeText())?.[1]);
    expect(await orders()).toBeGreaterThan(20);
    service.faults.set('counter-reset', {});
    expect(await orders()).toBeLessThan(5);
    expect(service.faults.list()).toEqual({});
    service.advance(10_000);
    expect(await orders()).toBeGreaterThan(20);
    expect(await scrapeText()).toContain('\napp_build_info{');
  });

  it('series-churn shows other series in each scrape', async () => {
    service.faults.set('series-churn', { seriesCount: 3 });
    const series = async () => (await scrapeText()).match(/^demo_churn_value\{.*?\}/gm);
    const [first, second] = [await series(), await series()];
    expect([first?.length, second?.length]).toEqual([3, 3]);
    expect(new Set([...(first ?? []), ...(second ?? [])]).size).toBe(6);
    service.faults.clear('series-churn');
    expect(await series()).toBeNull();
  });
});

it('names every fault in a test of this file', async () => {
  const { readFile } = await import('node:fs/promises');
  const text = await readFile(new URL(import.meta.url), 'utf8');
  const untested: FaultName[] = FAULT_NAMES.filter((name) => !text.includes(`set('${name}'`));
  expect(untested).toEqual([]);
});

it('leaves connections of other clients alone while one is stuck', async () => {
  service.faults.set('drip', {});
  const stuck = await open();
  service.faults.clear('drip');
  const idle = connect(service.port, '127.0.0.1');
  await once(idle, 'connect');
  expect((await scrape()).statusCode).toBe(200);
  idle.destroy();
  stuck.destroy();
});

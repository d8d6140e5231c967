import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { get } from 'node:http';
import { connect } from 'node:net';
import { request } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { createDemoService, type DemoService, type DemoServiceOptions } from './demo-service.ts';

const services: DemoService[] = [];
afterEach(async () => {
  await Promise.all(services.splice(0).map((service) => service.close()));
});

async function start(options: Partial<DemoServiceOptions> = {}): Promise<DemoService> {
  const service = await createDemoService({
    auth: 'none',
    clock: 'manual',
    log: () => undefined,
    ...options,
  });
  services.push(service);
  return service;
}

async function scrape(service: DemoService, accept = 'text/plain'): Promise<string> {
  const response = await request(service.metricsUrl, { headers: { accept } });
  return await response.body.text();
}

// The simulated part of a scrape: without the process's own state and the service's own requests.
const simulatedLines = (text: string) =>
  text.split('\n').filter((line) => /^(http|shop)_/.test(line) && !line.includes('route="/metrics"'));

const sumOf = (text: string, pattern: RegExp) =>
  text
    .split('\n')
    .filter((line) => pattern.test(line))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);

const serverErrors = (text: string) => sumOf(text, /^http_requests_total\{.*status="5/);
const allRequests = (text: string) => sumOf(text, /^http_requests_total\{/);

describe('the workload', () => {
  it('has counted something in every counter and histogram of the first scrape', async () => {
    const lines = simulatedLines(await scrape(await start()));
    expect(lines.length).toBeGreaterThan(100);
    expect(lines.filter((line) => /_(total|count|sum)(\{.*\})? 0$/.test(line))).toEqual([]);
  });

  it('is the same for the same seed and steps, and another for another seed', async () => {
    const run = async (seed: number, stepsMs: number[]) => {
      const service = await start({ seed, scenario: 'demo' });
      for (const stepMs of stepsMs) service.advance(stepMs);
      return simulatedLines(await scrape(service));
    };
    const first = await run(7, [60_000]);
    expect(await run(7, [100, 400, 9_500, 49_999.5, 0.5])).toEqual(first);
    expect(await run(8, [60_000])).not.toEqual(first);
  });

  it('keeps about the rate asked for and half a percent of errors', async () => {
    const service = await start({ requestsPerSecond: 50 });
    const before = await scrape(service);
    service.advance(360_000);
    const after = await scrape(service);
    const requests = allRequests(after) - allRequests(before);
    expect(requests / 360 / 50).toBeGreaterThan(0.8);
    expect(requests / 360 / 50).toBeLessThan(1.3);
    const ratio = (serverErrors(after) - serverErrors(before)) / requests;
    expect(ratio).toBeGreaterThan(0.003);
    expect(ratio).toBeLessThan(0.008);
  });

  it('moves by itself under the real clock', async () => {
    const service = await start({ clock: 'real' });
    const before = allRequests(await scrape(service));
    await expect
      .poll(async () => allRequests(await scrape(service)), { timeout: 3000 })
      .toBeGreaterThan(before + 5);
  });

  it('fails and slows down during the bursts of the demo scenario', async () => {
    const service = await start({ scenario: 'demo' });
    service.advance(45_000);
    expect(service.scenario()).toMatchObject({ phase: 'error-burst', timeMs: 45_000 });
    const before = await scrape(service);
    service.advance(40_000);
    const after = await scrape(service);
    const ratio = (serverErrors(after) - serverErrors(before)) / (allRequests(after) - allRequests(before));
    expect(ratio).toBeGreaterThan(0.12);
    expect(ratio).toBeLessThan(0.19);
    service.advance(10_000);
    expect(service.scenario().phase).toBe('calm');
  });
});

describe('the formats', () => {
  it('passes promtool but for the names that prom-client gives its own metrics', async (context) => {
    const service = await start();
    service.faults.set('series-churn', { seriesCount: 3 });
    const checked = spawnSync('promtool', ['check', 'metrics'], {
      input: await scrape(service),
      encoding: 'utf8',
    });
    if (checked.error) return context.skip('promtool is not installed');
    const complaints = checked.stderr
      .split('\n')
      .filter((line) => line !== '' && !/^(nodejs|process)_/.test(line));
    expect(complaints).toEqual([]);
    // 3: linting found something; anything else but 0 would be a body that can't be parsed.
    expect([0, 3]).toContain(checked.status);
  });

  it('ends OpenMetrics with # EOF and shows build, units and exemplars', async () => {
    const text = await scrape(await start(), 'application/openmetrics-text');
    expect(text.endsWith('\n# EOF\n')).toBe(true);
    expect(text).toContain('# TYPE app_build info\n');
    expect(text).toContain('# UNIT http_request_duration_seconds seconds\n');
    expect(text).toMatch(/^http_request_duration_seconds_bucket\{.*\} \d+ # \{trace_id="[0-9a-f]{16}"\} /m);
    for (const line of text.split('\n')) expect(line.split(' # ')[1]?.length ?? 0).toBeLessThan(200);
  });
});

describe('what is recorded', () => {
  it('notes who asked and how, and no secret', async () => {
    const service = await start({ auth: { bearer: [{ token: 'canary-token' }] } });
    const authorization = 'Bearer canary-token';
    await request(`${service.metricsUrl}?access_token=canary-query`, {
      headers: { authorization, 'user-agent': 'Tester/1', 'x-api-key': 'canary-key' },
    });
    await request(service.metricsUrl, { headers: { authorization: 'canary-without-scheme' } });
    const [first, second] = service.requests();
    expect(first).toMatchObject({
      method: 'GET',
      path: '/metrics',
      queryNames: ['access_token'],
      status: 200,
      userAgent: 'Tester/1',
      authorization: {
        scheme: 'bearer',
        sha256Prefix: createHash('sha256').update(authorization).digest('hex').slice(0, 12),
      },
    });
    expect(first?.headerNames).toEqual(expect.arrayContaining(['host', 'authorization', 'x-api-key']));
    expect(second).toMatchObject({ status: 401, authorization: { scheme: 'unknown' } });
    expect(JSON.stringify(service.requests())).not.toContain('canary');
  });

  it('keeps the latest 200 requests', async () => {
    const service = await start();
    for (let index = 0; index < 205; index += 1) await (await request(`${service.url}/${index}`)).body.dump();
    const requests = service.requests();
    expect([requests.length, requests[0]?.path, requests.at(-1)?.path]).toEqual([200, '/5', '/204']);
  });

  it('counts its own requests', async () => {
    const service = await start();
    await (await request(`${service.url}/healthz`)).body.dump();
    expect(await scrape(service)).toContain(
      'http_requests_total{method="GET",route="/healthz",status="200"} 1\n',
    );
  });
});

describe('close', () => {
  it('ends within a second under idle, dripping and silent connections', async () => {
    const service = await start();
    service.faults.set('drip', {});
    const dripping = get(service.metricsUrl);
    const [response] = await once(dripping, 'response');
    response.resume();
    const broken = once(response, 'error');
    const silent = connect(service.port, '127.0.0.1');
    await once(silent, 'connect');
    const startedAtMs = performance.now();
    await service.close();
    expect(performance.now() - startedAtMs).toBeLessThan(1000);
    await broken;
    silent.destroy();
    await expect(request(service.metricsUrl)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('may be called twice, and frees the port', async () => {
    const service = await start();
    await Promise.all([service.close(), service.close()]);
    const next = await start({ port: service.port });
    expect(next.port).toBe(service.port);
    await expect(createDemoService({ auth: 'none', port: next.port })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
    await expect(createDemoService({ auth: 'none', admin: { port: next.port } })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});

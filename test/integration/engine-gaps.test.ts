import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testEndpoint } from '../support/fake-ports.ts';
import { openTestEngine, testEnvironment } from '../support/test-engine.ts';

const RANGE = { from: 'now-1h', to: 'now' } as const;

it('tells why samples are missing, also after the environment was opened again', async () => {
  let status = 200;
  const server = createServer((_, response) => {
    response.writeHead(status, { 'Content-Type': 'text/plain' }).end('a 1\n');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
  const environment = testEnvironment([testEndpoint({ url, scrapeIntervalMs: 5_000 })]);
  const folder = await mkdtemp(join(tmpdir(), 'sextant-engine-gaps-'));
  try {
    const first = await openTestEngine(environment, folder);
    await first.api.advanceClock(6_000);
    expect(await first.api.listGaps(RANGE)).toEqual([]);
    const { lastSampleAtMs } = await first.api.getStatus();
    expect(lastSampleAtMs).not.toBeNull();
    status = 401;
    await first.api.advanceClock(10_000);
    status = 500;
    await first.api.advanceClock(10_000);
    expect((await first.api.getStatus()).lastSampleAtMs, 'a failed scrape brings none').toBe(lastSampleAtMs);
    await first.api.setPaused(true);
    await first.api.advanceClock(10_000);
    await first.api.setAsleep(true);
    await first.api.advanceClock(10_000);
    await first.api.setAsleep(false);
    expect((await first.api.getStatus()).interrupted, 'awake, and still held').toBe('paused');
    await first.api.setPaused(false);
    expect((await first.api.getStatus()).interrupted).toBeNull();
    status = 200;
    await first.api.advanceClock(6_000);
    const gaps = await first.api.listGaps(RANGE);
    expect(gaps.map(({ targetId, reason }) => [targetId, reason])).toEqual([
      ['e1', 'refused'],
      ['e1', 'down'],
      [null, 'paused'],
      [null, 'asleep'],
      [null, 'paused'],
    ]);
    expect(gaps.every(({ endMs }) => endMs !== null)).toBe(true);
    expect(gaps[1]).toMatchObject({ startMs: gaps[0]?.endMs, message: expect.stringContaining('500') });
    await first.api.close();
    // The clock of the second one is that of the computer, some time before the samples' own.
    const second = await openTestEngine(environment, folder);
    const kept = await second.api.listGaps({ from: 'now-1h', to: 'now+1h' });
    expect(kept.filter(({ reason }) => reason !== 'clock_set_back')).toEqual(gaps);
    expect(kept.map(({ reason }) => reason)).toContain('clock_set_back');
    await second.api.close();
  } finally {
    server.close();
    server.closeAllConnections();
    await rm(folder, { recursive: true, force: true });
  }
}, 30_000);

import { request as nodeRequest } from 'node:http';
import { request } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDemoService, type DemoService } from '../demo/demo-service.ts';
import { FAULT_NAMES } from '../faults/fault-book.ts';

let service: DemoService;
beforeEach(async () => {
  service = await createDemoService({
    auth: 'none',
    clock: 'manual',
    scenario: 'demo',
    admin: { token: 'admin' },
  });
});
afterEach(() => service.close());

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await request(`${service.adminUrl}${path}`, {
    method: method as 'GET',
    headers: { authorization: 'Bearer admin', ...headers },
    body: typeof body === 'string' || body === undefined ? (body ?? null) : JSON.stringify(body),
  });
  const text = await response.body.text();
  return { status: response.statusCode, json: text === '' ? undefined : JSON.parse(text) };
}

describe('the admin routes', () => {
  it('switch a fault on, change it, list it and switch it off', async () => {
    expect(await call('GET', '/-/faults')).toEqual({ status: 200, json: { active: {}, known: FAULT_NAMES } });
    expect((await call('PUT', '/-/faults/status', { status: 418 })).status).toBe(200);
    expect((await request(service.metricsUrl)).statusCode).toBe(418);
    expect((await call('PUT', '/-/faults/status')).json).toEqual({ active: { status: { status: 500 } } });
    expect((await request(service.metricsUrl)).statusCode).toBe(500);
    expect(await call('DELETE', '/-/faults/status')).toEqual({ status: 204, json: undefined });
    expect((await request(service.metricsUrl)).statusCode).toBe(200);
  });

  it('advance the workload and tell its phase', async () => {
    expect((await call('GET', '/-/scenario')).json).toMatchObject({ timeMs: 0, phase: 'calm' });
    expect((await call('POST', '/-/advance', { ms: 50_000 })).json).toMatchObject({
      timeMs: 50_000,
      phase: 'error-burst',
      nextPhaseInMs: 40_000,
    });
  });

  it('show the recorded requests of the service only', async () => {
    await request(`${service.url}/healthz`);
    const { json } = await call('GET', '/-/requests');
    expect(json.requests.map(({ path }: { path: string }) => path)).toEqual(['/healthz']);
  });

  it.each([
    ['PUT', '/-/faults/nonsense', {}, 404],
    ['PUT', '/-/faults/constructor', {}, 404],
    ['PUT', '/-/faults/status', { status: 99 }, 400],
    ['PUT', '/-/faults/status', { stat: 500 }, 400],
    ['PUT', '/-/faults/status', '{"status":', 400],
    ['PUT', '/-/faults/status', '[]', 400],
    ['PUT', '/-/faults/redirect', {}, 400],
    ['PUT', '/-/faults/redirect', { location: 'http://x/\r\nSet-Cookie: a=b' }, 400],
    ['PUT', '/-/faults/status', ' '.repeat(20_000), 400],
    ['POST', '/-/faults/status', {}, 405],
    ['POST', '/-/advance', { ms: -1 }, 400],
    ['POST', '/-/advance', { ms: 1e12 }, 400],
    ['POST', '/-/advance', {}, 400],
    ['GET', '/metrics', undefined, 404],
    ['GET', '//', undefined, 404],
  ])('answer %s %s with %j by %i', async (method, path, body, status) => {
    const answer = await call(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.json.error).toMatch(/\.$/);
    expect(service.faults.list()).toEqual({});
  });

  it('want the token, and refuse browsers even with it', async () => {
    expect((await call('GET', '/-/faults', undefined, { authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await call('GET', '/-/faults', undefined, { origin: 'http://127.0.0.1' })).status).toBe(403);
    const rebound = await new Promise<number | undefined>((resolve, reject) => {
      const { port } = new URL(service.adminUrl);
      const headers = { host: `attacker.example:${port}`, authorization: 'Bearer admin' };
      nodeRequest({ host: '127.0.0.1', port, path: '/-/faults', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(rebound).toBe(403);
  });

  it('are not on the listener of the metrics', async () => {
    const response = await request(`${service.url}/-/faults`, { headers: { authorization: 'Bearer admin' } });
    expect(response.statusCode).toBe(404);
  });
});

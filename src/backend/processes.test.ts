import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Agent, request } from 'undici';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DemoWorkerData, DemoWorkerMessage } from './worker.ts';

const TSX = ['--import', 'tsx'];
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function startCli(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [...TSX, join(import.meta.dirname, 'cli.ts'), ...args], {
    env: { PATH: process.env.PATH, ...env },
  });
  children.push(child);
  const output = { text: '' };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output.text += chunk));
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }));
  return { child, output, ended };
}

async function waitForUrl(output: { text: string }): Promise<string> {
  await expect.poll(() => output.text, { timeout: 15_000 }).toContain('Stop with Ctrl+C.');
  return /^Metrics +(\S+)$/m.exec(output.text)?.[1] ?? '';
}

describe('the command line', { timeout: 30_000 }, () => {
  it('serves until SIGTERM, and prints no token', async () => {
    const env = { SEXTANT_DEMO_TOKEN: 'canary-token', SEXTANT_ADMIN_TOKEN: 'canary-admin' };
    const { child, output, ended } = startCli(['--port', '0'], env);
    const url = await waitForUrl(output);
    expect(output.text).toContain(`curl -H "Authorization: Bearer $SEXTANT_DEMO_TOKEN" ${url}`);
    expect((await request(url)).statusCode).toBe(401);
    const response = await request(url, { headers: { authorization: 'Bearer canary-token' } });
    expect(response.statusCode).toBe(200);
    const adminUrl = /(http:\/\/127\.0\.0\.1:\d+\/-\/faults)/.exec(output.text)?.[1] ?? '';
    const admin = await request(adminUrl, { headers: { authorization: 'Bearer canary-admin' } });
    expect(admin.statusCode).toBe(200);
    child.kill('SIGTERM');
    expect(await ended).toEqual({ code: 0, signal: null });
    expect(output.text).toContain('Stopped.');
    expect(output.text).not.toContain('canary');
  });

  it('serves HTTPS with certificates of its own making', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tls-'));
    const { child, output, ended } = startCli(['--port', '0', '--no-auth', '--tls-dir', folder]);
    const url = await waitForUrl(output);
    const dispatcher = new Agent({ connect: { ca: await readFile(join(folder, 'ca.pem'), 'utf8') } });
    const response = await request(url, { dispatcher });
    expect([url.startsWith('https:'), response.statusCode]).toEqual([true, 200]);
    await response.body.dump();
    child.kill('SIGINT');
    expect((await ended).code).toBe(0);
    await rm(folder, { recursive: true });
  });

  it('answers bad arguments with one sentence and exit code 2, and a taken port with 1', async () => {
    const bad = startCli(['--port', 'nine']);
    const first = startCli(['--port', '0', '--no-auth']);
    expect(await bad.ended).toEqual({ code: 2, signal: null });
    expect(bad.output.text).toMatch(/^The environment variable SEXTANT_DEMO_TOKEN is not set; [^\n]*\n$/);
    const url = await waitForUrl(first.output);
    const second = startCli(['--port', new URL(url).port, '--no-auth']);
    expect(await second.ended).toEqual({ code: 1, signal: null });
    expect(second.output.text).toBe('The port is taken; choose another with --port or --admin-port.\n');
  });
});

// Bundled with everything it needs into one file, as the desktop app ships it.
let bundleFolder: string;
beforeAll(async () => {
  bundleFolder = await mkdtemp(join(tmpdir(), 'worker-'));
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: { ssr: join(import.meta.dirname, 'worker.ts'), outDir: bundleFolder, target: 'node20' },
  });
}, 60_000);
afterAll(() => rm(bundleFolder, { recursive: true }));

function startWorker(workerData: DemoWorkerData) {
  const worker = new Worker(join(bundleFolder, 'worker.js'), { workerData });
  const next = async () => (await once(worker, 'message'))[0] as DemoWorkerMessage;
  return { worker, next, ended: once(worker, 'exit') };
}

describe('the worker', { timeout: 30_000 }, () => {
  it('says where it listens, wants its token, and ends when told to', async () => {
    const { worker, next, ended } = startWorker({ seed: 3, token: 'demo-token', scenario: 'demo' });
    const message = await next();
    if (message.type !== 'listening') throw new Error(`got ${message.type}`);
    expect(message.metricsUrl).toBe(`${message.url}/metrics`);
    const response = await request(message.metricsUrl, { headers: { authorization: 'Bearer demo-token' } });
    expect(await response.body.text()).toContain('seed="3"');
    const scenario = await request(`${message.adminUrl}/-/scenario`, {
      headers: { authorization: `Bearer ${message.adminToken}` },
    });
    expect(await scenario.body.json()).toMatchObject({ phase: 'calm' });
    const closed = next();
    worker.postMessage({ type: 'close' });
    expect(await closed).toEqual({ type: 'closed' });
    expect(await ended).toEqual([0]);
  });

  it('says that it failed, and never the token, when its port is taken', async () => {
    const first = startWorker({ seed: 1, token: 'canary' });
    const message = await first.next();
    if (message.type !== 'listening') throw new Error(`got ${message.type}`);
    const second = startWorker({ seed: 1, token: 'canary', port: Number(new URL(message.url).port) });
    expect(await second.next()).toEqual({
      type: 'failed',
      message: "The demo service can't start: its port is taken.",
    });
    await second.ended;
    const broken = startWorker({ seed: 1.5, token: 'canary' });
    const failure = await broken.next();
    expect(JSON.stringify(failure)).not.toContain('canary');
    expect(failure.type).toBe('failed');
    first.worker.postMessage({ type: 'close' });
    await first.ended;
  });
});

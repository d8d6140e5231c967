import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TokenSource } from '../../shared/domain/auth.ts';
import { openTokenApprovals } from './approvals.ts';
import { readTokenFrom } from './read-token.ts';
import { createTokenSources, type TokenSources } from './token-sources.ts';

const URL_TEXT = 'https://shop.example:9464/metrics';
const ORIGIN = 'https://shop.example:9464';
let folder: string;
let answer: boolean;
let questions: string[];
let watched: string[];
let nowMs: number;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sextant-tokens-'));
  [answer, questions, watched, nowMs] = [true, [], [], 0];
});
afterEach(() => rm(folder, { recursive: true }));

async function confirm(question: string): Promise<boolean> {
  questions.push(question);
  return answer;
}

/** As after a start of the app. */
async function openSources(): Promise<TokenSources> {
  return createTokenSources({
    approvals: await openTokenApprovals(folder, 0),
    watch: (token) => watched.push(token),
    monotonicMs: () => nowMs,
    environment: { SHOP_TOKEN: ' from-env \n', EMPTY: '' },
  });
}

function command(...script: string[]): TokenSource {
  return { kind: 'command', argv: [process.execPath, '-e', ...script] };
}

async function readApproved(source: TokenSource) {
  const sources = await openSources();
  await sources.requireApproval(
    'prod',
    {
      auth: { kind: 'token_source', scheme: 'Bearer', source },
      url: URL_TEXT,
    },
    confirm,
  );
  return sources.read({ environmentId: 'prod', source, origin: ORIGIN });
}

describe('tokens from outside the keychain', () => {
  it('come from a command, a variable and a file', async () => {
    const file = path.join(folder, 'token');
    await writeFile(file, 'from-file\n');
    expect(await readApproved(command('console.log("from-" + process.argv[1])', 'a; echo b'))).toEqual({
      state: 'read',
      value: 'from-a; echo b',
    });
    expect(await readApproved({ kind: 'environment', variable: 'SHOP_TOKEN' })).toEqual({
      state: 'read',
      value: 'from-env',
    });
    expect(await readApproved({ kind: 'file', path: file })).toEqual({ state: 'read', value: 'from-file' });
    expect(watched).toEqual(['from-a; echo b', 'from-env', 'from-file']);
  });

  it('are not read, and nothing is run, before a person allowed it', async () => {
    const marker = path.join(folder, 'ran');
    const source = command(`require('fs').writeFileSync(${JSON.stringify(marker)}, '')`);
    const sources = await openSources();
    expect(await sources.read({ environmentId: 'prod', source, origin: ORIGIN })).toMatchObject({
      state: 'not_approved',
    });
    answer = false;
    const auth = { kind: 'token_source', scheme: 'Bearer', source } as const;
    await expect(sources.requireApproval('prod', { auth, url: URL_TEXT }, confirm)).rejects.toMatchObject({
      code: 'canceled',
    });
    expect(await sources.read({ environmentId: 'prod', source, origin: ORIGIN })).toMatchObject({
      state: 'not_approved',
    });
    await expect(writeFile(marker, '', { flag: 'wx' })).resolves.toBeUndefined();
    expect(questions[0]).toContain(ORIGIN);
  });

  it('are allowed for one environment, one origin and one command line, also after a restart', async () => {
    const source = command('console.log(1)', 'x');
    await readApproved(source);
    const sources = await openSources();
    expect(await sources.read({ environmentId: 'prod', source, origin: ORIGIN })).toMatchObject({
      state: 'read',
    });
    for (const other of [
      { environmentId: 'imported', source, origin: ORIGIN },
      { environmentId: 'prod', source, origin: 'https://evil.example' },
      { environmentId: 'prod', source: command('console.log(1)', 'y'), origin: ORIGIN },
    ]) {
      expect(await sources.read(other)).toMatchObject({ state: 'not_approved' });
    }
  });

  it.each<[string, TokenSource, RegExp]>([
    ['a program that is not there', { kind: 'command', argv: ['/no/such/program'] }, /was not found/],
    ['a program that fails', command('process.exit(3)'), /ended with code 3/],
    ['too much output', command('console.log("x".repeat(70000))'), /more than 64 KiB/],
    ['no output', command(''), /printed nothing/],
    ['an unset variable', { kind: 'environment', variable: 'NOT_SET' }, /not set/],
    ['an empty variable', { kind: 'environment', variable: 'EMPTY' }, /not set/],
    ['a file that is not there', { kind: 'file', path: '/no/such/file' }, /ENOENT/],
    ['a device', { kind: 'file', path: '/dev/zero' }, /no ordinary file/],
  ])('say why there is none: %s', async (_, source, message) => {
    expect(await readApproved(source)).toMatchObject({
      state: 'failed',
      message: expect.stringMatching(message),
    });
  });

  it('come from no command that does not end, whatever it does about being told to', async () => {
    const startedMs = performance.now();
    const source = command('process.on("SIGTERM", () => {}); setTimeout(() => {}, 30_000)');
    expect(await readTokenFrom(source, {}, 1_000)).toEqual({
      message: `The command ${process.execPath} did not end within 1 s.`,
    });
    expect(performance.now() - startedMs).toBeLessThan(20_000);
  });

  it('runs a command once for the scrapes of half a minute', async () => {
    const source = command('console.log(process.hrtime.bigint())');
    const sources = await openSources();
    await sources.requireApproval(
      'prod',
      {
        auth: { kind: 'token_source', scheme: 'Bearer', source },
        url: URL_TEXT,
      },
      confirm,
    );
    const read = () => sources.read({ environmentId: 'prod', source, origin: ORIGIN });
    const [first, second] = await Promise.all([read(), read()]);
    expect(second).toEqual(first);
    nowMs = 31_000;
    expect(await read()).not.toEqual(first);
  });
});

import { mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEnvironmentSource, createFileSource } from './credential-source.ts';

let folder: string;
let lines: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credentials-'));
  lines = [];
});
afterEach(() => rm(folder, { recursive: true }));

const log = (line: string) => void lines.push(line);
const openFile = (recheckMs = 0) =>
  createFileSource({ path: join(folder, 'credentials'), recheckMs, settleMs: 20 }, log);
const write = (text: string) => writeFile(join(folder, 'credentials'), text);
const tokensOf = async (source: ReturnType<typeof openFile>) =>
  (await source.current()).bearer.map(({ token }) => token);

describe('createFileSource', () => {
  it('follows a rotation without a restart', async () => {
    await write('first\n');
    const source = openFile();
    expect(await tokensOf(source)).toEqual(['first']);
    await write('second\n# the old one, for another day\nfirst\n');
    expect(await tokensOf(source)).toEqual(['second', 'first']);
    expect(lines).toEqual([]);
  });

  it('keeps the last good set over a half-written, an empty and a missing file, with one line each', async () => {
    await write('{"bearer":[{"token":"first"}]}');
    const source = openFile();
    await source.current();
    await write('{"bearer":[{"tok');
    expect(await tokensOf(source)).toEqual(['first']);
    expect(await tokensOf(source)).toEqual(['first']);
    await write('');
    expect(await tokensOf(source)).toEqual(['first']);
    await rm(join(folder, 'credentials'));
    expect(await tokensOf(source)).toEqual(['first']);
    expect(await tokensOf(source)).toEqual(['first']);
    await write('{"basic":[{"username":"ann","password":"p"}]}');
    expect((await source.current()).basic).toEqual([{ username: 'ann', password: 'p' }]);
    expect(lines.map((line) => line.replace(`${folder}/`, ''))).toEqual([
      "metrics endpoint: credentials file credentials can't be used, it is not complete JSON; the last good credentials stay in force",
      "metrics endpoint: credentials file credentials can't be used, it holds no token; the last good credentials stay in force",
      "metrics endpoint: credentials file credentials can't be used, reading it failed with ENOENT; the last good credentials stay in force",
      'metrics endpoint: credentials file credentials is usable again',
    ]);
  });

  it('does not take a plain token that is still being written', async () => {
    await write('first\n');
    const source = openFile();
    await source.current();
    await write('sec');
    const during = tokensOf(source);
    setTimeout(() => void write('second\n'), 5);
    expect(await during).toEqual(['first']);
    expect(await tokensOf(source)).toEqual(['second']);
  });

  it('sees a mounted secret that is swapped by its symbolic link', async () => {
    await writeFile(join(folder, 'one'), 'first');
    await writeFile(join(folder, 'two'), 'other');
    await symlink(join(folder, 'one'), join(folder, 'credentials'));
    const source = openFile();
    expect(await tokensOf(source)).toEqual(['first']);
    await symlink(join(folder, 'two'), join(folder, 'next'));
    await rename(join(folder, 'next'), join(folder, 'credentials'));
    expect(await tokensOf(source)).toEqual(['other']);
  });

  it('looks at the file again only after the recheck time', async () => {
    await write('first');
    const source = openFile(60_000);
    await source.current();
    await write('second');
    expect(await tokensOf(source)).toEqual(['first']);
  });

  it.each([
    ['an unknown key', '{"bearers":[]}', 'the entry at the top is malformed'],
    [
      'a token with a space',
      '{"bearer":[{"token":"two words"}]}',
      'the entry at bearer.0.token is malformed',
    ],
    [
      'a user name with a colon',
      '{"basic":[{"username":"a:b","password":"p"}]}',
      'the entry at basic.0.username',
    ],
    ['nothing in it', '{}', 'it holds no credential'],
    ['a plain token with a quote', '"secret"', 'a character that no bearer token has'],
  ])('admits nobody with %s', async (_, text, reason) => {
    await write(text);
    expect(await openFile().current()).toEqual({ bearer: [], basic: [] });
    expect(lines[0]).toContain(reason);
    expect(lines[0]).not.toMatch(/two words|secret/);
  });
});

describe('createEnvironmentSource', () => {
  it('reads several tokens, follows changes and keeps the last good ones', async () => {
    const name = 'SEXTANT_TEST_ROTATING';
    const source = createEnvironmentSource(name, log);
    process.env[name] = 'one, two\nthree';
    expect((await source.current()).bearer.map(({ token }) => token)).toEqual(['one', 'two', 'three']);
    process.env[name] = 'four';
    expect((await source.current()).bearer).toEqual([{ token: 'four' }]);
    delete process.env[name];
    expect((await source.current()).bearer).toEqual([{ token: 'four' }]);
    expect(lines.length).toBe(1);
  });
});

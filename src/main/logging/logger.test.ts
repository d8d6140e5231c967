import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openLog } from './logger.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sextant-log-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('keeps three files of a mebibyte, and no secret in any', async () => {
  const log = openLog(folder, (text) => text.replaceAll('hunter2', '[secret]'));
  for (let i = 0; i < 6_000; i += 1) {
    log.write('info', `request ${i} with hunter2`, {
      authorization: 'Bearer abcdefgh',
      filler: 'x'.repeat(900),
    });
  }
  log.failure('it failed', new Error('at https://ann:pa55word@shop.example/ with hunter2'));
  const last = () => readFile(path.join(folder, 'main.log'), 'utf8');
  await vi.waitFor(async () => expect(await last()).toContain('it failed'), { timeout: 10_000 });
  const names = (await readdir(folder)).sort();
  expect(names).toEqual(['main.log', 'main.log.1', 'main.log.2']);
  for (const name of names) {
    const file = path.join(folder, name);
    expect((await stat(file)).size).toBeLessThan(1.1 * 1024 ** 2);
    expect(await readFile(file, 'utf8')).not.toMatch(/hunter2|abcdefgh|pa55word/);
  }
  expect(await last()).toMatch(/request 5999 with \[secret\]/);
});

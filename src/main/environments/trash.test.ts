import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { emptyTrash, moveToTrash } from './trash.ts';

const DAY_MS = 86_400_000;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sextant-trash-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('keeps what was removed for 30 days, and what it does not know for ever', async () => {
  const trash = path.join(folder, '.trash');
  for (const [id, atDay] of [
    ['old', 0],
    ['new', 2],
  ] as const) {
    await mkdir(path.join(folder, id));
    await writeFile(path.join(folder, id, 'history.db'), 'x');
    await moveToTrash(trash, path.join(folder, id), atDay * DAY_MS);
  }
  await mkdir(path.join(trash, 'mine'));
  expect(await emptyTrash(trash, 30 * DAY_MS - 1)).toEqual([]);
  expect(await readdir(trash)).toHaveLength(3);
  expect(await emptyTrash(trash, 30 * DAY_MS)).toEqual([]);
  expect((await readdir(trash)).sort()).toEqual(['mine', 'new-1970-01-03T00-00-00-000Z']);
});

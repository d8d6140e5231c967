import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mountSmallDisk } from '../../../test/support/small-disk.ts';
import {
  goodCopyPaths,
  keepGoodCopy,
  setAside,
  sweepTemporaryFiles,
  writeFileAtomically,
} from './atomic-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sextant-files-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('writeFileAtomically', () => {
  it('makes the folder, replaces the content and leaves no other file', async () => {
    const file = path.join(folder, 'deep/er/a.json');
    await writeFileAtomically(file, 'old');
    await writeFileAtomically(file, 'nëw');
    expect(await readFile(file, 'utf8')).toBe('nëw');
    expect(await readdir(path.dirname(file))).toEqual(['a.json']);
  });

  it('says what to do where the file cannot be written', async () => {
    await writeFile(path.join(folder, 'a-file'), '');
    const write = writeFileAtomically(path.join(folder, 'a-file/a.json'), 'x');
    await expect(write).rejects.toMatchObject({
      code: 'storage',
      message: expect.stringContaining('save again'),
    });
  });

  it('keeps the old content, and its good copies, when the disk is full', async (context) => {
    const disk = mountSmallDisk(path.join(folder, 'disk'), 64 << 10);
    if (disk === null) return context.skip('a small file system can only be mounted by root');
    try {
      const file = path.join(disk.folder, 'a.json');
      await writeFileAtomically(file, 'older'.repeat(1000));
      await keepGoodCopy(file, 3);
      await writeFileAtomically(file, 'old'.repeat(1000));
      const write = writeFileAtomically(file, 'new'.repeat(100_000));
      await expect(write).rejects.toMatchObject({
        code: 'storage',
        message: expect.stringContaining('the disk is full'),
      });
      disk.fill(0);
      await expect(keepGoodCopy(file, 3)).rejects.toThrow('the disk is full');
      expect(await readFile(file, 'utf8')).toBe('old'.repeat(1000));
      expect(await readFile(`${file}.good-1`, 'utf8')).toBe('older'.repeat(1000));
      expect((await readdir(disk.folder)).sort()).toEqual(['a.json', 'a.json.good-1', 'ballast']);
    } finally {
      disk.unmount();
    }
  });
});

it('keeps so many good copies, the newest first', async () => {
  const file = path.join(folder, 'a.json');
  await keepGoodCopy(file, 3);
  for (const text of ['1', '2', '3', '4', '5']) {
    await keepGoodCopy(file, 3);
    await writeFileAtomically(file, text);
  }
  const copies = await Promise.all(goodCopyPaths(file, 3).map((copy) => readFile(copy, 'utf8')));
  expect(copies).toEqual(['4', '3', '2']);
  expect((await readdir(folder)).length).toBe(4);
});

it('sets a damaged file aside as it is', async () => {
  const file = path.join(folder, 'a.json');
  await writeFile(file, '{');
  const aside = await setAside(file, Date.UTC(2026, 0, 2, 3, 4, 5));
  expect(path.basename(aside)).toBe('a.json.damaged-2026-01-02T03-04-05-000Z');
  expect(await readFile(aside, 'utf8')).toBe('{');
});

it('sweeps what a killed writer left, and nothing else', async () => {
  await writeFile(path.join(folder, 'a.json.tmp-0123456789ab'), '{"par');
  await writeFile(path.join(folder, 'notes.tmp-mine'), '');
  await sweepTemporaryFiles(folder);
  await sweepTemporaryFiles(path.join(folder, 'not-there'));
  expect(await readdir(folder)).toEqual(['notes.tmp-mine']);
});

it('leaves what other files of the folder are writing', async () => {
  const names = ['a.json.tmp-0123456789ab', 'a.json.good-1.tmp-0123456789ab', 'b.json.tmp-0123456789ab'];
  for (const name of names) await writeFile(path.join(folder, name), '{"par');
  await sweepTemporaryFiles(folder, 'a.json');
  expect(await readdir(folder)).toEqual(['b.json.tmp-0123456789ab']);
});

import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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

  it.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)(
    'keeps the old content when the disk is full',
    async () => {
      const disk = path.join(folder, 'disk');
      await writeFileAtomically(path.join(disk, 'x'), '');
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk], { stdio: 'ignore' });
      } catch {
        return; // A container without the right to mount.
      }
      try {
        const file = path.join(disk, 'a.json');
        await writeFileAtomically(file, 'old'.repeat(100));
        const write = writeFileAtomically(file, 'new'.repeat(100_000));
        await expect(write).rejects.toMatchObject({
          code: 'storage',
          message: expect.stringContaining('the disk is full'),
        });
        expect(await readFile(file, 'utf8')).toBe('old'.repeat(100));
        expect(await readdir(disk)).toEqual(['a.json']);
      } finally {
        execFileSync('umount', [disk]);
      }
    },
  );
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

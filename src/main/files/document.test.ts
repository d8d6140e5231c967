import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DocumentFormat, openDocument } from './document.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sextant-document-'));
  file = path.join(folder, 'number');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const NUMBER: DocumentFormat<number> = {
  what: 'number file',
  parse(text) {
    if (text.startsWith('v9 ')) return { state: 'newer', value: null, schemaVersion: 9 };
    const value = Number(text);
    return Number.isNaN(value)
      ? { state: 'damaged', message: 'line 1: not a number' }
      : { state: 'good', value };
  },
  format: String,
};
const EDITED: DocumentFormat<number> = { ...NUMBER, editedByPeople: true };

const open = (format: DocumentFormat<number>) => openDocument(file, format, 0, 0);

describe('a document that the app alone writes', () => {
  it('is set aside when it is damaged, and written over', async () => {
    await writeFile(file, 'x');
    const document = await open(NUMBER);
    expect(document.notices[0]).toMatch(/damaged \(line 1.*defaults are in use/);
    await document.save(1);
    expect((await readdir(folder)).filter((name) => !name.includes('.good-')).sort()).toEqual([
      'number',
      'number.damaged-1970-01-01T00-00-00-000Z',
    ]);
  });
});

describe('a document that people edit', () => {
  it('is left as it is when it is not valid, until it is corrected or deleted', async () => {
    await writeFile(file, 'x');
    const document = await open(EDITED);
    expect([document.get(), document.writable]).toEqual([0, false]);
    await expect(document.save(1)).rejects.toMatchObject({ code: 'conflict', details: { file } });
    expect(await readdir(folder)).toEqual(['number']);
    expect(await readFile(file, 'utf8')).toBe('x');
    await writeFile(file, '7');
    expect(await document.reread()).toBe(7);
    await document.save(8);
    await writeFile(file, 'y');
    await expect(document.save(9)).rejects.toThrow(/not valid \(line 1: not a number\)/);
    await rm(file);
    await document.save(9);
    expect(await readFile(file, 'utf8')).toBe('9');
  });

  it('is given back as it was last used, the newest of its good copies', async () => {
    const document = await open(EDITED);
    for (const value of [1, 2, 3, 4, 5]) await document.save(value);
    await writeFile(file, '6');
    await open(EDITED);
    await writeFile(file, 'x');
    expect((await open(EDITED)).get()).toBe(6);
    await writeFile(`${file}.good-1`, 'x');
    expect((await open(EDITED)).get()).toBe(5);
  });

  it('is not saved over when someone else changed it, be it to a newer version', async () => {
    const document = await open(EDITED);
    await document.save(1);
    await writeFile(file, '2');
    await expect(document.save(3)).rejects.toMatchObject({ code: 'conflict' });
    expect(document.get()).toBe(2);
    await writeFile(file, 'v9 2');
    await expect(document.save(3)).rejects.toThrow(/newer version/);
    expect(await readFile(file, 'utf8')).toBe('v9 2');
  });

  it('can be read where no copy of it can be kept, and says so when it is saved', async () => {
    await writeFile(file, '1');
    await mkdir(`${file}.good-1`);
    const document = await open(EDITED);
    expect(document.get()).toBe(1);
    await expect(document.save(2)).rejects.toMatchObject({ code: 'storage' });
    expect(await readFile(file, 'utf8')).toBe('1');
  });
});

describe('a file that is far too large', () => {
  const GIB = 1024 ** 3;

  async function makeLarge(): Promise<void> {
    await writeFile(file, '7');
    await truncate(file, 3 * GIB);
  }

  it('is not read: it is set aside where the app alone writes it', async () => {
    await makeLarge();
    const document = await open(NUMBER);
    expect(document.notices).toEqual([
      expect.stringMatching(/^The number file is damaged \(it has 3072 MiB, and at most 64 MiB are read\)/),
    ]);
    await document.save(1);
    expect(await readFile(file, 'utf8')).toBe('1');
    expect((await readdir(folder)).filter((name) => name.includes('.damaged-'))).toHaveLength(1);
  });

  it('is left as it is where people edit it, also when it grew while it was open', async () => {
    await makeLarge();
    const document = await open(EDITED);
    expect(document.refusal).toMatch(/not valid \(it has 3072 MiB.*nothing is saved over it/);
    await writeFile(file, '7');
    expect(await document.reread()).toBe(7);
    await makeLarge();
    await expect(document.save(8)).rejects.toMatchObject({ code: 'conflict' });
    expect((await stat(file)).size).toBe(3 * GIB);
    expect(document.get()).toBe(7);
    expect((await open(EDITED)).get()).toBe(7);
  });
});

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseId, type EnvironmentStore, openEnvironmentStore } from './environment-store.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sextant-environments-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = () => openEnvironmentStore(folder, () => 0);

async function fileOf(store: EnvironmentStore, name: string): Promise<string> {
  const { id } = await store.create(name, 'staging');
  return path.join(store.folderOf(id), 'environment.yaml');
}

async function writeByHand(id: string, text: string): Promise<string> {
  const file = path.join(folder, id, 'environment.yaml');
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
}

describe('chooseId', () => {
  it.each([
    ['Production EU', 'production-eu'],
    ['  Ärger & Söhne ', 'a-rger-so-hne'],
    ['../../etc', 'etc'],
    ['環境', 'environment'],
    ['x'.repeat(200), 'x'.repeat(48)],
  ])('makes an id of %j', (name, id) => {
    expect(chooseId(name, () => false)).toBe(id);
  });

  it('numbers an id that is taken', () => {
    expect(chooseId('a', (id) => id === 'a' || id === 'a-2')).toBe('a-3');
  });
});

describe('the environment store', () => {
  it('keeps environments in folders and lists them by name', async () => {
    const store = await open();
    await store.create('Staging', 'staging');
    const production = await store.create('Production', 'production');
    await store.save({ ...production, name: 'A production' });
    const again = await open();
    expect(again.list().map(({ id, name }) => [id, name])).toEqual([
      ['production', 'A production'],
      ['staging', 'Staging'],
    ]);
  });

  it('moves a removed environment to the trash, and gives its id again', async () => {
    const store = await open();
    await store.create('Demo', 'development');
    await writeFile(path.join(store.folderOf('demo'), 'history.db'), 'x');
    await store.remove('demo');
    expect(() => store.get('demo')).toThrowError(/choose another/);
    const [trashed] = await readdir(path.join(folder, '.trash'));
    expect(await readdir(path.join(folder, '.trash', trashed ?? ''))).toContain('history.db');
    expect((await store.create('Demo', 'development')).id).toBe('demo');
    expect((await open()).list()).toHaveLength(1);
  });

  it('leaves a file that is not valid and has no good copy, and says so at every start', async () => {
    const store = await open();
    await store.create('Good', 'staging');
    const text = 'schemaVersion: 1\r\nname: [\r\n\u0000';
    const file = await writeByHand('bad', text);
    for (let start = 0; start < 3; start += 1) {
      const again = await open();
      expect(again.list().map(({ id }) => id)).toEqual(['good']);
      expect(again.notices).toHaveLength(1);
      expect(again.notices[0]).toMatch(
        /"bad".*not valid \(line \d.*no good copy.*correct ".*environment.yaml"/,
      );
    }
    const again = await open();
    expect((await again.create('Bad', 'staging')).id).toBe('bad-2');
    await expect(again.save({ ...again.get('good'), id: 'bad' })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('line '),
    });
    expect(await readFile(file, 'utf8')).toBe(text);
    expect(await readdir(path.join(folder, 'bad'))).toEqual(['environment.yaml']);
  });

  it('lists an environment without a good copy once its file is valid, and does not write over it', async () => {
    const store = await open();
    const text = await readFile(await fileOf(store, 'Good'), 'utf8');
    await writeByHand('bad', 'name: [');
    const again = await open();
    const file = await writeByHand('bad', text);
    await expect(again.save({ ...again.get('good'), id: 'bad', name: 'Mine' })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('read anew'),
    });
    expect(await readFile(file, 'utf8')).toBe(text);
    expect(again.get('bad').name).toBe('Good');
  });

  it('uses the last good copy of a file with a typo, read-only, at every start', async () => {
    const store = await open();
    const file = await fileOf(store, 'Shop');
    await store.save({ ...store.get('shop'), name: 'Web shop' });
    const text = (await readFile(file, 'utf8')).replace('kind: staging', 'kind: stagin');
    await writeFile(file, text);
    for (let start = 0; start < 2; start += 1) {
      const again = await open();
      const environment = again.get('shop');
      expect(environment.name).toBe('Web shop');
      expect(again.notices).toHaveLength(1);
      expect(again.notices[0]).toMatch(/"shop".*\(line 3: kind: .*last good copy.*read-only.*correct "/);
      const refused = { code: 'conflict', message: expect.stringMatching(/line 3: kind: .*save again/) };
      await expect(again.save({ ...environment, name: 'Other' })).rejects.toMatchObject(refused);
      await expect(again.reread('shop')).rejects.toMatchObject(refused);
    }
    expect(await readFile(file, 'utf8')).toBe(text);
    expect((await readdir(store.folderOf('shop'))).sort()).toEqual([
      'environment.yaml',
      'environment.yaml.good-1',
      'environment.yaml.good-2',
    ]);
  });

  it('takes over a file that was corrected meanwhile', async () => {
    const store = await open();
    const file = await fileOf(store, 'Shop');
    const good = await readFile(file, 'utf8');
    await writeFile(file, 'name: [');
    const again = await open();
    await writeFile(file, good.replace('name: Shop', 'name: By hand'));
    await expect(again.save({ ...again.get('shop'), kind: 'production' })).rejects.toThrow(/read anew/);
    expect(again.get('shop').name).toBe('By hand');
    await again.save({ ...again.get('shop'), kind: 'production' });
    expect((await open()).get('shop')).toMatchObject({ name: 'By hand', kind: 'production' });
    expect((await open()).notices).toEqual([]);
  });

  it('does not save over a typo made while it is open, nor keep it as a good copy', async () => {
    const store = await open();
    const file = await fileOf(store, 'Shop');
    await writeFile(file, 'name: [');
    await expect(store.save({ ...store.get('shop'), name: 'Other' })).rejects.toThrow(/not valid/);
    expect(await readFile(file, 'utf8')).toBe('name: [');
    expect((await open()).get('shop').name).toBe('Shop');
    await rm(file);
    await store.save({ ...store.get('shop'), name: 'Other' });
    expect((await open()).get('shop').name).toBe('Other');
  });

  it('has a good copy of a file that was only ever written by hand', async () => {
    const text = await readFile(await fileOf(await open(), 'Good'), 'utf8');
    const file = await writeByHand('cloned', text.replace('name: Good', 'name: Cloned'));
    await open();
    await writeFile(file, text.replace('name: Good', 'nam: Cloned'));
    const again = await open();
    expect(again.get('cloned').name).toBe('Cloned');
    expect(again.notices[0]).toMatch(/line \d+: /);
  });

  it('does not write an environment of a newer version', async () => {
    const store = await open();
    await store.create('New', 'staging');
    const file = path.join(folder, 'new', 'environment.yaml');
    const text = (await readFile(file, 'utf8')).replace('schemaVersion: 1', 'schemaVersion: 7');
    await writeFile(file, text);
    const again = await open();
    const environment = again.get('new');
    await expect(again.save(environment)).rejects.toMatchObject({ code: 'conflict' });
    expect(await readFile(file, 'utf8')).toBe(text);
  });
});

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseId, openEnvironmentStore } from './environment-store.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sextant-environments-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = () => openEnvironmentStore(folder, () => 0);

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

  it('lives with a damaged environment beside good ones', async () => {
    const store = await open();
    await store.create('Good', 'staging');
    await mkdir(path.join(folder, 'bad'));
    await writeFile(path.join(folder, 'bad', 'environment.yaml'), 'schemaVersion: 1\nname: [');
    const again = await open();
    expect(again.list().map(({ id }) => id)).toEqual(['good']);
    expect(again.notices[0]).toMatch(/"bad".*damaged \(line 2.*correct it, name it "environment.yaml" again/);
    expect((await again.create('Bad', 'staging')).id).toBe('bad-2');
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

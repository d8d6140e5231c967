import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../shared/domain/settings.ts';
import { openSettingsStore } from './settings-store.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sextant-settings-'));
  file = path.join(folder, 'settings.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const LIGHT = { ...DEFAULT_SETTINGS, colorScheme: 'light' } as const;

describe('the settings file', () => {
  it('starts with defaults and keeps what was changed', async () => {
    const store = await openSettingsStore(folder, 0);
    expect(store.get()).toEqual(DEFAULT_SETTINGS);
    await store.update(LIGHT);
    await store.setActiveEnvironmentId('demo');
    const again = await openSettingsStore(folder, 0);
    expect(again.get()).toEqual(LIGHT);
    expect(again.getActiveEnvironmentId()).toBe('demo');
    expect(again.notices).toEqual([]);
  });

  it.each([
    ['empty', ''],
    ['cut off', '{"schemaVersion": 1, "settings": {"colo'],
    ['garbage', '\u0000\u0001\u0002'],
    [
      'of another shape',
      '{"schemaVersion": 1, "settings": {"colorScheme": "pink"}, "activeEnvironmentId": null}',
    ],
    ['without a version', '{}'],
  ])('that is %s is set aside, and the last good copy used', async (_, text) => {
    const store = await openSettingsStore(folder, 0);
    await store.update(LIGHT);
    await store.setActiveEnvironmentId('demo');
    await writeFile(file, text);
    const again = await openSettingsStore(folder, 0);
    expect(again.get()).toEqual(LIGHT);
    expect(again.notices).toHaveLength(1);
    const aside = (await readdir(folder)).find((name) => name.includes('.damaged-'));
    expect(await readFile(path.join(folder, aside ?? ''), 'utf8')).toBe(text);
  });

  it('that is damaged without a good copy gives defaults, and the next save does not touch what was set aside', async () => {
    await writeFile(file, 'garbage');
    const store = await openSettingsStore(folder, 0);
    expect(store.get()).toEqual(DEFAULT_SETTINGS);
    await store.update(LIGHT);
    const names = (await readdir(folder)).sort();
    expect(names).toEqual(['settings.json', 'settings.json.damaged-1970-01-01T00-00-00-000Z']);
  });

  it('of a newer version is used as far as it is understood and never written', async () => {
    const text = JSON.stringify({
      schemaVersion: 99,
      settings: LIGHT,
      activeEnvironmentId: null,
      more: true,
    });
    await writeFile(file, text);
    const store = await openSettingsStore(folder, 0);
    expect(store.notices[0]).toContain('newer version');
    await expect(store.update(LIGHT)).rejects.toMatchObject({ code: 'conflict' });
    await store.setActiveEnvironmentId('demo');
    expect(store.getActiveEnvironmentId()).toBe('demo');
    expect(await readFile(file, 'utf8')).toBe(text);
  });
});

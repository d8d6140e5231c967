import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openSettingsStore } from '../../src/main/settings/settings-store.ts';
import { saveUntilKilled } from '../support/killed-saver.ts';

const ROUNDS = 6;

it('settings survive kill -9 while they are saved: whole, not older than the last save, and nothing left over', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sextant-kill-'));
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const acknowledged = await saveUntilKilled(folder, Math.random() * 50);
      const store = await openSettingsStore(folder, 0);
      expect(store.notices).toEqual([]);
      const saved = Number(store.getActiveEnvironmentId()?.replace('save-', ''));
      expect([acknowledged, acknowledged + 1]).toContain(saved);
      const names = (await readdir(folder)).filter(
        (name) => name.includes('.tmp-') || name.includes('damaged'),
      );
      expect(names).toEqual([]);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

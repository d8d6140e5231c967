import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openSettingsStore } from '../../src/main/settings/settings-store.ts';

const PROGRAM = path.resolve(import.meta.dirname, 'programs/saving-program.ts');
const ROUNDS = 6;

/** Kills a process while it saves settings, a random moment after its first save; answers its last acknowledged save. */
async function killWhileSaving(folder: string): Promise<number> {
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  await once(child.stdout, 'data');
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 50));
  child.kill('SIGKILL');
  await once(child, 'close');
  return Number(output.trimEnd().split('\n').at(-1));
}

it('settings survive kill -9 while they are saved: whole, not older than the last save, and nothing left over', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sextant-kill-'));
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const acknowledged = await killWhileSaving(folder);
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

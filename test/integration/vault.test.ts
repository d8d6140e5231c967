import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeyringStep } from './programs/keyring-program.ts';

const PROGRAM = path.resolve(import.meta.dirname, 'programs/keyring-program.ts');
const CANARY = `canary-${randomBytes(8).toString('hex')}`;

function isInstalled(program: string): boolean {
  try {
    execFileSync('which', [program], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const hasKeyring = ['gnome-keyring-daemon', 'dbus-run-session'].every(isInstalled);
if (!hasKeyring) {
  process.stderr.write(
    'vault.test.ts: skipped, gnome-keyring-daemon and dbus-run-session are not installed\n',
  );
}

let home: string;
beforeAll(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'sextant-keyring-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** Runs the steps in a process of its own under a session of its own; the keyring's file stays between calls. */
async function inSession(
  session: 'unlocked' | 'locked' | 'no bus',
  steps: KeyringStep[],
): Promise<unknown[]> {
  const node = [process.execPath, '--import', 'tsx', PROGRAM, home, 'Sextant-test', JSON.stringify(steps)];
  const runtime = await mkdtemp(path.join(os.tmpdir(), 'sextant-runtime-'));
  const daemon =
    session === 'unlocked'
      ? 'printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null'
      : 'gnome-keyring-daemon --start --components=secrets >/dev/null';
  const command =
    session === 'no bus'
      ? node
      : ['dbus-run-session', '--', 'bash', '-c', `${daemon}; exec "$@"`, '_', ...node];
  const { DISPLAY: _, WAYLAND_DISPLAY: __, XDG_DATA_HOME: ___, ...env } = process.env;
  try {
    const { stdout } = await promisify(execFile)(command[0] ?? '', command.slice(1), {
      env: { ...env, HOME: home, XDG_RUNTIME_DIR: runtime, DBUS_SESSION_BUS_ADDRESS: 'disabled:' },
      timeout: 30_000,
    });
    return JSON.parse(stdout) as unknown[];
  } finally {
    await rm(runtime, { recursive: true, force: true });
  }
}

describe.skipIf(!hasKeyring)('the vault over gnome-keyring', () => {
  it('stores a secret for the next start, gives it to its origin only, and clears it', async () => {
    const steps: KeyringStep[] = [
      { do: 'probe' },
      { do: 'resolve', secretRef: 'a' },
      { do: 'store', secretRef: 'a', value: `${CANARY}-ü` },
      { do: 'resolve', secretRef: 'a' },
      { do: 'resolve', secretRef: 'a', origin: 'https://evil.example' },
      { do: 'clear', secretRef: 'a' },
      { do: 'resolve', secretRef: 'a' },
    ];
    expect(await inSession('unlocked', steps)).toEqual([
      { state: 'available', message: expect.any(String) },
      { state: 'missing', value: '' },
      { note: null, state: 'stored', value: `${CANARY}-ü` },
      { state: 'stored', value: `${CANARY}-ü` },
      { state: 'origin_changed', value: '' },
      'cleared',
      { state: 'missing', value: '' },
    ]);
  });

  it('tells a locked keyring from a missing secret, and keeps a new one in memory', async () => {
    await inSession('unlocked', [{ do: 'store', secretRef: 'kept', value: CANARY }]);
    const steps: KeyringStep[] = [
      { do: 'probe' },
      { do: 'resolve', secretRef: 'kept' },
      { do: 'resolve', secretRef: 'never-saved' },
      { do: 'store', secretRef: 'new', value: CANARY },
      { do: 'clear', secretRef: 'kept' },
    ];
    expect(await inSession('locked', steps)).toEqual([
      { state: 'locked', message: expect.any(String) },
      { state: 'locked', value: '' },
      { state: 'missing', value: '' },
      { note: expect.stringContaining('until Sextant quits'), state: 'session', value: CANARY },
      expect.stringContaining('was not deleted'),
    ]);
    const after = await inSession('unlocked', [{ do: 'resolve', secretRef: 'kept' }]);
    expect(after).toEqual([{ state: 'stored', value: CANARY }]);
  });

  it('writes no secret in the clear', async () => {
    const entries = await readdir(home, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    expect(files.map(({ name }) => name)).toContain('secrets.json');
    for (const file of files) {
      expect((await readFile(path.join(file.parentPath, file.name))).includes(CANARY)).toBe(false);
    }
  });
});

it('says so where there is no keychain service at all', async () => {
  const steps: KeyringStep[] = [{ do: 'probe' }, { do: 'store', secretRef: 'b', value: CANARY }];
  expect(await inSession('no bus', steps)).toEqual([
    { state: 'unavailable', message: expect.any(String) },
    { note: expect.stringContaining('never written to a file'), state: 'session', value: CANARY },
  ]);
});

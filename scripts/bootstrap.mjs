import './bootstrap/node-version.mjs';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildApp } from './bootstrap/build.mjs';
import { provideRuntime } from './bootstrap/electron-runtime.mjs';
import { installPackages } from './bootstrap/npm-ci.mjs';
import { runMain } from './bootstrap/progress.mjs';
import { provideSystemLibraries } from './bootstrap/system-libraries.mjs';

/**
 * Makes a checkout ready to run the app: packages, system libraries, Electron, build. Each step is left out when
 * there is nothing to do, and may be interrupted at any time: the next run takes it up again.
 * @param {{ tests?: boolean, build?: boolean, retryDownload?: boolean }} [options] `tests` adds what npm test needs;
 *   `build: false` leaves the build out
 */
export async function bootstrap({ tests = false, build = true, retryDownload = false } = {}) {
  const headless = !hasDisplay();
  await provideSystemLibraries({
    display: tests || headless,
    keyring: tests || (headless && !hasSessionBus()),
    peers: tests,
  });
  await installPackages();
  const runtime = await provideRuntime({ retryDownload });
  if (build) await buildApp();
  return runtime;
}

/** Tells whether a window can be shown to somebody. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** Tells whether the user's session has a bus, and with it perhaps a keychain service. */
export function hasSessionBus() {
  const { DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: dir } = process.env;
  return (
    process.platform !== 'linux' || Boolean(address) || Boolean(dir && fs.existsSync(path.join(dir, 'bus')))
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runMain(async () => {
    const has = (/** @type {string} */ flag) => process.argv.includes(flag);
    await bootstrap({
      tests: has('--tests'),
      build: !has('--no-build'),
      retryDownload: has('--retry-download'),
    });
  });
}

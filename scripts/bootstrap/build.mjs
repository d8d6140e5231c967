import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './paths.mjs';
import { step } from './progress.mjs';
import { runCommand } from './run-command.mjs';
import { clearStamp, hashFiles, readStamp, writeStamp } from './stamp.mjs';

const STAMP = 'build';
const INPUTS = [
  'src',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
  'tsconfig.json',
];
const OUTPUTS = ['out/main/index.js', 'out/preload/index.cjs', 'out/renderer/index.html'];
const CLI_STAMP = 'build-cli';
const CLI_INPUTS = [
  'src/cli',
  'src/engine',
  'src/shared',
  'cli.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
];

/** The built command line. */
export const CLI_FILE = path.join(ROOT, 'out/cli/sextant.js');

/** @param {readonly string[]} inputs */
function hashSources(inputs) {
  return hashFiles(inputs, { include: (file) => !/\.test\.tsx?$/.test(file) });
}

/** Builds the command line into out/cli unless it was built from these very inputs. */
export async function buildCli() {
  const inputsHash = hashSources(CLI_INPUTS);
  if (fs.existsSync(CLI_FILE) && readStamp(CLI_STAMP) === inputsHash) return;
  clearStamp(CLI_STAMP);
  const vite = path.join(ROOT, 'node_modules/vite/bin/vite.js');
  await runCommand(process.execPath, [vite, 'build', '--config', 'cli.vite.config.ts'], {
    output: 'capture',
    failure: 'The build of the command line failed',
  });
  writeStamp(CLI_STAMP, inputsHash);
}

/** Builds the app and the command line into out/ unless they were built from these very inputs. */
export async function buildApp() {
  await buildCli();
  const inputsHash = hashSources(INPUTS);
  const built = OUTPUTS.every((file) => fs.existsSync(path.join(ROOT, file)));
  if (built && readStamp(STAMP) === inputsHash) return;
  forgetBuild();
  await step(`building the app, because ${built ? 'its sources have changed' : 'it is not built yet'}`, () =>
    runCommand(
      process.execPath,
      [path.join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js'), 'build'],
      {
        output: 'capture',
        failure:
          'The build failed; where it says that a package can’t be found, delete node_modules and run this again',
      },
    ),
  );
  writeStamp(STAMP, inputsHash);
}

/** Makes the next buildApp build in any case: out/ is about to be written by something else. */
export function forgetBuild() {
  clearStamp(STAMP);
}

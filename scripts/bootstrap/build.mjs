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

/** Builds the app into out/ unless it was built from these very inputs. */
export async function buildApp() {
  const inputsHash = hashFiles(INPUTS, { include: (file) => !/\.test\.tsx?$/.test(file) });
  const built = OUTPUTS.every((file) => fs.existsSync(path.join(ROOT, file)));
  if (built && readStamp(STAMP) === inputsHash) return;
  forgetBuild();
  await step(`building the app, because ${built ? 'its sources have changed' : 'it is not built yet'}`, () =>
    runCommand(
      process.execPath,
      [path.join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js'), 'build'],
      {
        output: 'capture',
        failure: 'The build failed',
      },
    ),
  );
  writeStamp(STAMP, inputsHash);
}

/** Makes the next buildApp build in any case: out/ is about to be written by something else. */
export function forgetBuild() {
  clearStamp(STAMP);
}

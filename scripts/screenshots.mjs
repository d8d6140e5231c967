import './bootstrap/node-version.mjs';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './bootstrap/paths.mjs';
import { runMain, say } from './bootstrap/progress.mjs';
import { runE2e } from './e2e.mjs';

// Takes a picture of every page in the running app, and renews the one in the README.

const PICTURES = path.join(ROOT, 'screenshots');
const README_PICTURE = 'overview-dark-1280x800.png';

await runMain(async () => {
  const exitCode = await runE2e(['--config', 'playwright.pictures.config.ts', ...process.argv.slice(2)]);
  if (exitCode !== 0) return exitCode;
  const artifacts = path.join(ROOT, 'test-results', 'e2e', 'artifacts');
  fs.mkdirSync(PICTURES, { recursive: true });
  for (const entry of fs.readdirSync(artifacts, { recursive: true, encoding: 'utf8' })) {
    if (entry.endsWith('.png'))
      fs.copyFileSync(path.join(artifacts, entry), path.join(PICTURES, path.basename(entry)));
  }
  fs.copyFileSync(path.join(PICTURES, README_PICTURE), path.join(ROOT, 'docs', 'images', 'overview.png'));
  say(`pictures are in ${PICTURES}; docs/images/overview.png is renewed`);
  return 0;
});

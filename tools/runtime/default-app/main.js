// What `electron [-r module] [flags] <app folder or main file> [arguments]` runs: it finds the app and imports it.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const USAGE = 'usage: electron [-r module] [flags] <app folder or main file> [arguments]';

/** Splits the command line at the app's path: modules to load before it come first, flags are Chromium's. */
function readCommandLine(args) {
  const modules = [];
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '-r' || args[i] === '--require') modules.push(args[++i]);
    else if (!args[i].startsWith('-')) return { modules, target: path.resolve(args[i]) };
  }
  return { modules, target: null };
}

/** Gives the app its name, version and path, and returns the file to import. */
function findMain(target) {
  if (!fs.statSync(target).isDirectory()) {
    app.setAppPath(path.dirname(target));
    return target;
  }
  const manifest = JSON.parse(fs.readFileSync(path.join(target, 'package.json'), 'utf8'));
  app.setName(manifest.productName ?? manifest.name);
  if (manifest.version) app.setVersion(manifest.version);
  app.setAppPath(target);
  return path.resolve(target, manifest.main ?? 'index.js');
}

const args = process.argv.slice(1);
if (args.includes('--version') || args.includes('-v')) {
  process.stdout.write(`v${process.versions.electron}\n`, () => process.exit(0));
} else {
  const { modules, target } = readCommandLine(args);
  if (target === null) {
    process.stderr.write(`${USAGE}\n`, () => process.exit(2));
  } else {
    const require = createRequire(path.join(process.cwd(), 'index.js'));
    for (const module of modules) require(module);
    process.defaultApp = true;
    // Electron holds back `ready` until this import has settled.
    await import(pathToFileURL(findMain(target)).href);
  }
}

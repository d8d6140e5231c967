import path from 'node:path';
import { build } from 'vite';
import { buildCli } from './cli-program.ts';
import { THREADS, THREADS_FOLDER } from './start-thread.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Builds, once for all integration tests, the programs that they run: the command line and the app's threads. */
export async function setup(): Promise<void> {
  buildCli();
  const sources = Object.entries(THREADS).map(([source, name]) => [name, path.join(ROOT, 'src', source)]);
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['libsql'] },
    build: {
      ssr: true,
      outDir: THREADS_FOLDER,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: { input: Object.fromEntries(sources), output: { entryFileNames: '[name].mjs' } },
    },
  });
}

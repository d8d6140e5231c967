import { defineConfig } from 'vite';

// `sextant` on the command line: one file of plain JavaScript, with the native database beside it in node_modules.
export default defineConfig({
  ssr: { noExternal: true, external: ['libsql'] },
  build: {
    ssr: 'src/cli/main.ts',
    outDir: 'out/cli',
    target: 'node20.19',
    minify: false,
    sourcemap: true,
    reportCompressedSize: false,
    rolldownOptions: { output: { entryFileNames: 'sextant.js', banner: '#!/usr/bin/env node' } },
  },
});

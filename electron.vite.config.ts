import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { licences } from './scripts/build/licences.mjs';
import { oneByteText } from './scripts/build/one-byte-text.mjs';

// The oldest runtime the app runs on (Electron 33), so that one build serves it and the current one.
const NODE_TARGET = 'node20.18';
const CHROME_TARGET = 'chrome130';
// What is packaged has no code for tests and development: where this word is defined, it is cut out.
const define: Record<string, string> =
  process.env.SEXTANT_PACKAGED_BUILD === '1' ? { 'process.env.SEXTANT_DEVELOPMENT_BUILD': '"no"' } : {};

export default defineConfig({
  main: {
    define,
    build: {
      target: NODE_TARGET,
      sourcemap: true,
      rolldownOptions: { input: { index: 'src/main/index.ts' } },
    },
    plugins: [oneByteText()],
  },
  preload: {
    build: {
      target: NODE_TARGET,
      externalizeDeps: false,
      minify: true,
      // A sandboxed preload must be one CommonJS file.
      rolldownOptions: {
        input: { index: 'src/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    // The app:// handler draws a nonce per load and puts it in place of this word.
    html: { cspNonce: '__CSP_NONCE__' },
    build: {
      target: CHROME_TARGET,
      cssTarget: CHROME_TARGET,
      minify: true,
      // Inlined assets would be data: URLs, which the content security policy refuses for fonts.
      assetsInlineLimit: 0,
      // Pages are read from the disk of the same computer; splitting them would gain nothing.
      chunkSizeWarningLimit: 4096,
      rolldownOptions: { input: path.resolve('src/renderer/index.html') },
    },
    plugins: [react(), licences(path.resolve('.')), oneByteText()],
  },
});

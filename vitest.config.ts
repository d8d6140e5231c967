import { defineConfig } from 'vitest/config';

/** Tests that measure times of a second and less, or fill the machine: nothing else runs beside them. */
const TIMED = ['engine-kill', 'engine-worker', 'faults', 'scrape-timings', 'switching', 'tsdb-kill'].map(
  (name) => `test/integration/${name}.test.ts`,
);

/**
 * The PromQL editor's packages have no `exports` field: Node would take their CommonJS build and with it a second copy of
 * @codemirror/state, which CodeMirror refuses.
 */
const PROMQL_EDITOR = {
  alias: [
    {
      find: /^@prometheus-io\/codemirror-promql$/,
      replacement: '@prometheus-io/codemirror-promql/dist/esm/index.js',
    },
  ],
};
const INLINED = { deps: { inline: [/@prometheus-io\/codemirror-promql/] } };

export default defineConfig({
  test: {
    // A project may still be empty here; npm test counts a tier that ran nothing as failed.
    passWithNoTests: true,
    projects: [
      {
        resolve: PROMQL_EDITOR,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'test/support/**/*.test.ts'],
          exclude: ['src/renderer/**/*.dom.test.ts'],
          server: INLINED,
          // A limit against hanging, not a promise of speed: property tests take their time on a busy machine.
          testTimeout: 60_000,
        },
      },
      {
        resolve: PROMQL_EDITOR,
        test: {
          name: 'dom',
          environment: 'happy-dom',
          // Making a window takes longer than most tests: only those that need one are called so.
          include: ['src/renderer/**/*.test.tsx', 'src/renderer/**/*.dom.test.ts'],
          setupFiles: ['test/support/dom-setup.ts'],
          testTimeout: 30_000,
          server: INLINED,
        },
      },
      {
        test: {
          name: 'integration',
          environment: 'node',
          include: ['test/integration/**/*.test.ts', 'test/contract/**/*.test.ts'],
          exclude: TIMED,
          globalSetup: ['test/support/built-programs.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'timed',
          environment: 'node',
          include: TIMED,
          globalSetup: ['test/support/built-programs.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'security',
          environment: 'node',
          include: ['test/security/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});

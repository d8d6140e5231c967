import type { Core } from './core.ts';
import type { AlertNotification } from './notifications/notice-text.ts';

/** What a run under test records instead of only doing it. */
export interface TestRecord {
  readonly notifications: AlertNotification[];
  /** Addresses that would have been opened in the browser. */
  readonly openedUrls: string[];
}

/**
 * Puts what end-to-end tests may reach in the main process where Playwright's `electronApp.evaluate` finds it,
 * `globalThis.sextantTest`. Never called in a packaged app.
 */
export function installTestHooks(record: TestRecord, core: Core): void {
  // A packaged build has none of this (electron.vite.config.ts).
  if (process.env.SEXTANT_DEVELOPMENT_BUILD === 'no') return;
  const hooks = {
    ...record,
    /** Moves the engine's clock on; due scrapes and evaluations have run when it resolves. */
    advanceClock: (ms: number): Promise<void> => core.engine.api().advanceClock(ms),
    /** Where the demo's backend listens; null while it is not running. */
    demoBackend() {
      const backend = core.demo.backend();
      return backend === null ? null : { adminUrl: backend.adminUrl, adminToken: backend.adminToken };
    },
  };
  Object.assign(globalThis, { sextantTest: hooks });
}

import { app } from 'electron';

const QUIT_LIMIT_MS = 5_000;

/**
 * Runs `finish` once before the app quits (last window closed, menu, SIGTERM, SIGINT); after five seconds it quits in
 * any case.
 */
export function quitInOrder(finish: () => Promise<void>, failure: (error: unknown) => void): void {
  let state: 'running' | 'finishing' | 'finished' = 'running';
  app.on('before-quit', (event) => {
    if (state === 'finished') return;
    event.preventDefault();
    if (state === 'finishing') return;
    state = 'finishing';
    const guard = setTimeout(() => app.exit(0), QUIT_LIMIT_MS);
    finish()
      .catch(failure)
      .finally(() => {
        clearTimeout(guard);
        state = 'finished';
        app.quit();
      });
  });
  app.on('window-all-closed', () => app.quit());
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => app.quit());
}

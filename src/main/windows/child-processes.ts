import { app } from 'electron';

/**
 * Tells of helper processes of Chromium that ended by themselves. It starts them again; without the graphics process,
 * pictures that were drawn with its help are gone.
 */
export function watchChildProcesses(log: (message: string) => void, onGraphicsGone: () => void): void {
  app.on('child-process-gone', (_event, { type, reason, exitCode, serviceName }) => {
    if (reason === 'clean-exit') return;
    log(`a helper process is gone: ${serviceName ?? type}, ${reason}, code ${exitCode}`);
    if (type === 'GPU') onGraphicsGone();
  });
}

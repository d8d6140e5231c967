import type { Logger } from '../../engine/ports.ts';

/** Writes warnings and errors to the standard error, one line each; all else only where `verbose`. */
export function createStderrLogger(verbose: boolean): Logger {
  function write(level: string, message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    const described = Object.entries(fields).map(([name, value]) => ` ${name}=${JSON.stringify(value)}`);
    console.error(`${level}: ${message}${described.join('')}`);
  }
  const silent = (): void => {};
  return {
    debug: silent,
    info: verbose ? (message, fields) => write('info', message, fields) : silent,
    warn: (message, fields) => write('warning', message, fields),
    error: (message, fields) => write('error', message, fields),
  };
}

import { renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { inspect } from 'node:util';
import log from 'electron-log/node';
import { scrubText } from './scrub.ts';

const MAX_FILE_BYTES = 1024 * 1024;
const OLD_FILES = 2;

type Fields = Readonly<Record<string, unknown>>;
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** The log of the app. No secret reaches it: every line is scrubbed on its way to the file and to the console. */
export interface AppLog {
  readonly write: (level: LogLevel, message: string, fields?: Fields) => void;
  /** Logs a failure with its stack and causes. */
  readonly failure: (message: string, error: unknown) => void;
}

function rotate(filePath: string): void {
  for (let i = OLD_FILES; i >= 1; i -= 1) {
    const from = i === 1 ? filePath : `${filePath}.${i - 1}`;
    rmSync(`${filePath}.${i}`, { force: true });
    try {
      renameSync(from, `${filePath}.${i}`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}

/** Opens `main.log` in a folder: three files of 1 MiB; warnings and worse go to stderr as well. */
export function openLog(folder: string, redact: (text: string) => string): AppLog {
  log.transports.file.resolvePathFn = () => path.join(folder, 'main.log');
  log.transports.file.maxSize = MAX_FILE_BYTES;
  log.transports.file.archiveLogFn = (file) => rotate(file.path);
  log.transports.file.level = 'info';
  log.transports.file.format = '[{iso}] [{level}] {text}';
  log.transports.console.level = 'warn';

  const write: AppLog['write'] = (level, message, fields) => {
    const details =
      fields === undefined || Object.keys(fields).length === 0
        ? ''
        : ` ${inspect(fields, { breakLength: Number.POSITIVE_INFINITY, depth: 4 })}`;
    log[level](scrubText(`${message}${details}`, redact));
  };
  return {
    write,
    failure: (message, error) =>
      write('error', `${message}: ${error instanceof Error ? inspect(error) : String(error)}`),
  };
}

/** Logs what nobody caught: a bug. The app goes on, because scrapes and alerts matter more than a tidy end. */
export function logUncaught(log: AppLog): void {
  process.on('uncaughtException', (error) => log.failure('uncaught', error));
  process.on('unhandledRejection', (reason) => log.failure('unhandled rejection', reason));
}

import { execFile } from 'node:child_process';
import { open } from 'node:fs/promises';
import type { TokenSource } from '../../shared/domain/auth.ts';

const COMMAND_LIMIT_MS = 5_000;
const MAX_BYTES = 64 * 1024;

/** A token as it was read, or one sentence that says why there is none; it quotes nothing that was read. */
export type ReadToken = { readonly value: string } | { readonly message: string };

function runCommand([program = '', ...args]: readonly string[], limitMs: number): Promise<ReadToken> {
  return new Promise((resolve) => {
    const limits = {
      timeout: limitMs,
      // A program may ignore the polite signal, and would be waited for without end.
      killSignal: 'SIGKILL',
      maxBuffer: MAX_BYTES,
      windowsHide: true,
      shell: false,
    } as const;
    const child = execFile(program, args, { ...limits, encoding: 'utf8' }, (error, stdout) => {
      if (error === null) resolve({ value: stdout.trim() });
      else resolve({ message: `The command ${program} ${describeExit(error, limitMs)}.` });
    });
    // A program that asks something is not answered.
    child.stdin?.end();
  });
}

function describeExit(
  error: Error & { readonly code?: unknown; readonly killed?: boolean },
  limitMs: number,
): string {
  if (error.code === 'ENOENT') return 'was not found';
  if (error.code === 'EACCES') return 'may not be run';
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return 'printed more than 64 KiB';
  if (error.killed === true) return `did not end within ${limitMs / 1_000} s`;
  return typeof error.code === 'number' ? `ended with code ${error.code}` : 'could not be run';
}

async function readTokenFile(filePath: string): Promise<ReadToken> {
  try {
    const file = await open(filePath, 'r');
    try {
      const stats = await file.stat();
      // A pipe or a device would be waited for without end.
      if (!stats.isFile()) return { message: `${filePath} is no ordinary file.` };
      if (stats.size > MAX_BYTES) return { message: `${filePath} is larger than 64 KiB.` };
      return { value: (await file.readFile('utf8')).trim() };
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { message: `${filePath} can’t be read (${code ?? 'unknown error'}).` };
  }
}

/** Gets a token from where it is; blanks around it are not part of it, as with Prometheus' credentials_file. */
export async function readTokenFrom(
  source: TokenSource,
  environment: Readonly<Record<string, string | undefined>>,
  commandLimitMs = COMMAND_LIMIT_MS,
): Promise<ReadToken> {
  switch (source.kind) {
    case 'command':
      return requireSome(await runCommand(source.argv, commandLimitMs), 'The command printed nothing.');
    case 'environment': {
      const value = environment[source.variable]?.trim() ?? '';
      return requireSome({ value }, `The environment variable ${source.variable} is not set.`);
    }
    case 'file':
      return requireSome(await readTokenFile(source.path), `${source.path} is empty.`);
  }
}

function requireSome(read: ReadToken, message: string): ReadToken {
  return 'value' in read && read.value === '' ? { message } : read;
}

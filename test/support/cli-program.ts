import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** The built command line. */
export const CLI_FILE = path.join(ROOT, 'out/cli/sextant.js');

/** Builds the command line unless it was built from these very sources: running it does. */
export function buildCli(): void {
  const program = path.join(ROOT, 'scripts/cli.mjs');
  execFileSync(process.execPath, [program, '--version'], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** What became of a program that ran to its end. */
export interface ProgramOutcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that answers at a URL until it is stopped. */
export interface RunningProgram {
  readonly url: string;
  /** What it has written so far. */
  output(): string;
  /** Ends it as a service manager does and answers its exit code. */
  stop(): Promise<number | null>;
}

/** Runs the command line to its end; `input` is what it can read from its standard input. */
export async function runProgram(args: readonly string[], input = ''): Promise<ProgramOutcome> {
  const child = spawn(process.execPath, [CLI_FILE, ...args], { stdio: 'pipe' });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.end(input);
  await once(child, 'close');
  return { exitCode: child.exitCode, stdout, stderr };
}

/** Starts a program and waits until `pattern` stands in its output; the pattern's first group is the URL. */
export async function startProgram(
  command: string,
  args: readonly string[],
  pattern: RegExp,
  variables: Readonly<Record<string, string>> = {},
): Promise<RunningProgram> {
  const child = spawn(command, args, { stdio: 'pipe', env: { ...process.env, ...variables } });
  const ended = once(child, 'close');
  let output = '';
  const url = await new Promise<string>((found, failed) => {
    function read(text: string): void {
      output += text;
      const match = pattern.exec(output);
      if (match !== null) found(match[1] ?? '');
    }
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    child.once('error', failed);
    child.once('close', () => failed(new Error(`${command} ended by itself:\n${output}`)));
  });
  return {
    url,
    output: () => output,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      return child.exitCode;
    },
  };
}

/** Starts `sextant serve` on a free port. */
export function startServe(
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<RunningProgram> {
  const all = [CLI_FILE, 'serve', '--listen', '127.0.0.1:0', ...args];
  return startProgram(process.execPath, all, /Answering .* at (\S+)/, variables);
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./engine-process.ts', import.meta.url));

/** When the first and the last scrape were that a killed engine told of, ms UTC. */
export interface ToldScrapes {
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  /** The longest time between two of them, in which the process may have got no processor. */
  readonly longestPauseMs: number;
}

/**
 * Lets an engine in a process of its own scrape into a folder, and ends it without warning `runMs` after its first
 * scrape.
 */
export async function scrapeUntilKilled(
  folder: string,
  metricsUrl: string,
  scrapeIntervalMs: number,
  runMs: number,
): Promise<ToldScrapes> {
  const args = ['--import', 'tsx', PROGRAM, folder, metricsUrl, String(scrapeIntervalMs)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const told: number[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    told.push(Number(line));
  });
  await once(child.stdout, 'data');
  await new Promise((done) => setTimeout(done, runMs));
  child.kill('SIGKILL');
  await Promise.all([once(child, 'close'), once(lines, 'close')]);
  const pauses = told.map((atMs, i) => atMs - (told[i - 1] ?? atMs));
  return {
    firstAtMs: Math.min(...told),
    lastAtMs: Math.max(...told),
    longestPauseMs: Math.max(0, ...pauses),
  };
}

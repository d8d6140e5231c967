import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./engine-process.ts', import.meta.url));

/**
 * Lets an engine in a process of its own scrape into a folder, ends it without warning `runMs` after its first scrape, and
 * answers when the last scrape it told of was, ms UTC.
 */
export async function scrapeUntilKilled(
  folder: string,
  metricsUrl: string,
  scrapeIntervalMs: number,
  runMs: number,
): Promise<number> {
  const args = ['--import', 'tsx', PROGRAM, folder, metricsUrl, String(scrapeIntervalMs)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let lastScrapeAtMs = 0;
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    lastScrapeAtMs = Math.max(lastScrapeAtMs, Number(line));
  });
  await once(child.stdout, 'data');
  await new Promise((done) => setTimeout(done, runMs));
  child.kill('SIGKILL');
  await Promise.all([once(child, 'close'), once(lines, 'close')]);
  return lastScrapeAtMs;
}

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { type BenchFigure, figure } from './bench.ts';

const RESOLUTION_MS = 1;
const SETTLING_MS = 8_000;
const MEASURED_MS = 6_000;
const WINDOWS = 3;

/**
 * How late this thread's timers are (p99, ms) while an engine in a worker thread, as in the app, scrapes `targets` pages
 * of a server every `intervalMs`.
 */
export async function measureMainThreadDelay(
  cliFile: string,
  folder: string,
  port: number,
  targets: number,
  intervalMs: number,
): Promise<BenchFigure> {
  await mkdir(path.join(folder, 'data'), { recursive: true });
  const urls = Array.from({ length: targets }, (_, i) => `http://127.0.0.1:${port}/${i}`);
  const targetsFile = path.join(folder, 'targets.json');
  await writeFile(targetsFile, JSON.stringify({ interval: intervalMs / 1000, urls }));
  const worker = new Worker(cliFile, {
    argv: ['serve'],
    execArgv: [],
    stdout: true,
    env: { ...process.env, TARGETS_FILE: targetsFile, DATA_DIR: path.join(folder, 'data') },
  });
  try {
    await sleep(SETTLING_MS);
    const samples: number[] = [];
    for (let i = 0; i < WINDOWS; i++) {
      const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
      histogram.enable();
      await sleep(MEASURED_MS);
      histogram.disable();
      samples.push(histogram.percentile(99) / 1e6 - RESOLUTION_MS);
    }
    return figure(`main thread's delay (p99) while a worker scrapes ${targets} pages`, 'ms', samples);
  } finally {
    await worker.terminate();
  }
}

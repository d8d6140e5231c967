import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { ExpositionShape, ScraperCount } from './exposition-server.ts';

/** The server of the bench pages, in a process of its own. */
export class PageServer {
  readonly #child: ChildProcess;

  constructor(shape: ExpositionShape) {
    const file = path.join(import.meta.dirname, 'exposition-server.ts');
    this.#child = fork(file, [JSON.stringify(shape)], { execArgv: ['--import', 'tsx'] });
  }

  async port(): Promise<number> {
    const [port] = await once(this.#child, 'message');
    return port as number;
  }

  /** What was fetched since the last call. */
  async counts(): Promise<ReadonlyMap<string, ScraperCount>> {
    const answer = once(this.#child, 'message');
    this.#child.send('counts');
    const [counts] = await answer;
    return new Map(counts as [string, ScraperCount][]);
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
  }
}

/** How far apart two scrapes of one target are at most, beyond the usual: p99 - p50, ms. */
export function punctualityOf(gapsMs: readonly number[]): number {
  const sorted = [...gapsMs].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  return at(0.99) - at(0.5);
}

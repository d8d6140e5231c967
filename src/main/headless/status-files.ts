import { writeFile } from 'node:fs/promises';
import type { EngineStatus } from '../../shared/domain/engine-status.ts';
import { writeFileAtomically } from '../files/atomic-file.ts';

const INTERVAL_MS = 1_000;
// The first one as soon as there is something to see, then one in so many.
const SCREENSHOT_EVERY = 10;

/** What a run without a display shows of itself, by files. */
export interface StatusFilesOptions {
  /** Where the status goes each second; undefined for nowhere. */
  readonly statusFile: string | undefined;
  /** Where a PNG of the window goes every ten seconds; undefined for nowhere. */
  readonly screenshotFile: string | undefined;
  getStatus(): Promise<EngineStatus | null>;
  isWindowReady(): boolean;
  /** The window as PNG; null while there is none. */
  capture(): Promise<Buffer | null>;
  warn(message: string, error: unknown): void;
}

function repeat(task: () => Promise<void>, onFailure: (error: unknown) => void): () => void {
  let isBusy = false;
  const run = (): void => {
    if (isBusy) return;
    isBusy = true;
    task()
      .catch(onFailure)
      .finally(() => {
        isBusy = false;
      });
  };
  const timer = setInterval(run, INTERVAL_MS);
  run();
  return () => clearInterval(timer);
}

function keepStatus(statusFile: string, options: StatusFilesOptions): () => void {
  const write = async (): Promise<void> => {
    const status = await options.getStatus();
    const line = {
      targetsUp: status?.targetsUp ?? 0,
      targetsTotal: status?.targetsTotal ?? 0,
      samplesPerSecond: status?.samplesPerSecond ?? 0,
      alertsFiring: status?.alertsFiring ?? 0,
      windowReady: options.isWindowReady(),
    };
    await writeFileAtomically(statusFile, `${JSON.stringify(line)}\n`);
  };
  return repeat(write, (error) => options.warn('no status was written', error));
}

function keepScreenshot(screenshotFile: string, options: StatusFilesOptions): () => void {
  let turn = 0;
  const shoot = async (): Promise<void> => {
    if (turn % SCREENSHOT_EVERY === 0) {
      const png = await options.capture();
      if (png === null) return;
      await writeFile(screenshotFile, png);
    }
    turn += 1;
  };
  return repeat(shoot, (error) => options.warn('no screenshot was made', error));
}

/** Keeps the files up to date; the result stops it. */
export function keepStatusFiles(options: StatusFilesOptions): () => void {
  const { statusFile, screenshotFile } = options;
  const stops: (() => void)[] = [];
  if (statusFile !== undefined) stops.push(keepStatus(statusFile, options));
  if (screenshotFile !== undefined) stops.push(keepScreenshot(screenshotFile, options));
  return () => {
    for (const stop of stops) stop();
  };
}

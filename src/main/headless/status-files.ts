import { writeFile } from 'node:fs/promises';
import type { EngineStatus } from '../../shared/domain/engine-status.ts';
import { writeFileAtomically } from '../files/atomic-file.ts';

const STATUS_INTERVAL_MS = 1_000;
const SCREENSHOT_INTERVAL_MS = 10_000;

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

function repeat(
  intervalMs: number,
  task: () => Promise<void>,
  onFailure: (error: unknown) => void,
): () => void {
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
  const timer = setInterval(run, intervalMs);
  run();
  return () => clearInterval(timer);
}

/** Keeps the files up to date; the result stops it. */
export function keepStatusFiles(options: StatusFilesOptions): () => void {
  const { statusFile, screenshotFile } = options;
  const stops: (() => void)[] = [];
  if (statusFile !== undefined) {
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
    stops.push(repeat(STATUS_INTERVAL_MS, write, (error) => options.warn('no status was written', error)));
  }
  if (screenshotFile !== undefined) {
    const shoot = async (): Promise<void> => {
      const png = await options.capture();
      if (png !== null) await writeFile(screenshotFile, png);
    };
    stops.push(
      repeat(SCREENSHOT_INTERVAL_MS, shoot, (error) => options.warn('no screenshot was made', error)),
    );
  }
  return () => {
    for (const stop of stops) stop();
  };
}

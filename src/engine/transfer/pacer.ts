import { AppError } from '../../shared/errors.ts';
import { nextTurn } from '../clock.ts';
import type { Pace } from '../storage.ts';

/** So many samples take about ten milliseconds. */
const SAMPLES_PER_TURN = 20_000;

/** Throws AppError `canceled` where the signal says so. */
export function throwIfCanceled(signal: AbortSignal): void {
  if (signal.aborted) throw new AppError('canceled', 'It was canceled.');
}

/** Lets scrapes and queries have the thread now and then; rejects with `canceled` when the signal says so. */
export function createPacer(signal: AbortSignal): Pace {
  let samplesLeft = SAMPLES_PER_TURN;
  return (samples) => {
    samplesLeft -= samples;
    if (samplesLeft > 0) return null;
    samplesLeft = SAMPLES_PER_TURN;
    return new Promise((resolve, reject) => {
      nextTurn(() => {
        try {
          throwIfCanceled(signal);
          resolve();
        } catch (error) {
          reject(error);
        }
      });
    });
  };
}

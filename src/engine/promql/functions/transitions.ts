import { detectReset } from '../histogram/counter-reset.ts';
import type { SparseHistogram } from '../histogram/sparse-histogram.ts';
import type { RangeFunction, Window } from './range-function.ts';

/** When two neighbouring samples count as a transition; a change of kind always does. */
export interface TransitionTest {
  floats(current: number, previous: number): boolean;
  histograms(current: SparseHistogram, previous: SparseHistogram): boolean;
}

/** The number of transitions between neighbouring samples of a window, floats and histograms in the order of time. */
export function countTransitions(window: Window, test: TransitionTest): number | undefined {
  const { floatTimes, floatValues, histogramTimes, histograms, floatEnd, histogramEnd } = window;
  let float = window.floatFirst;
  let histogram = window.histogramFirst;
  if (float >= floatEnd && histogram >= histogramEnd) return undefined;
  let transitions = 0;
  let previous: number | SparseHistogram | undefined;
  while (float < floatEnd || histogram < histogramEnd) {
    const takesFloat =
      histogram >= histogramEnd ||
      (float < floatEnd && (floatTimes[float] as number) < (histogramTimes[histogram] as number));
    const current = takesFloat
      ? (floatValues[float++] as number)
      : (histograms[histogram++] as SparseHistogram);
    if (previous !== undefined && isTransition(current, previous, test)) transitions++;
    previous = current;
  }
  return transitions;
}

function isTransition(
  current: number | SparseHistogram,
  previous: number | SparseHistogram,
  test: TransitionTest,
): boolean {
  if (typeof current === 'number') return typeof previous !== 'number' || test.floats(current, previous);
  return typeof previous === 'number' || test.histograms(current, previous);
}

/** Counts how often a counter went down, or changed its kind. */
export const RESETS: RangeFunction = {
  anchorsWindow: true,
  window: (window) =>
    countTransitions(window, {
      floats: (current, previous) => current < previous,
      histograms: detectReset,
    }),
};

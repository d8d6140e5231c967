import { expect, it } from 'vitest';
import { scenarioAt } from './scenario.ts';

it.each([
  [0, 'calm', 40_000, 0],
  [39_999, 'calm', 1, 0],
  [40_000, 'error-burst', 50_000, 0],
  [42_000, 'error-burst', 48_000, 0.075],
  [44_000, 'error-burst', 46_000, 0.15],
  [86_000, 'error-burst', 4_000, 0.15],
  [89_000, 'error-burst', 1_000, 0.0375],
  [90_000, 'calm', 60_000, 0],
  [149_999, 'calm', 1, 0],
  [150_000, 'error-burst', 50_000, 0],
  [150_000 + 10 * 110_000 + 10_000, 'error-burst', 40_000, 0.15],
])('demo at %i ms is %s for %i ms more', (timeMs, phase, nextPhaseInMs, errorRatio) => {
  const moment = scenarioAt('demo', timeMs);
  expect(moment).toMatchObject({ phase, nextPhaseInMs });
  expect(moment.disturbance.errorRatio).toBeCloseTo(errorRatio, 10);
});

it('none is calm for ever', () => {
  expect(scenarioAt('none', 60_000)).toEqual({
    phase: 'calm',
    nextPhaseInMs: null,
    disturbance: { errorRatio: 0, latencyFactor: 1 },
  });
});

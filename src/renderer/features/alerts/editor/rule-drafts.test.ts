import { describe, expect, it } from 'vitest';
import {
  DURATION_STOPS_MS,
  EMPTY_DRAFT,
  nearestStop,
  readDurationMs,
  roundToStep,
  thresholdScale,
  tidyDraft,
} from './rule-drafts.ts';

describe('the draft of a rule', () => {
  it('is saved without rows that say nothing', () => {
    const draft = {
      ...EMPTY_DRAFT,
      labels: [
        ['', ''],
        [' team ', 'a'],
        ['severity', ''],
      ],
      annotations: [['summary', '']],
    } as const;
    expect(tidyDraft(draft)).toMatchObject({ labels: [['team', 'a']], annotations: [] });
    expect(tidyDraft({ ...EMPTY_DRAFT, labels: [['', 'lost']] }).labels).toEqual([['', 'lost']]);
  });

  it('has nothing of an alert as a recording rule', () => {
    const draft = {
      ...EMPTY_DRAFT,
      kind: 'recording',
      keepFiringForText: '5m',
      annotations: [['summary', 'x']],
    } as const;
    expect(tidyDraft(draft)).toMatchObject({ forText: '', keepFiringForText: '', annotations: [] });
  });

  it('reads durations', () => {
    expect([readDurationMs(''), readDurationMs(' 1m30s '), readDurationMs('soon')]).toEqual([
      0,
      90_000,
      null,
    ]);
  });
});

describe('sliders', () => {
  it('stop at the nearest duration', () => {
    expect(DURATION_STOPS_MS[nearestStop(70_000)]).toBe(60_000);
    expect(DURATION_STOPS_MS[nearestStop(10 ** 9)]).toBe(21_600_000);
  });

  it.each([
    [{ min: 0.01, max: 0.4 }, 0.05],
    [{ min: -20, max: -5 }, -10],
    [{ min: 0, max: 3e9 }, 1e9],
    [null, 0],
    [{ min: 1, max: 1 }, 1],
  ])('reach around values %j and the threshold %d', (values, threshold) => {
    const { min, max, step } = thresholdScale(values, threshold);
    expect(min).toBeLessThanOrEqual(Math.min(threshold, values?.min ?? threshold));
    expect(max).toBeGreaterThan(Math.max(threshold, values?.max ?? threshold));
    expect((max - min) / step).toBeGreaterThan(20);
    expect((max - min) / step).toBeLessThan(1_500);
  });

  it('give numbers that read well', () => {
    expect(roundToStep(0.1 + 0.2, 0.01)).toBe(0.3);
    expect(roundToStep(123_456, 1_000)).toBe(123_000);
  });
});

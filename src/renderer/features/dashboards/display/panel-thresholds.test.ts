import { describe, expect, it } from 'vitest';
import { panelThresholds } from './panel-thresholds.ts';

const STEPS = [{ color: 'green' }, { value: 80, color: 'orange' }, { value: 90, color: 'red' }];
const UNIT = { unit: 'percent', factor: 1 } as const;

function levels(style: string, mode = 'absolute', steps: readonly object[] = STEPS) {
  const field = { thresholdsStyle: { mode: style }, thresholds: { mode, steps } };
  return panelThresholds(field as Parameters<typeof panelThresholds>[0], UNIT);
}

describe('thresholds of a chart', () => {
  it('are lines at their values, none at the base', () => {
    expect(levels('line').map(({ value, tone, line }) => [value, tone, line])).toEqual([
      [80, 'warn', true],
      [90, 'bad', true],
    ]);
    expect(levels('dashed').every(({ fillTo }) => fillTo === undefined)).toBe(true);
  });

  it('are spans from each to the next, which do not overlap', () => {
    expect(levels('area').map(({ value, fillTo, line }) => [value, fillTo, line])).toEqual([
      [-Infinity, 80, false],
      [80, 90, false],
      [90, Infinity, false],
    ]);
  });

  it('leave transparent steps out', () => {
    const steps = [{ color: 'transparent' }, { value: 90, color: 'red' }];
    expect(levels('line+area', 'absolute', steps).map(({ value }) => value)).toEqual([90]);
  });

  it('are shares of the axis in percent', () => {
    expect(levels('line', 'percentage')[0]).toMatchObject({ value: 80, share: true, label: '80%' });
  });
});

import { expect, it } from 'vitest';
import { overrideSpecs, settleColor } from './override-specs.ts';

it('offers what the kind draws of single series', () => {
  const paths = (kind: 'timeseries' | 'table'): string[] => overrideSpecs(kind).map(({ path }) => path);
  expect(paths('timeseries')).toEqual(
    expect.arrayContaining(['field.unit', 'field.axis', 'field.displayName', 'field.hideFrom.chart']),
  );
  expect(paths('table')).toContain('field.hidden');
  expect(paths('table')).not.toContain('field.axis');
});

it('makes a chosen colour a fixed one and leaves nothing of one taken back', () => {
  expect(settleColor({ color: { fixedColor: 'red' } })).toEqual({
    color: { fixedColor: 'red', mode: 'fixed' },
  });
  expect(settleColor({ unit: 's', color: { mode: 'fixed' } })).toEqual({ unit: 's' });
  expect(settleColor({ color: { mode: 'thresholds' } })).toEqual({ color: { mode: 'thresholds' } });
});

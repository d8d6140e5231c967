import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LabelPair } from '../../shared/domain/series.ts';
import {
  compareLabels,
  createLabels,
  labelsKey,
  pickLabels,
  withLabel,
  withoutMetricName,
} from './labels.ts';

describe('label sets', () => {
  it('sorts, lets the last of two equal names win and drops empty values', () => {
    expect(
      createLabels([
        ['b', '1'],
        ['a', 'x'],
        ['b', '2'],
        ['c', ''],
      ]),
    ).toEqual([
      ['a', 'x'],
      ['b', '2'],
    ]);
  });

  it('keeps names that mean something to JavaScript objects', () => {
    const labels = createLabels([
      ['__proto__', 'p'],
      ['constructor', 'c'],
    ]);
    expect(labels).toEqual([
      ['__proto__', 'p'],
      ['constructor', 'c'],
    ]);
  });

  it('removes a label that is set to the empty value', () => {
    expect(withLabel([['a', '1']], 'a', '')).toEqual([]);
  });

  it('picks and drops', () => {
    const labels: LabelPair[] = [
      ['__name__', 'up'],
      ['a', '1'],
      ['b', '2'],
    ];
    expect(pickLabels(labels, new Set(['a']), 'keep')).toEqual([['a', '1']]);
    expect(pickLabels(labels, new Set(['a']), 'drop')).toEqual([labels[0], labels[2]]);
    expect(withoutMetricName(labels)).toEqual([labels[1], labels[2]]);
  });

  it('has keys and an order that agree about equality', () => {
    const pair = fc.tuple(fc.string({ minLength: 1, maxLength: 3 }), fc.string({ maxLength: 3 }));
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 3 }), fc.array(pair, { maxLength: 3 }), (x, y) => {
        const a = createLabels(x);
        const b = createLabels(y);
        const equal = compareLabels(a, b) === 0;
        expect(labelsKey(a) === labelsKey(b)).toBe(equal);
        expect(Math.sign(compareLabels(a, b))).toBe(-Math.sign(compareLabels(b, a)) + 0);
      }),
    );
  });
});

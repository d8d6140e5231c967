import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LabelSet } from '../../../shared/domain/series.ts';
import { createLabels } from '../../model/labels.ts';
import type { AggregationPlan } from '../plan.ts';
import { QueryContext } from './query-context.ts';
import { TopSelection } from './top-selection.ts';
import type { VectorSeries } from './values.ts';

const STEPS = 3;
const RANGE = { start: 0, end: 0 };
const SAMPLE = fc.option(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constant(Number.NaN)));

function planOf(op: 'topk' | 'bottomk'): AggregationPlan {
  const number = { kind: 'number', value: 0, range: RANGE } as const;
  return {
    kind: 'aggregation',
    op,
    expr: number,
    param: number,
    without: false,
    grouping: ['g'],
    range: RANGE,
  };
}

function seriesOf(samples: readonly (number | null)[], k: number): VectorSeries {
  return {
    labels: createLabels([
      ['g', `${k % 2}`],
      ['k', `${k}`],
    ]),
    dropName: false,
    values: Float64Array.from(samples, (sample) => sample ?? 0),
    present: Uint8Array.from(samples, (sample) => (sample === null ? 0 : 1)),
    histograms: null,
  };
}

function select(op: 'topk' | 'bottomk', series: readonly VectorSeries[], k: number, maxSamples = 1_000) {
  const context = new QueryContext({ maxSamples, lookbackDeltaMs: 0 }, new Map(), () => null);
  const selection = new TopSelection(planOf(op), new Float64Array(STEPS).fill(k), context);
  for (const one of series) selection.add(one);
  return selection.finish().series;
}

/** What is chosen at a step, as labels and value, in no order. */
function chosenAt(series: readonly VectorSeries[], step: number): string[] {
  return series
    .filter(({ present }) => present === null || present[step] === 1)
    .map(({ labels, values }) => describeSample(labels, values[step]))
    .sort();
}

function describeSample(labels: LabelSet, value: number | undefined): string {
  return `${JSON.stringify(labels)} ${value}`;
}

describe('a selection of the top', () => {
  it.each(['topk', 'bottomk'] as const)(
    '%s takes series in any order and keeps the best of each group',
    (op) => {
      fc.assert(
        fc.property(
          fc.array(fc.array(SAMPLE, { minLength: STEPS, maxLength: STEPS }), { maxLength: 9 }),
          fc.integer({ min: 1, max: 4 }),
          (rows, k) => {
            const series = rows.map(seriesOf);
            const chosen = select(op, series, k);
            expect(select(op, series.toReversed(), k)).toEqual(chosen);
            for (let step = 0; step < STEPS; step++) {
              const better = (a: number, b: number): number => {
                if (Number.isNaN(a) || Number.isNaN(b))
                  return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
                return op === 'topk' ? b - a : a - b;
              };
              const expected = [0, 1].flatMap((group) =>
                series
                  .filter(({ present }, i) => i % 2 === group && present?.[step] === 1)
                  .toSorted((a, b) => better(a.values[step] as number, b.values[step] as number))
                  .slice(0, k),
              );
              expect(chosenAt(chosen, step)).toEqual(chosenAt(expected, step));
            }
          },
        ),
      );
    },
  );

  it('holds no more than what it chose, and refuses to hold too much', () => {
    const series = Array.from({ length: 100 }, (_, k) => seriesOf([k, k, k], k));
    expect(select('topk', series, 1, 6)).toHaveLength(2);
    expect(() => select('topk', series, 2, 6)).toThrow('too many samples');
  });
});

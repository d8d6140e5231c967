import { describe, expect, it } from 'vitest';
import type { RangeResult } from '../../../../shared/domain/query.ts';
import { overlayResults, resultsOf } from './compare-results.ts';

function result(job: string, value: number): RangeResult {
  return {
    startMs: 0,
    endMs: 1_000,
    stepMs: 1_000,
    count: 2,
    series: [
      {
        labels: [
          ['__name__', 'up'],
          ['job', job],
        ],
        values: Float64Array.of(value, value),
        present: null,
        histograms: null,
      },
    ],
    annotations: [],
    stats: { seriesCount: 1, samplesRead: 2, evaluationMs: 1 },
  };
}

const name = (id: string): string => id.toUpperCase();

describe('compared results', () => {
  it('stand on one axis, told apart by their environment, which comes first', () => {
    const compared = [
      { environmentId: 'dev', queryId: 'A', result: result('shop', 1) },
      { environmentId: 'live', queryId: 'A', result: result('shop', 2) },
    ];
    expect(overlayResults(compared, name)?.series.map(({ labels, values }) => [labels, values[0]])).toEqual([
      [
        [
          ['environment', 'DEV'],
          ['job', 'shop'],
        ],
        1,
      ],
      [
        [
          ['environment', 'LIVE'],
          ['job', 'shop'],
        ],
        2,
      ],
    ]);
  });

  it('of several queries say which query too', () => {
    const compared = [
      { environmentId: 'dev', queryId: 'A', result: result('shop', 1) },
      { environmentId: 'dev', queryId: 'B', result: result('shop', 2) },
    ];
    const names = overlayResults(compared, name)?.series.map(({ labels }) => labels[0]?.[1]);
    expect(names).toEqual(['DEV · A', 'DEV · B']);
  });

  it('of one environment are its own alone', () => {
    const compared = [
      { environmentId: 'dev', queryId: 'A', result: result('shop', 1) },
      { environmentId: 'live', queryId: 'A', result: result('shop', 2) },
    ];
    expect(resultsOf(compared, 'live')?.series[0]?.values[0]).toBe(2);
    expect(resultsOf(compared, 'gone')).toBeNull();
  });
});

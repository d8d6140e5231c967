import { describe, expect, it } from 'vitest';
import { measureCardinality } from './cardinality.ts';
import { LabelIndex } from './label-index.ts';

function indexOf(...series: (readonly (readonly [string, string])[])[]): LabelIndex {
  const index = new LabelIndex();
  for (const labels of series) index.add(labels);
  return index;
}

describe('measureCardinality', () => {
  const index = indexOf(
    ...Array.from(
      { length: 5 },
      (_, i) =>
        [
          ['__name__', 'requests'],
          ['user', `u${i}`],
        ] as const,
    ),
    [['__name__', 'up']],
  );

  it('names what has most series, most values and most of both', () => {
    expect(measureCardinality(index, 2)).toEqual({
      seriesCount: 6,
      labelPairCount: 7,
      metrics: [
        { name: 'requests', seriesCount: 5 },
        { name: 'up', seriesCount: 1 },
      ],
      labels: [
        { name: 'user', valueCount: 5, seriesCount: 5 },
        { name: '__name__', valueCount: 2, seriesCount: 6 },
      ],
      pairs: [
        { name: '__name__', value: 'requests', seriesCount: 5 },
        { name: '__name__', value: 'up', seriesCount: 1 },
      ],
    });
  });

  it('has nothing to say of an empty index', () => {
    expect(measureCardinality(new LabelIndex(), 5)).toMatchObject({ seriesCount: 0, metrics: [], pairs: [] });
  });
});

import { describe, expect, it } from 'vitest';
import { type LabelSet, labelValue } from '../../shared/domain/series.ts';
import { createLabels } from '../model/labels.ts';
import type { Queryable } from '../storage.ts';
import { planFamilies } from './export-families.ts';
import { readFamily } from './read-families.ts';

const SAMPLES = 300_000;

const SERIES: LabelSet[] = ['a', 'b', 'c'].flatMap((instance) =>
  ['1.0', '2.0', '+Inf'].flatMap((le) =>
    ['get', 'put'].map((method) =>
      createLabels([
        ['__name__', 'h_bucket'],
        ['instance', instance],
        ['le', le],
        ['method', method],
      ]),
    ),
  ),
);

/** A store whose series each have so many samples; it holds none of them. */
const queryable: Pick<Queryable, 'select'> = {
  async select(matchers, _minMs, _maxMs, _signal, control) {
    const found = SERIES.filter((labels) =>
      matchers.every(({ name, value }) => labelValue(labels, name) === value),
    );
    control?.claim(found.length * SAMPLES);
    const empty = new Float64Array(0);
    return found.map((labels) => ({ labels, times: empty, values: empty, stale: null, histograms: null }));
  },
};

async function readParts(series: readonly LabelSet[]): Promise<string[][]> {
  const [family] = planFamilies(['h_bucket'], [{ name: 'h', type: 'histogram', help: '', unit: '' }]);
  if (family === undefined) throw new Error('there is one family');
  const parts: string[][] = [];
  const reader = {
    queryable: queryable as Queryable,
    range: { startMs: 0, endMs: 1 },
    matchers: [],
    signal: new AbortController().signal,
    pace: () => null,
  };
  for await (const columns of readFamily(family, series, reader)) {
    parts.push(columns.map(({ labels }) => labels.map(([, value]) => value).join(' ')));
  }
  return parts;
}

describe('readFamily', () => {
  it('parts a family that is too much for memory by labels, and leaves metrics whole', async () => {
    const parts = await readParts(SERIES);
    // 18 series are 5.4 million samples, those of one method 2.7 million, those of one instance of it 0.9 million.
    expect(parts).toHaveLength(6);
    expect(parts.flat()).toHaveLength(SERIES.length);
    expect(new Set(parts.flat()).size).toBe(SERIES.length);
    for (const part of parts) expect(part).toHaveLength(3);
  });

  it('reads one metric whatever its size', async () => {
    const one = SERIES.filter(
      (labels) => labelValue(labels, 'instance') === 'a' && labelValue(labels, 'method') === 'get',
    );
    expect(await readParts(one)).toHaveLength(1);
  });
});

import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import type { InstantResult, RangeResult, RangeSeries } from '../../shared/domain/query.ts';
import { type JsonPieces, matrixOfRange, resultOfInstant } from './format-result.ts';

const STATS = { seriesCount: 0, samplesRead: 0, evaluationMs: 0 };

function range(count: number, series: readonly RangeSeries[]): RangeResult {
  return { startMs: 1_500, endMs: 0, stepMs: 500, count, series, annotations: [], stats: STATS };
}

function parse(pieces: JsonPieces): unknown {
  let text = '';
  for (const piece of pieces) text += typeof piece === 'string' ? piece : Buffer.from(piece).toString();
  return JSON.parse(`{${text}}`);
}

describe('matrixOfRange', () => {
  it('writes the steps that are there', () => {
    const series: RangeSeries = {
      labels: [['a', 'ü']],
      values: Float64Array.of(1, 2, Number.NaN),
      present: Uint8Array.of(1, 0, 1),
      histograms: null,
    };
    expect(parse(matrixOfRange(range(3, [series, series]), 1))).toEqual({
      resultType: 'matrix',
      result: [
        {
          metric: { a: 'ü' },
          values: [
            [1.5, '1'],
            [2.5, 'NaN'],
          ],
        },
      ],
    });
    expect(parse(matrixOfRange(range(0, []), 0))).toEqual({ resultType: 'matrix', result: [] });
  });

  it('writes series that are longer than its buffer, each in full', () => {
    const count = 5_000;
    const values = Float64Array.from({ length: count }, (_, i) => -1 / 3 / (i + 1) ** 90);
    const one: RangeSeries = { labels: [], values, present: null, histograms: null };
    const { result } = parse(matrixOfRange(range(count, [one, one]), 0)) as {
      result: { values: [number, string][] }[];
    };
    for (const { values: written } of result) {
      expect(written.map(([, text]) => Number(text))).toEqual([...values]);
      expect(written.at(-1)?.[0]).toBe(1.5 + (count - 1) * 0.5);
    }
  });
});

it('writes each kind of instant result', () => {
  const result = (kind: InstantResult['kind'], fields: Partial<InstantResult>): unknown =>
    parse(
      resultOfInstant({ kind, atMs: 2_000, rows: [], text: '', annotations: [], stats: STATS, ...fields }, 0),
    );
  const row = {
    labels: [],
    times: Float64Array.of(1_000, 2_000),
    values: Float64Array.of(3, 4),
    histograms: null,
  };
  expect(result('string', { text: 'a"b' })).toEqual({ resultType: 'string', result: [2, 'a"b'] });
  expect(result('scalar', { rows: [row] })).toEqual({ resultType: 'scalar', result: [2, '3'] });
  expect(result('vector', { rows: [row] })).toMatchObject({ result: [{ metric: {}, value: [2, '3'] }] });
  expect(result('matrix', { rows: [row] })).toMatchObject({
    result: [
      {
        values: [
          [1, '3'],
          [2, '4'],
        ],
      },
    ],
  });
});

import { describe, expect, it } from 'vitest';
import type { RangeResult } from '../../shared/domain/query.ts';
import { instantToCsv, instantToJson, rangeToCsv, rangeToJson } from './result-text.ts';

const stats = { seriesCount: 1, samplesRead: 1, evaluationMs: 1 };
const range: RangeResult = {
  startMs: 0,
  endMs: 1_000,
  stepMs: 1_000,
  count: 2,
  annotations: [],
  stats,
  series: [
    {
      labels: [
        ['__name__', 'a'],
        ['path', '/x,"y"'],
      ],
      values: Float64Array.of(1, 2.5),
      present: Uint8Array.of(1, 0),
      histograms: null,
    },
  ],
};

describe('copies of results', () => {
  it('writes a range as CSV with quoted names and empty gaps', () => {
    expect(rangeToCsv(range)).toBe(
      'time,"a{path=""/x,\\""y\\""""}"\n1970-01-01T00:00:00.000Z,1\n1970-01-01T00:00:01.000Z,\n',
    );
  });

  it('does not let a label become a formula', () => {
    const csv = instantToCsv({
      kind: 'vector',
      atMs: 0,
      text: '',
      annotations: [],
      stats,
      rows: [
        {
          labels: [['__name__', '=cmd']],
          times: Float64Array.of(0),
          values: Float64Array.of(-1),
          histograms: null,
        },
      ],
    });
    expect(csv.split('\n')[1]).toBe("'=cmd,1970-01-01T00:00:00.000Z,-1");
  });

  it('writes JSON as Prometheus does, without gaps, with special values as text', () => {
    expect(JSON.parse(rangeToJson(range)).result[0].values).toEqual([[0, '1']]);
    const instant = JSON.parse(
      instantToJson({
        kind: 'vector',
        atMs: 0,
        text: '',
        annotations: [],
        stats,
        rows: [
          {
            labels: [['a', 'b']],
            times: Float64Array.of(1_500),
            values: Float64Array.of(Number.NaN),
            histograms: null,
          },
        ],
      }),
    );
    expect(instant).toEqual({ resultType: 'vector', result: [{ metric: { a: 'b' }, value: [1.5, 'NaN'] }] });
  });
});

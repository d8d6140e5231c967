import { describe, expect, it } from 'vitest';
import type { DashboardAnnotation } from '../../../../shared/domain/dashboard.ts';
import type { RangeResult } from '../../../../shared/domain/query.ts';
import { annotationMarks, isQuery } from './annotation-marks.ts';

const RESTART: DashboardAnnotation = {
  name: 'Restarts',
  enabled: true,
  color: 'rgba(255, 96, 96, 1)',
  expr: 'resets(up_seconds[1m]) > 0',
  titleTemplate: 'Restart of {{job}}',
  textTemplate: 'uptime reset',
  tagLabels: 'zone, nothing',
};

function result(values: readonly number[], present: readonly number[] | null = null): RangeResult {
  return {
    startMs: 1_000,
    stepMs: 10,
    count: values.length,
    annotations: [],
    stats: { seriesCount: 1, samplesRead: 1, evaluationMs: 1 },
    series: [
      {
        labels: [
          ['job', 'api'],
          ['zone', 'a'],
        ],
        values: Float64Array.from(values),
        present: present === null ? null : Uint8Array.from(present),
        histograms: null,
      },
    ],
  } as unknown as RangeResult;
}

describe('annotationMarks', () => {
  it('marks steps with a value, steps in a row as one span, with title, text and tags', () => {
    expect(annotationMarks(RESTART, result([1, 0, 2, 3, 9], [1, 1, 1, 1, 0]))).toEqual([
      { startMs: 1_000, endMs: 1_000, label: 'Restart of api: uptime reset [a]', tone: 'bad' },
      { startMs: 1_020, endMs: 1_030, label: 'Restart of api: uptime reset [a]', tone: 'bad' },
    ]);
  });

  it('takes values as times where it should, each once', () => {
    const marks = annotationMarks({ ...RESTART, valueIsTime: true }, result([500, 500, 900]));
    expect(marks.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [500, 500],
      [900, 900],
    ]);
  });

  it('is called by its name where it has no texts', () => {
    expect(annotationMarks({ name: 'Deploys', enabled: true, expr: 'x' }, result([1]))).toMatchObject([
      { label: 'Deploys', tone: 'note' },
    ]);
  });
});

it('asks PromQL of Prometheus alone', () => {
  expect(isQuery(RESTART)).toBe(true);
  expect(isQuery({ ...RESTART, datasource: { type: 'loki', uid: 'x' } })).toBe(false);
  expect(isQuery({ ...RESTART, datasource: { type: 'prometheus', uid: '${ds}' } })).toBe(true);
  expect(isQuery({ ...RESTART, builtIn: true })).toBe(false);
  expect(isQuery({ name: 'x', enabled: true })).toBe(false);
});

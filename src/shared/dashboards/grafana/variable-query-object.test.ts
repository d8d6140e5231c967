import { describe, expect, it } from 'vitest';
import { queryTextOf } from './variable-query-object.ts';

describe('the query of a variable as an object', () => {
  it.each([
    [{ query: 'label_values(up, job)', qryType: 5 }, 'label_values(up, job)'],
    [{ qryType: 0 }, 'label_names()'],
    [{ qryType: 1, label: 'job' }, 'label_values(job)'],
    [{ qryType: 1, label: 'job', metric: 'up' }, 'label_values(up, job)'],
    [
      {
        qryType: 1,
        label: 'job',
        metric: 'up',
        labelFilters: [
          { label: 'env', op: '=~', value: '$env' },
          { label: 'a', value: 'b"c' },
        ],
      },
      'label_values(up{env=~"$env",a="b\\"c"}, job)',
    ],
    [
      { qryType: 1, label: 'job', labelFilters: [{ label: 'a', op: '=', value: 'b' }] },
      'label_values({a="b"}, job)',
    ],
    [{ qryType: 2, metric: 'node_' }, 'metrics(node_)'],
    [{ qryType: 3, varQuery: 'topk(3, up)' }, 'query_result(topk(3, up))'],
    [{ qryType: 4, seriesQuery: 'up' }, 'up'],
    [{ qryType: 1 }, undefined],
    [{ refId: 'A' }, undefined],
  ])('%j asks %s', (query, text) => {
    expect(queryTextOf(query)).toBe(text);
  });
});

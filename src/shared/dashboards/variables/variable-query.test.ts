import { describe, expect, it } from 'vitest';
import { parseVariableQuery } from './variable-query.ts';

describe('parseVariableQuery', () => {
  it.each([
    ['label_values(job)', { kind: 'labelValues', selector: null, label: 'job' }],
    ['label_values(up, job)', { kind: 'labelValues', selector: 'up', label: 'job' }],
    [
      ' label_values( up{a="x,y)",b=~"(c|d)"} , job ) ',
      { kind: 'labelValues', selector: 'up{a="x,y)",b=~"(c|d)"}', label: 'job' },
    ],
    [
      'label_values({__name__=~"a|b"}, "service.name")',
      { kind: 'labelValues', selector: '{__name__=~"a|b"}', label: 'service.name' },
    ],
    [
      'label_values(sum(up) by (a, b), a)',
      { kind: 'labelValues', selector: 'sum(up) by (a, b)', label: 'a' },
    ],
    ['label_names()', { kind: 'labelNames', selector: null }],
    ['label_names(up)', { kind: 'labelNames', selector: 'up' }],
    ['metrics(node_.*)', { kind: 'metricNames', pattern: 'node_.*' }],
    ['query_result(topk(5, up))', { kind: 'queryResult', expr: 'topk(5, up)' }],
    ['up{job="x"}', { kind: 'series', selector: 'up{job="x"}' }],
  ])('reads %s', (text, request) => {
    expect(parseVariableQuery(text)).toEqual(request);
  });

  it.each([
    ['', 'no query'],
    ['label_values()', 'not a label name'],
    ['label_values(up, )', 'not a label name'],
    ['label_values(up, a b)', 'not a label name'],
  ])('refuses %j', (text, sentence) => {
    expect(() => parseVariableQuery(text)).toThrow(sentence);
  });
});

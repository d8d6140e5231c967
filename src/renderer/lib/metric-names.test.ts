import { describe, expect, it } from 'vitest';
import { metricNamesIn } from './metric-names.ts';

const names = (expr: string): string[] => [...metricNamesIn(expr)];

describe('metricNamesIn', () => {
  it('leaves out functions, labels, values, durations and keywords', () => {
    expect(
      names(
        'sum by (path, code) (rate(http_requests_total{code=~"5..", le="x"}[5m] offset 1h)) / on (path) up > bool 0.5',
      ),
    ).toEqual(['http_requests_total', 'up']);
    expect(names('histogram_quantile(0.99, a:b:rate5m) and node_load1 unless Inf')).toEqual([
      'a:b:rate5m',
      'node_load1',
    ]);
  });

  it('reads nothing out of strings and comments', () => {
    expect(names('label_replace(up, "dst", "$1", "src", "(.*)") # not_me')).toEqual(['up']);
  });
});

import { describe, expect, it } from 'vitest';
import { breakdownLabels, breakdownPanel, seriesNamesOf } from './breakdown-panel.ts';
import type { MetricFamily } from './metric-families.ts';

function family(change: Partial<MetricFamily>): MetricFamily {
  return {
    name: 'm',
    seriesName: 'm',
    type: 'gauge',
    help: '',
    unit: '',
    seriesCount: 4,
    hasBuckets: false,
    hasQuantiles: false,
    ...change,
  };
}

const exprOf = (of: Partial<MetricFamily>, label = 'route'): string | undefined =>
  breakdownPanel(family(of), label).queries[0]?.expr;

describe('breakdownPanel', () => {
  it('groups each type by what can be added up', () => {
    expect(exprOf({ type: 'counter', seriesName: 'm_total' })).toBe(
      'sum by (route) (rate(m_total[$interval]))',
    );
    expect(exprOf({ type: 'gauge' })).toBe('avg by (route) (m)');
    expect(exprOf({ type: 'histogram', hasBuckets: true })).toBe(
      'histogram_quantile(0.95, sum by (le, route) (rate(m_bucket[$interval])))',
    );
    expect(exprOf({ type: 'histogram' })).toBe(
      'histogram_quantile(0.95, sum by (route) (rate(m[$interval])))',
    );
    expect(exprOf({ type: 'summary' })).toBe(
      'sum by (route) (rate(m_sum[$interval])) / (sum by (route) (rate(m_count[$interval])) > 0)',
    );
    expect(exprOf({ type: 'info', seriesName: 'm_info' })).toBe('count by (route) (m_info)');
  });

  it('quotes labels that are no plain names, and cuts many series down', () => {
    expect(exprOf({}, 'http.route')).toBe('avg by ("http.route") (m)');
    expect(exprOf({ seriesCount: 500 })).toBe('topk(20, avg by (route) (m))');
  });
});

describe('the labels of a metric', () => {
  it('leaves out what a metric is built of', () => {
    expect(breakdownLabels(['route', '__name__', 'le', 'quantile', 'code'])).toEqual(['code', 'route']);
  });

  it('asks the series that carry them', () => {
    expect(seriesNamesOf(family({ type: 'histogram', hasBuckets: true }))).toEqual(['m_count']);
    expect(seriesNamesOf(family({ type: 'histogram' }))).toEqual(['m']);
    expect(seriesNamesOf(family({ type: 'summary', hasQuantiles: true }))).toEqual(['m', 'm_count']);
  });
});

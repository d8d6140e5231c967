import { describe, expect, it } from 'vitest';
import type { MetricMetadata, MetricType } from '../../../shared/domain/series.ts';
import { limitSeries } from '../../charts/limit-series.ts';
import { listFamilies } from './metric-families.ts';
import { buildOverview, filterPanels } from './overview-model.ts';

function metadata(...entries: readonly (readonly [string, MetricType, string?])[]): MetricMetadata[] {
  return entries.map(([name, type, unit = '']) => ({ name, type, help: `Help of ${name}.`, unit }));
}

function names(...list: readonly (string | readonly [string, number])[]): Map<string, number> {
  return new Map(list.map((entry) => (typeof entry === 'string' ? [entry, 1] : [entry[0], entry[1]])));
}

const HTTP = metadata(['http_requests_total', 'counter'], ['http_request_duration_seconds', 'histogram']);
const HTTP_NAMES = [
  'http_requests_total',
  ['http_request_duration_seconds_bucket', 24],
  'http_request_duration_seconds_sum',
  'http_request_duration_seconds_count',
] as const;

describe('listFamilies', () => {
  it('takes families by metadata, with the names of their series', () => {
    const families = listFamilies(
      metadata(['shop_orders', 'counter'], ['latency', 'histogram'], ['gone', 'gauge'], ['build', 'info']),
      names('shop_orders_total', 'shop_orders_created', ['latency_bucket', 12], 'latency_sum', 'build_info'),
    );
    expect(families.map(({ name, seriesName, seriesCount }) => [name, seriesName, seriesCount])).toEqual([
      ['build', 'build_info', 1],
      ['latency', 'latency', 13],
      ['shop_orders', 'shop_orders_total', 2],
    ]);
    expect(families[1]?.hasBuckets).toBe(true);
  });

  it('guesses what has no metadata from its name', () => {
    const families = listFamilies(
      [],
      names('a_total', 'b_bucket', 'b_sum', 'b_count', 'c_sum', 'c_count', 'd_info', 'e', 'f_count'),
    );
    expect(families.map(({ name, type }) => [name, type])).toEqual([
      ['a_total', 'counter'],
      ['b', 'histogram'],
      ['c', 'summary'],
      ['d_info', 'info'],
      ['e', 'unknown'],
      ['f_count', 'unknown'],
    ]);
  });

  it('survives names that objects give a meaning to', () => {
    expect(listFamilies([], names('__proto__', 'constructor')).map(({ name }) => name)).toEqual([
      '__proto__',
      'constructor',
    ]);
  });
});

describe('buildOverview', () => {
  it('recognises an HTTP server and uses the labels it has', () => {
    const { stats, sections } = buildOverview(listFamilies(HTTP, names(...HTTP_NAMES)), [
      'method',
      'route',
      'status',
    ]);
    expect(stats.map(({ id }) => id)).toEqual(['requests', 'errors', 'p99']);
    const http = sections[0];
    expect(http?.title).toBe('HTTP server');
    expect(http?.panels.map(({ kind }) => kind)).toContain('heatmap');
    expect(http?.panels[0]?.queries[0]?.expr).toBe('sum by (method) (rate(http_requests_total[$interval]))');
    const byClass = http?.panels.find(({ id }) => id === 'http:status');
    expect(byClass?.queries[0]?.expr).toMatch(/"class", "\$\{1\}xx", "status"/);
    // What is drawn there is not drawn again below.
    expect(sections).toHaveLength(1);
  });

  it('does without labels and without a counter', () => {
    const { sections, stats } = buildOverview(
      listFamilies(
        metadata(['http_server_request_duration_seconds', 'histogram']),
        names('http_server_request_duration_seconds_bucket', 'http_server_request_duration_seconds_count'),
      ),
      [],
    );
    expect(stats.map(({ id }) => id)).toEqual(['requests', 'p99']);
    expect(sections[0]?.panels[0]?.queries[0]?.expr).toBe(
      'sum(rate(http_server_request_duration_seconds_count[$interval]))',
    );
  });

  it('has a section for Node.js, by whichever name its counters go', () => {
    for (const counter of ['process_cpu_user_seconds', 'process_cpu_user_seconds_total']) {
      const { sections } = buildOverview(
        listFamilies(
          metadata(
            [counter, 'counter'],
            ['nodejs_eventloop_lag_p99_seconds', 'gauge'],
            ['process_resident_memory_bytes', 'gauge'],
          ),
          names(
            'process_cpu_user_seconds_total',
            'nodejs_eventloop_lag_p99_seconds',
            'process_resident_memory_bytes',
          ),
        ),
        [],
      );
      expect(sections.map(({ title }) => title)).toEqual(['Node.js']);
      const cpu = sections[0]?.panels.find(({ id }) => id === 'node:cpu');
      expect(cpu?.queries[0]?.expr).toBe('rate(process_cpu_user_seconds_total[$interval])');
    }
  });

  it('draws each kind its own way', () => {
    const { families } = buildOverview(
      listFamilies(
        metadata(
          ['c_total', 'counter'],
          ['g', 'gauge'],
          ['h', 'histogram'],
          ['n', 'histogram'],
          ['s', 'summary'],
          ['q', 'summary'],
          ['i', 'info'],
          ['start_time_seconds', 'gauge'],
        ),
        names(
          'c_total',
          ['g', 312],
          'h_bucket',
          'h_count',
          'n',
          's_sum',
          's_count',
          'q',
          'q_sum',
          'i_info',
          'start_time_seconds',
        ),
      ),
      [],
    );
    const expr = (name: string): string | undefined =>
      families.find((panel) => panel.families[0] === name)?.queries.at(-1)?.expr;
    expect(expr('c_total')).toBe('rate(c_total[$interval])');
    expect(expr('g')).toBe('topk(20, g)');
    expect(expr('h')).toBe('histogram_quantile(0.99, sum by (le) (rate(h_bucket[$interval])))');
    expect(expr('n')).toBe('histogram_quantile(0.99, sum(rate(n[$interval])))');
    expect(expr('s')).toBe('rate(s_sum[$interval]) / rate(s_count[$interval])');
    expect(expr('q')).toBe('q');
    expect(families.find((panel) => panel.families[0] === 'i')?.kind).toBe('info');
    expect(expr('start_time_seconds')).toBe('time() - start_time_seconds');
  });

  it('groups the rest by first word, closes what is long, puts scrapes last', () => {
    const many = Array.from({ length: 20 }, (_, i) => `big_m${i}`);
    const { sections } = buildOverview(
      listFamilies([], names('shop_a', 'shop_b', 'lone', 'up', 'ALERTS', ...many)),
      [],
    );
    expect(sections.map(({ title, initiallyOpen }) => [title, initiallyOpen])).toEqual([
      ['big', false],
      ['shop', true],
      ['Others', true],
      ['Scrapes and alerts', false],
    ]);
  });
});

describe('buildOverview of many metrics', () => {
  it('parts a long prefix by its second word', () => {
    const parts = ['cpu', 'memory', 'network'].flatMap((part) =>
      Array.from({ length: 5 }, (_, i) => `node_${part}_m${i}`),
    );
    const { sections } = buildOverview(listFamilies([], names(...parts, 'node_lone')), []);
    expect(sections.map(({ title, panels, initiallyOpen }) => [title, panels.length, initiallyOpen])).toEqual(
      [
        ['node cpu', 5, true],
        ['node memory', 5, true],
        ['node network', 5, true],
        ['node', 1, true],
      ],
    );
  });

  it('opens no more than one can look through', () => {
    const many = Array.from({ length: 12 }, (_, s) =>
      Array.from({ length: 10 }, (_, i) => `s${s}_m${i}`),
    ).flat();
    const { sections } = buildOverview(listFamilies([], names(...many)), []);
    expect(sections.filter(({ initiallyOpen }) => initiallyOpen)).toHaveLength(6);
  });
});

describe('filterPanels', () => {
  const { families } = buildOverview(listFamilies(HTTP, names(...HTTP_NAMES)), []);

  it('wants all words, in name or help, and the type', () => {
    expect(filterPanels(families, 'REQUESTS help', 'all')).toHaveLength(1);
    expect(filterPanels(families, 'http', 'histogram')).toHaveLength(1);
    // OpenMetrics names the family without the ending that its series have.
    const open = listFamilies(metadata(['jobs', 'counter']), names('jobs_total'));
    expect(filterPanels(buildOverview(open, []).families, 'jobs_total', 'all')).toHaveLength(1);
    expect(filterPanels(families, 'http nothing', 'all')).toHaveLength(0);
    expect(filterPanels(families, '  ', 'all')).toHaveLength(2);
  });
});

describe('limitSeries', () => {
  it('keeps the largest over the whole range, not at its end', () => {
    const series = (values: number[]) => ({
      labels: [],
      values: Float64Array.from(values),
      present: null,
      histograms: null,
    });
    const result = {
      startMs: 0,
      endMs: 1,
      stepMs: 1,
      count: 2,
      annotations: [],
      stats: { seriesCount: 3, samplesRead: 1, evaluationMs: 1 },
      series: [series([1, 9]), series([20, 1]), series([Number.NaN, 5])],
    };
    expect(limitSeries(result, 2).series.map(({ values }) => values[1])).toEqual([1, 9]);
    expect(limitSeries(result, 3)).toBe(result);
  });
});

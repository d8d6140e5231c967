import { describe, expect, it } from 'vitest';
import { importGrafanaDashboard } from '../../../../shared/dashboards/grafana/import-grafana.ts';
import type { DataPanel, TablePanel } from '../../../../shared/domain/dashboard-panel.ts';
import type { InstantResult, RangeResult } from '../../../../shared/domain/query.ts';
import type { LabelSet } from '../../../../shared/domain/series.ts';
import { plotSeriesOf } from '../../../charts/build-plot.ts';
import { slotColor } from '../../../lib/series-colors.ts';
import { chartResult, toShares } from './chart-result.ts';
import { mapValue, slotOf, thresholdColor, toneOf } from './field-color.ts';
import { fieldUnit, formatField } from './field-unit.ts';
import { reduceColumn } from './reduce-column.ts';
import { fillLegend, namingLabels, seriesColorKey, seriesName } from './series-naming.ts';
import { tableModel } from './table-model.ts';

const STATS = { seriesCount: 0, samplesRead: 0, evaluationMs: 0 };

function panelOf(json: object): DataPanel {
  const { dashboard } = importGrafanaDashboard(JSON.stringify({ schemaVersion: 39, panels: [json] }));
  return dashboard.panels[0] as DataPanel;
}

function rangeOf(series: readonly (readonly [LabelSet, number[]])[]): RangeResult {
  return {
    startMs: 0,
    endMs: 1_000,
    stepMs: 1_000,
    count: 2,
    series: series.map(([labels, values]) => ({
      labels,
      values: Float64Array.from(values),
      present: null,
      histograms: null,
    })),
    annotations: [],
    stats: STATS,
  };
}

function instantOf(rows: readonly (readonly [LabelSet, number])[]): InstantResult {
  return {
    kind: 'vector',
    atMs: 0,
    rows: rows.map(([labels, value]) => ({
      labels,
      times: Float64Array.of(0),
      values: Float64Array.of(value),
      histograms: null,
    })),
    text: '',
    annotations: [],
    stats: STATS,
  };
}

const query = (refId: string, legend = '') => ({ refId, expr: refId, legend });

describe('units', () => {
  it.each([
    ['percentunit', 0.256, '25.6%'],
    ['percent', 25.6, '25.6%'],
    ['bytes', 2_048, '2 KiB'],
    ['decbytes', 2_000, '2 kB'],
    ['ms', 1_500, '1.5 s'],
    ['bps', 1_200_000, '1.2 Mb/s'],
    ['pps', 12, '12 p/s'],
    ['rotrpm', 900, '900 rpm'],
    ['bool_yes_no', 1, 'Yes'],
    ['currencyUSD', 1_200, '$1.2k'],
    ['furlong', 3, '3 furlong'],
    [undefined, 1_500_000, '1.5M'],
  ])('%s of %d is %s', (unit, value, text) => {
    expect(formatField(value, unit === undefined ? {} : { unit }, true)).toBe(text);
  });

  it('keeps the decimals that are asked for', () => {
    expect(formatField(12.3456, { unit: 'none', decimals: 2 }, true)).toBe('12.35');
    expect(formatField(110.54, { unit: 'percent', decimals: 0 }, true)).toBe('111%');
    expect(formatField(Number.NaN, { noValue: 'none' }, true)).toBe('none');
  });

  it('scales the values of charts to the unit that axes are written in', () => {
    expect(fieldUnit('ms')).toEqual({ unit: 'seconds', factor: 1e-3 });
    expect(fieldUnit('Bps').unit).toBe('si:B/s');
  });
});

describe('names of series', () => {
  const labels: LabelSet = [
    ['__proto__', 'p'],
    ['method', 'GET'],
  ];

  it('fill legends by labels; what is not there leaves nothing', () => {
    expect(fillLegend('{{ method }} {{__proto__}}{{none}}', labels)).toBe('GET p');
    expect(seriesName(query('A'), labels)).toBe('{__proto__="p", method="GET"}');
  });

  it('keep a label that is the whole legend, for its colour', () => {
    expect(namingLabels(query('A', '{{method}}'), labels, null)).toEqual([['method', 'GET']]);
    expect(namingLabels(query('A', 'all {{method}}'), labels, null)).toEqual([['series', 'all GET']]);
    expect(namingLabels(query('A', '{{method}}'), labels, 'renamed')).toEqual([['series', 'renamed']]);
  });
});

describe('colours', () => {
  it('are the nearest of our own', () => {
    expect(
      ['dark-red', '#E24D42', 'rgba(50, 172, 45, 0.97)', 'semi-dark-orange', '#888'].map(toneOf),
    ).toEqual(['bad', 'bad', 'good', 'warn', 'plain']);
    expect(slotColor(slotOf('#7EB26D') ?? -1, 'dark')).toBe('#7fe0b8');
    expect(slotOf('no-such')).toBeNull();
  });

  it('are those of the threshold that was reached', () => {
    const steps = [
      { value: null, color: 'green' },
      { value: 80, color: 'red' },
    ];
    expect(thresholdColor(79, { steps }, 0, 100)).toBe('green');
    expect(thresholdColor(80, { steps }, 0, 100)).toBe('red');
    expect(thresholdColor(170, { mode: 'percentage', steps }, 0, 200)).toBe('red');
    expect(thresholdColor(1, undefined, 0, 100)).toBeUndefined();
  });
});

it('maps values by value, range, pattern and absence; the first that fits wins', () => {
  const mappings = [
    { kind: 'value', entries: [{ value: '0', result: { text: 'down' } }] },
    { kind: 'range', from: 1, to: 5, result: { text: 'few' } },
    { kind: 'special', match: 'null', result: { text: 'nothing' } },
    { kind: 'regex', pattern: '^9', result: { text: 'nines' } },
  ] as const;
  expect([0, 3, null, 90, 50].map((value) => mapValue(value, String(value), mappings)?.text)).toEqual([
    'down',
    'few',
    'nothing',
    'nines',
    undefined,
  ]);
});

it.each([
  ['lastNotNull', 4],
  ['mean', 7 / 3],
  ['max', 4],
  ['sum', 7],
  // A fall is a counter that started again.
  ['delta', 4],
  ['diff', 2],
  ['count', 3],
  ['no such', 4],
])('reduces the present values of a column by %s', (calc, expected) => {
  const values = Float64Array.of(2, 99, 1, 4);
  expect(reduceColumn(values, Uint8Array.of(1, 0, 1, 1), calc)).toBeCloseTo(expected);
});

it('has no figure for a column without values', () => {
  expect(reduceColumn(Float64Array.of(1), Uint8Array.of(0), 'max')).toBeNaN();
  expect(reduceColumn(Float64Array.of(1), Uint8Array.of(0), 'count')).toBe(0);
});

describe('a chart', () => {
  it('joins targets, turns signs, hides and renames by overrides', () => {
    const panel = panelOf({
      id: 1,
      type: 'timeseries',
      fieldConfig: {
        defaults: { custom: { stacking: { mode: 'normal' } } },
        overrides: [
          {
            matcher: { id: 'byRegexp', options: '/out$/' },
            properties: [{ id: 'custom.transform', value: 'negative-Y' }],
          },
          {
            matcher: { id: 'byName', options: 'limit' },
            properties: [
              { id: 'custom.stacking', value: { mode: 'normal', group: false } },
              { id: 'color', value: { mode: 'fixed', fixedColor: 'red' } },
            ],
          },
          {
            matcher: { id: 'byFrameRefID', options: 'B' },
            properties: [{ id: 'displayName', value: 'renamed' }],
          },
        ],
      },
    });
    const chart = chartResult(
      panel,
      [
        {
          query: query('A', '{{d}}'),
          result: rangeOf([
            [[['d', 'out']], [1, 2]],
            [[['d', 'limit']], [9, 9]],
          ]),
        },
        { query: query('B', 'x'), result: rangeOf([[[], [3, 4]]]) },
      ],
      10,
    );
    expect(chart?.result.series.map(({ labels, values }) => [labels, [...values]])).toEqual([
      [[['d', 'out']], [-10, -20]],
      [[['d', 'limit']], [90, 90]],
      [[['series', 'renamed']], [30, 40]],
    ]);
    expect(chart?.hints.get('limit')).toEqual({ apart: true, right: false, slot: 4 });
  });

  it('colours a series by the labels in its legend, as all pages do', () => {
    const panel = panelOf({ id: 1, type: 'timeseries' });
    const result = rangeOf([
      [[['method', 'GET']], [1, 1]],
      [[['method', 'PUT']], [1, 1]],
    ]);
    const colors = (legend: string): Record<string, string> => {
      const chart = chartResult(panel, [{ query: query('A', legend), result }], 1);
      const series = plotSeriesOf(chart?.result ?? result, '', 'dark', chart?.hints);
      return Object.fromEntries(series.map(({ name, color }) => [name, color]));
    };
    const [get, put] = [slotColor(0, 'dark'), slotColor(3, 'dark')];
    expect(colors('{{method}}')).toEqual({ GET: get, PUT: put });
    expect(colors('{{method}} requests')).toEqual({ 'GET requests': get, 'PUT requests': put });
    expect(seriesColorKey(query('A', 'all {{method}}'), [['method', 'GET']])).toBe('method="GET"');
  });

  it('tells queries without legends apart', () => {
    const panel = panelOf({ id: 1, type: 'timeseries' });
    const one = rangeOf([[[['a', 'x']], [1, 1]]]);
    const chart = chartResult(
      panel,
      [
        { query: query('A'), result: one },
        { query: query('B'), result: one },
      ],
      1,
    );
    expect(new Set(chart?.result.series.map(({ labels }) => JSON.stringify(labels))).size).toBe(2);
  });

  it('shows shares of each step', () => {
    const shares = toShares(
      rangeOf([
        [[], [1, 0]],
        [[['a', 'b']], [3, 0]],
      ]),
    );
    expect(shares.series.map(({ values }) => [...values])).toEqual([
      [25, 0],
      [75, 0],
    ]);
  });
});

describe('a table', () => {
  it('joins answers by a label and takes names, order and hidden columns from its file', () => {
    const panel = panelOf({
      id: 1,
      type: 'table',
      transformations: [
        { id: 'joinByField', options: { byField: 'pod' } },
        {
          id: 'organize',
          options: {
            excludeByName: { Time: true },
            indexByName: { 'Value #B': 0, pod: 1 },
            renameByName: { 'Value #A': 'CPU', pod: 'Pod' },
          },
        },
      ],
      fieldConfig: {
        defaults: {},
        overrides: [{ matcher: { id: 'byName', options: 'CPU' }, properties: [{ id: 'unit', value: 's' }] }],
      },
    }) as TablePanel;
    const model = tableModel(
      panel,
      [
        {
          query: query('A'),
          result: instantOf([
            [[['pod', 'a']], 0.5],
            [[['pod', 'b']], 2],
          ]),
        },
        { query: query('B'), result: instantOf([[[['pod', 'a']], 7]]) },
      ],
      true,
    );
    expect(model.columns.map(({ title }) => title)).toEqual(['Value #B', 'Pod', 'CPU']);
    expect(model.rows.map((row) => row.map((cell) => cell?.text ?? null))).toEqual([
      ['7', 'a', '500 ms'],
      [null, 'b', '2 s'],
    ]);
  });
});

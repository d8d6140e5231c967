import { describe, expect, it } from 'vitest';
import type { DataPanel, Panel } from '../../domain/dashboard-panel.ts';
import { importGrafanaDashboard } from '../grafana/import-grafana.ts';
import { migrateDashboard } from './migrate-dashboard.ts';

function panelsOf(file: object): readonly Panel[] {
  return importGrafanaDashboard(JSON.stringify({ title: 'T', ...file })).dashboard.panels;
}

/** The panel of a file whose one panel is the given one. */
function upgraded(panel: object): DataPanel {
  return panelsOf({ panels: [{ targets: [{ refId: 'A', expr: 'up' }], ...panel }] })[0] as DataPanel;
}

describe('rows of spans', () => {
  it('places panels from the left, goes down where there is no room, and keeps rows as headings', () => {
    const panels = panelsOf({
      schemaVersion: 14,
      rows: [
        {
          title: 'One',
          showTitle: true,
          height: '250px',
          panels: [
            { type: 'text', span: 6 },
            { type: 'text', span: 3, height: '76px' },
            { type: 'text', span: 3 },
            { type: 'text', span: 3 },
          ],
        },
        { title: 'Two', collapse: true, repeat: 'host', panels: [{ type: 'text', span: 12 }] },
        { title: 'Three', height: 90, panels: [{ type: 'text', span: 4 }] },
      ],
    });
    expect(panels.map(({ kind, grid: { x, y, width, height } }) => [kind, x, y, width, height])).toEqual([
      ['row', 0, 0, 24, 1],
      ['text', 0, 1, 12, 7],
      ['text', 12, 1, 6, 3],
      ['text', 18, 1, 6, 7],
      ['text', 12, 4, 6, 7],
      ['row', 0, 11, 24, 1],
      ['row', 0, 12, 24, 1],
      ['text', 0, 13, 8, 3],
    ]);
    expect(panels[5]).toMatchObject({
      collapsed: true,
      repeat: { variable: 'host' },
      panels: [{ kind: 'text' }],
    });
  });

  it('makes no headings where no row shows one, and survives odd sizes', () => {
    const panels = panelsOf({
      rows: [
        {
          height: 'tall',
          panels: [{ type: 'text', span: 99 }, { type: 'text', span: -1 }, { type: 'text' }],
        },
      ],
    });
    expect(panels.map(({ kind, grid }) => [kind, grid.width])).toEqual([
      ['text', 24],
      ['text', 8],
      ['text', 8],
    ]);
  });

  it('turns the least span of repeated panels into a number a row', () => {
    const [panel] = panelsOf({ rows: [{ panels: [{ type: 'text', repeat: 'v', minSpan: 4, span: 4 }] }] });
    expect(panel).toMatchObject({ repeat: { variable: 'v', maxPerRow: 3 } });
  });
});

describe('graph', () => {
  it('becomes a time series with its axes, style, legend and tooltip', () => {
    const panel = upgraded({
      type: 'graph',
      fill: 2,
      linewidth: 3,
      stack: true,
      percentage: true,
      steppedLine: true,
      nullPointMode: 'connected',
      decimals: 1,
      yaxes: [{ format: 'bytes', min: '0', max: null, logBase: 10, label: 'used' }, { format: 's' }],
      legend: {
        show: true,
        values: true,
        max: true,
        current: true,
        alignAsTable: true,
        rightSide: true,
        sideWidth: 200,
      },
      tooltip: { shared: false, sort: 2 },
    });
    expect(panel).toMatchObject({
      kind: 'timeseries',
      field: {
        unit: 'bytes',
        min: 0,
        decimals: 1,
        axisLabel: 'used',
        scale: { type: 'log', logBase: 10 },
        fillOpacity: 20,
        lineWidth: 3,
        interpolation: 'stepAfter',
        connectGaps: true,
        stacking: { mode: 'percent' },
      },
      options: {
        legend: { mode: 'table', placement: 'right', calcs: ['max', 'lastNotNull'], width: 200 },
        tooltip: { mode: 'single', sort: 'desc' },
      },
    });
    expect(panel.field.max).toBeUndefined();
  });

  it('turns series overrides and colours into field overrides, the right axis with all its options', () => {
    const panel = upgraded({
      type: 'graph',
      aliasColors: { errors: '#f00' },
      yaxes: [{ format: 'short' }, { format: 'percent', max: 100 }],
      seriesOverrides: [
        { alias: '/^cpu/', yaxis: 2, lines: true, fill: 0, zindex: 3 },
        { alias: 'out', transform: 'negative-Y', legend: false, dashes: true },
        { nothing: true },
      ],
    });
    expect(panel.overrides).toEqual([
      { match: { by: 'name', value: 'errors' }, options: { color: { mode: 'fixed', fixedColor: '#f00' } } },
      {
        match: { by: 'regex', value: '/^cpu/' },
        options: { axis: 'right', unit: 'percent', max: 100, drawStyle: 'line', fillOpacity: 0 },
        extra: { properties: [{ id: 'graph.zindex', value: 3 }] },
      },
      {
        match: { by: 'name', value: 'out' },
        options: {
          lineStyle: { fill: 'dash', lengths: [10, 10] },
          transform: 'negative-Y',
          hideFrom: { legend: true },
        },
      },
    ]);
  });

  it.each([
    [
      { bars: true, lines: false },
      { drawStyle: 'bars', fillOpacity: 100 },
    ],
    [
      { points: true, lines: false },
      { drawStyle: 'points', points: 'always' },
    ],
    [{}, { drawStyle: 'line', points: 'never' }],
  ])('draws %j as %j', (old, field) => {
    expect(upgraded({ type: 'graph', ...old }).field).toMatchObject(field);
  });

  it.each([
    ['series', 'barchart'],
    ['histogram', 'histogram'],
    ['time', 'timeseries'],
  ])('with the x axis of %s becomes a %s', (mode, kind) => {
    expect(upgraded({ type: 'graph', xaxis: { mode } }).kind).toBe(kind);
  });

  it('turns thresholds into steps, those below a value too', () => {
    const panel = upgraded({
      type: 'graph',
      thresholds: [
        { value: 90, op: 'gt', colorMode: 'critical', fill: true, line: true },
        { value: 10, op: 'lt', colorMode: 'custom', fillColor: '#123', fill: true },
      ],
    });
    expect(panel.field.thresholds?.steps).toEqual([
      { value: null, color: '#123' },
      { value: 10, color: 'transparent' },
      { value: 90, color: 'red' },
    ]);
    expect(panel.field.thresholdsStyle).toEqual({ mode: 'line+area' });
  });

  it('reads the axes of before version 13', () => {
    const panel = upgraded({ type: 'graph', y_formats: ['ms', 'short'], grid: { leftMin: 0, leftMax: 5 } });
    expect(panel.field).toMatchObject({ unit: 'ms', min: 0, max: 5 });
  });
});

describe('singlestat', () => {
  it('becomes a stat with unit, mappings, thresholds and colours', () => {
    const panel = upgraded({
      type: 'singlestat',
      format: 'percent',
      valueName: 'current',
      colorBackground: true,
      colors: ['green', 'orange', 'red'],
      thresholds: '70,90',
      sparkline: { show: true },
      mappingType: 1,
      valueMaps: [
        { op: '=', value: 'null', text: 'N/A' },
        { op: '=', value: '1', text: 'up' },
      ],
    });
    expect(panel).toMatchObject({
      kind: 'stat',
      field: {
        unit: 'percent',
        mappings: [
          { kind: 'special', match: 'null', result: { text: 'N/A' } },
          { kind: 'value', entries: [{ value: '1', result: { text: 'up' } }] },
        ],
        thresholds: {
          steps: [
            { value: null, color: 'green' },
            { value: 70, color: 'orange' },
            { value: 90, color: 'red' },
          ],
        },
      },
      options: { colorMode: 'background', sparkline: 'area', reduce: { calcs: ['lastNotNull'] } },
    });
  });

  it('becomes a gauge where it was drawn as one', () => {
    const panel = upgraded({
      type: 'singlestat',
      gauge: { show: true, minValue: 0, maxValue: 200, thresholdMarkers: true },
      valueName: 'max',
    });
    expect(panel).toMatchObject({
      kind: 'gauge',
      field: { min: 0, max: 200 },
      options: { reduce: { calcs: ['max'] }, thresholdMarkers: true },
    });
  });

  it('keeps a word behind a plain number as its unit', () => {
    expect(upgraded({ type: 'singlestat', format: 'none', postfix: ' nodes' }).field.unit).toBe(
      'suffix:nodes',
    );
    expect(upgraded({ type: 'singlestat', format: 's', postfix: ' nodes' }).field.unit).toBe('s');
  });

  it('maps ranges', () => {
    const panel = upgraded({
      type: 'singlestat',
      mappingType: 2,
      rangeMaps: [{ from: '0', to: '5', text: 'low' }],
    });
    expect(panel.field.mappings).toEqual([{ kind: 'range', from: 0, to: 5, result: { text: 'low' } }]);
  });
});

describe('other old panels', () => {
  it('turns column styles of a table into overrides', () => {
    const panel = upgraded({
      type: 'table',
      transform: 'timeseries_to_columns',
      styles: [
        { pattern: 'Time', type: 'hidden' },
        {
          pattern: '/Value/',
          type: 'number',
          unit: 'bytes',
          decimals: 1,
          alias: 'Size',
          colorMode: 'cell',
          colors: ['a', 'b'],
          thresholds: ['5'],
        },
        { pattern: 'At', type: 'date', dateFormat: 'YYYY' },
      ],
    });
    expect(panel).toMatchObject({
      kind: 'table',
      transformations: [{ id: 'joinByField' }],
      overrides: [
        { match: { by: 'name', value: 'Time' }, options: { hidden: true } },
        {
          match: { by: 'regex', value: '/Value/' },
          options: {
            unit: 'bytes',
            decimals: 1,
            displayName: 'Size',
            cell: { type: 'color-background' },
            thresholds: { steps: [{ color: 'a' }, { value: 5, color: 'b' }] },
          },
        },
        { options: { unit: 'time:YYYY' } },
      ],
    });
  });

  it('leaves a table of today alone', () => {
    const panel = upgraded({
      type: 'table',
      styles: [],
      fieldConfig: { defaults: { custom: {} }, overrides: [] },
    });
    expect(panel.overrides).toEqual([]);
  });

  it('brings heatmaps, pie charts and texts up to date', () => {
    expect(
      upgraded({
        type: 'heatmap',
        dataFormat: 'tsbuckets',
        color: { mode: 'spectrum', colorScheme: 'interpolateReds' },
        yAxis: { format: 's' },
        hideZeroBuckets: true,
      }),
    ).toMatchObject({
      kind: 'heatmap',
      options: { calculate: false, colors: { scheme: 'Reds' }, yAxis: { unit: 's' }, hideBelow: 1e-9 },
    });
    expect(
      upgraded({
        type: 'grafana-piechart-panel',
        pieType: 'donut',
        legendType: 'Right side',
        format: 'bytes',
      }),
    ).toMatchObject({
      kind: 'piechart',
      options: { shape: 'donut', legend: { placement: 'right' } },
      field: { unit: 'bytes' },
    });
    expect(upgraded({ type: 'text', mode: 'html', content: '<b>x</b>' }).options).toEqual({
      mode: 'html',
      content: '<b>x</b>',
    });
  });

  it('reads gauges of version 6 and field options of version 7', () => {
    expect(
      upgraded({
        type: 'gauge',
        options: {
          fieldOptions: {
            calcs: ['mean'],
            defaults: { unit: 's', max: 9, title: 'Name' },
            mappings: [{ id: 1, type: 1, value: '0', text: 'zero' }],
          },
        },
      }),
    ).toMatchObject({
      field: {
        unit: 's',
        max: 9,
        displayName: 'Name',
        mappings: [{ kind: 'value', entries: [{ value: '0', result: { text: 'zero' } }] }],
      },
      options: { reduce: { calcs: ['mean'] } },
    });
    expect(
      upgraded({
        type: 'table',
        fieldConfig: {
          defaults: { custom: { displayMode: 'lcd-gauge', hideFrom: { graph: true } } },
          overrides: [],
        },
      }).field,
    ).toMatchObject({ cell: { type: 'gauge', mode: 'lcd' }, hideFrom: { chart: true } });
  });
});

describe('old variables', () => {
  it('get a type, a refresh number and a query that lists their options', () => {
    const { dashboard } = importGrafanaDashboard(
      JSON.stringify({
        title: 'T',
        panels: [],
        templating: {
          list: [
            { name: 'a', refresh: true, query: 'label_values(a)', hideLabel: true },
            {
              name: 'b',
              type: 'custom',
              options: [
                { text: 'x, y', value: '1,2' },
                { text: 'z', value: 'z' },
              ],
            },
          ],
        },
      }),
    );
    expect(dashboard.variables).toMatchObject([
      { kind: 'query', refresh: 'onLoad', hide: 'labelHidden' },
      { kind: 'custom', query: 'x, y : 1\\,2,z' },
    ]);
  });
});

describe('annotations', () => {
  it('with their query in a target are read, and those without one are named', () => {
    const { dashboard, report } = importGrafanaDashboard(
      JSON.stringify({
        title: 'T',
        panels: [],
        annotations: {
          list: [
            { name: 'deploys', enable: true, target: { expr: 'changes(build[1m])', refId: 'Anno' } },
            { name: 'notes', type: 'tags', tags: ['x'] },
            { name: 'own', builtIn: 1 },
          ],
        },
      }),
    );
    expect(dashboard.annotations[0]).toMatchObject({ name: 'deploys', expr: 'changes(build[1m])' });
    expect(report.notes).toEqual([expect.stringContaining('"notes"')]);
  });
});

it('shows panels of plugins as the kind that says the same', () => {
  const panels = [
    { id: 1, type: 'grafana-polystat-panel', polystat: { globalUnitFormat: 'percent' }, targets: [] },
    { id: 2, type: 'natel-discrete-panel', targets: [] },
    { id: 3, type: 'someone-elses-panel', targets: [] },
  ];
  const { current } = migrateDashboard({ schemaVersion: 30, panels });
  const types = (current.panels as { type: string }[]).map(({ type }) => type);
  expect(types).toEqual(['stat', 'state-timeline', 'someone-elses-panel']);
  expect(current).toMatchObject({
    panels: [
      { options: { textMode: 'value_and_name' }, fieldConfig: { defaults: { unit: 'percent' } } },
      {},
      {},
    ],
  });
});

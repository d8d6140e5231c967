import { describe, expect, it } from 'vitest';
import { exportGrafanaDashboard } from '../grafana/export-grafana.ts';
import { importGrafanaDashboard } from '../grafana/import-grafana.ts';

function panel(id: number, viz: object, query: object): object {
  return {
    kind: 'Panel',
    spec: {
      id,
      title: `P${id}`,
      data: {
        kind: 'QueryGroup',
        spec: {
          queries: [{ kind: 'PanelQuery', spec: { refId: 'A', hidden: true, query } }],
          transformations: [{ kind: 'organize', spec: { id: 'organize', options: { a: 1 } } }],
          queryOptions: { maxDataPoints: 50 },
        },
      },
      vizConfig: viz,
    },
  };
}

function item(name: string, y: number): object {
  return {
    kind: 'GridLayoutItem',
    spec: {
      x: 0,
      y,
      width: 8,
      height: 4,
      element: { kind: 'ElementReference', name },
      repeat: { mode: 'variable', value: 'v', direction: 'h' },
    },
  };
}

const FILE = {
  apiVersion: 'dashboard.grafana.app/v2beta1',
  kind: 'Dashboard',
  metadata: { name: 'uid-1' },
  spec: {
    title: 'New form',
    cursorSync: 'Crosshair',
    timeSettings: { from: 'now-2h', to: 'now', autoRefresh: '30s', timezone: 'utc' },
    elements: {
      a: panel(
        1,
        {
          kind: 'VizConfig',
          group: 'stat',
          spec: { options: { colorMode: 'value' }, fieldConfig: { defaults: { unit: 's' } } },
        },
        { kind: 'DataQuery', group: 'prometheus', datasource: { name: 'p' }, spec: { expr: 'up' } },
      ),
      b: panel(2, { kind: 'timeseries', spec: {} }, { kind: 'loki', spec: { expr: '{a="b"}' } }),
      c: { kind: 'LibraryPanel', spec: { id: 3, title: 'L', libraryPanel: { name: 'Shared', uid: 'u' } } },
    },
    layout: {
      kind: 'RowsLayout',
      spec: {
        rows: [
          {
            kind: 'RowsLayoutRow',
            spec: {
              title: 'Folded',
              collapse: true,
              layout: { kind: 'GridLayout', spec: { items: [item('a', 0)] } },
            },
          },
          {
            kind: 'RowsLayoutRow',
            spec: {
              title: 'Open',
              layout: {
                kind: 'TabsLayout',
                spec: {
                  tabs: [
                    {
                      kind: 'TabsLayoutTab',
                      spec: {
                        title: 'Tab',
                        layout: {
                          kind: 'AutoGridLayout',
                          spec: {
                            maxColumnCount: 2,
                            items: [
                              { kind: 'AutoGridLayoutItem', spec: { element: { name: 'b' } } },
                              { kind: 'AutoGridLayoutItem', spec: { element: { name: 'c' } } },
                              { kind: 'AutoGridLayoutItem', spec: { element: { name: 'missing' } } },
                            ],
                          },
                        },
                      },
                    },
                  ],
                },
              },
            },
          },
        ],
      },
    },
    variables: [
      {
        kind: 'QueryVariable',
        spec: {
          name: 'v',
          hide: 'hideLabel',
          refresh: 'onTimeRangeChanged',
          sort: 'numericalDesc',
          query: {
            kind: 'DataQuery',
            group: 'prometheus',
            spec: { query: 'label_values(up, job)', refId: 'x' },
          },
        },
      },
      { kind: 'DatasourceVariable', spec: { name: 'ds', pluginId: 'prometheus', refresh: 'never' } },
      { kind: 'SwitchVariable', spec: { name: 'sw' } },
    ],
    annotations: [
      {
        kind: 'AnnotationQuery',
        spec: {
          name: 'd',
          enable: true,
          query: { kind: 'DataQuery', group: 'prometheus', spec: { expr: 'x' } },
        },
      },
    ],
  },
};

describe('a dashboard in the v2 form', () => {
  it('is read with its panels, layout, variables and annotations', () => {
    const { dashboard, report } = importGrafanaDashboard(JSON.stringify(FILE));
    expect(dashboard).toMatchObject({
      id: 'uid-1',
      title: 'New form',
      sharedHover: 'crosshair',
      timeRange: { from: 'now-2h', to: 'now' },
      refresh: '30s',
      timezone: 'utc',
      annotations: [{ name: 'd', expr: 'x' }],
      variables: [
        { kind: 'query', query: 'label_values(up, job)', hide: 'labelHidden', sort: 'numericalDescending' },
        { kind: 'datasource', query: 'prometheus' },
        { kind: 'unsupported', type: 'SwitchVariable' },
      ],
    });
    expect(report.panels.map(({ id, kind, title }) => [id, kind, title])).toEqual([
      [1, 'stat', 'P1'],
      [expect.any(Number), 'row', 'Folded'],
      [expect.any(Number), 'row', 'Open'],
      [expect.any(Number), 'row', 'Tab'],
      [2, 'unsupported', 'P2'],
      [3, 'unsupported', 'L'],
    ]);
    expect(dashboard.panels.map(({ grid: { x, y, width } }) => [x, y, width])).toEqual([
      [0, 0, 24],
      [0, 1, 24],
      [0, 2, 24],
      [0, 3, 12],
      [12, 3, 12],
    ]);
    const row = dashboard.panels[0];
    expect(row?.kind === 'row' ? row.panels[0] : null).toMatchObject({
      kind: 'stat',
      grid: { x: 0, y: 1, width: 8, height: 4 },
      repeat: { variable: 'v', direction: 'horizontal' },
      field: { unit: 's' },
      options: { colorMode: 'value' },
      maxDataPoints: 50,
      targets: [{ kind: 'promql', refId: 'A', expr: 'up', hidden: true }],
      transformations: [{ id: 'organize', options: { a: 1 } }],
    });
  });

  it('is exported in the classic form, which reads as the same dashboard', () => {
    const { dashboard } = importGrafanaDashboard(JSON.stringify(FILE));
    const text = exportGrafanaDashboard(dashboard);
    expect(JSON.parse(text)).toHaveProperty('panels');
    expect(importGrafanaDashboard(text).dashboard).toEqual(dashboard);
  });
});

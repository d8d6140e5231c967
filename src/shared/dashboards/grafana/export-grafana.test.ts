import { describe, expect, it } from 'vitest';
import type { Dashboard } from '../../domain/dashboard.ts';
import type { DataPanel } from '../../domain/dashboard-panel.ts';
import { exportGrafanaDashboard } from './export-grafana.ts';
import { importGrafanaDashboard } from './import-grafana.ts';

const FILE = {
  annotations: { list: [{ builtIn: 1, enable: true, hide: true, iconColor: 'blue', name: 'A', zone: 1 }] },
  future: { a: [1, { b: 2 }] },
  graphTooltip: 1,
  links: [{ title: 'L', type: 'link', url: 'https://example.org', weird: true }],
  panels: [
    {
      datasource: { type: 'prometheus', uid: '[[ds]]' },
      fieldConfig: {
        defaults: { custom: { lineWidth: 1, novelty: 'x' }, max: null, unit: 's' },
        overrides: [
          {
            __systemRef: 'hideSeriesFrom',
            matcher: {
              id: 'byNames',
              options: { mode: 'exclude', names: ['a'], prefix: 'All except:', readOnly: true },
            },
            properties: [
              { id: 'custom.hideFrom', value: { legend: false, tooltip: false, viz: true } },
              { id: 'unknown.thing', value: 1 },
              { id: 'min' },
            ],
          },
        ],
      },
      gridPos: { h: 8, static: true, w: 12, x: 0, y: 0 },
      id: 2,
      options: { legend: { calcs: [], showLegend: false }, tooltip: { mode: 'single' } },
      repeat: 'ds',
      repeatDirection: 'h',
      targets: [
        { editorMode: 'code', expr: 'up', hide: false, refId: 'A' },
        { datasource: { type: 'loki' }, expr: '{a="b"}', refId: 'B' },
      ],
      title: '',
      transformations: [{ id: 'brandNew', options: {} }],
      type: 'timeseries',
    },
    { gridPos: { h: 1, w: 24, x: 0, y: 8 }, id: 3, custom: { deep: true }, title: 'X', type: 'unheard-of' },
  ],
  schemaVersion: 41,
  templating: {
    list: [
      {
        current: { text: 'a', value: 'a' },
        name: 'v',
        query: { qryType: 1, query: 'label_values(a)', refId: 'q' },
        type: 'query',
      },
      { name: 'u', type: 'unheard-of', whatever: 1 },
    ],
  },
  time: { from: 'now-6h', to: 'now' },
  title: 'T',
  uid: 'u1',
};

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}

function imported(): Dashboard {
  return importGrafanaDashboard(JSON.stringify(FILE)).dashboard;
}

describe('exportGrafanaDashboard', () => {
  it('writes what was imported, byte for byte in sorted keys, known or not', () => {
    expect(exportGrafanaDashboard(imported())).toBe(`${JSON.stringify(sorted(FILE), null, 2)}\n`);
  });

  it('writes what was changed and leaves the rest', () => {
    const dashboard = imported();
    const first = dashboard.panels[0] as DataPanel;
    const field = { ...first.field, lineWidth: 3, max: 9 };
    const changed = {
      ...dashboard,
      title: 'New',
      panels: [{ ...first, title: 'Named', field }],
    } as Dashboard;
    const written = JSON.parse(exportGrafanaDashboard(changed));
    expect(written.title).toBe('New');
    expect(written.panels).toHaveLength(1);
    expect(written.panels[0]).toMatchObject({
      title: 'Named',
      fieldConfig: { defaults: { custom: { lineWidth: 3, novelty: 'x' }, max: 9, unit: 's' } },
    });
  });

  it('writes a dashboard that never was a file', () => {
    const own: Dashboard = {
      id: 'd1',
      title: 'Own',
      tags: [],
      variables: [{ kind: 'textbox', name: 'q', query: '' }],
      panels: [
        {
          kind: 'state-timeline',
          style: 'samples',
          id: 1,
          title: 'S',
          grid: { x: 0, y: 0, width: 24, height: 4 },
          targets: [{ kind: 'promql', refId: 'A', expr: 'up' }],
          transformations: [],
          field: {},
          overrides: [],
          options: { rowHeight: 0.9 },
        },
      ],
      timeRange: { from: 'now-1h', to: 'now' },
      refresh: '10s',
      links: [],
      annotations: [],
    };
    const text = exportGrafanaDashboard(own);
    expect(JSON.parse(text).panels[0].type).toBe('status-history');
    expect(importGrafanaDashboard(text).dashboard).toEqual(own);
  });
});

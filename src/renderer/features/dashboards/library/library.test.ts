import { expect, it } from 'vitest';
import { importGrafanaDashboard } from '../../../../shared/dashboards/grafana/import-grafana.ts';
import type { DashboardSummary } from '../../../../shared/domain/dashboard-library.ts';
import { filterDashboards, tagCounts } from './filter-dashboards.ts';
import { reportModel } from './report-model.ts';

function summary(title: string, tags: readonly string[], problem: string | null = null): DashboardSummary {
  return { id: title, title, description: '', tags, panelCount: 1, undrawnCount: 0, changedAtMs: 0, problem };
}

it('finds dashboards by all words and a tag, and keeps broken files in sight', () => {
  const all = [
    summary('Node exporter', ['linux', 'host']),
    summary('Go', ['linux']),
    summary('x', [], 'broken'),
  ];
  expect(filterDashboards(all, 'LINUX node', null).map(({ id }) => id)).toEqual(['Node exporter', 'x']);
  expect(filterDashboards(all, '', 'host').map(({ id }) => id)).toEqual(['Node exporter', 'x']);
  expect(tagCounts(all)).toEqual([
    ['linux', 2],
    ['host', 1],
  ]);
});

it('counts what is drawn, and names what is not with its reason', () => {
  const panels = [
    { id: 1, type: 'timeseries', title: 'A' },
    { id: 2, type: 'heatmap', title: 'B', options: { calculate: true } },
    { id: 3, type: 'row', collapsed: true, title: 'R', panels: [{ id: 4, type: 'geomap', title: 'C' }] },
  ];
  const filters = [
    { key: 'job', operator: '=', value: 'api' },
    { key: 'size', operator: '<', value: '5' },
  ];
  const variables = [{ type: 'adhoc', name: 'filters', filters }];
  const { dashboard, report } = importGrafanaDashboard(
    JSON.stringify({ schemaVersion: 39, panels, templating: { list: variables } }),
  );
  const model = reportModel(dashboard, report);
  expect(model.drawn).toBe(1);
  expect(model.undrawn.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^B \(heatmap\): /),
    'C (geomap): it draws a map',
  ]);
  expect(model.notUsed.map(({ text }) => text)).toEqual([
    'Variable filters: PromQL has no matcher for the filter "size < 5"',
  ]);
});

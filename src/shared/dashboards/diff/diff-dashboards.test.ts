import { expect, it } from 'vitest';
import type { Dashboard } from '../../domain/dashboard.ts';
import { addPanel, movePanel, removePanel } from '../edit/edit-panels.ts';
import { importGrafanaDashboard } from '../grafana/import-grafana.ts';
import { diffDashboards, diffJson } from './diff-dashboards.ts';

function dashboardOf(title: string, expr: string): Dashboard {
  const panels = [
    { id: 1, type: 'stat', title: 'S', gridPos: { x: 0, y: 0, w: 6, h: 4 }, targets: [{ refId: 'A', expr }] },
    { id: 2, type: 'stat', title: '', gridPos: { x: 6, y: 0, w: 6, h: 4 }, targets: [] },
  ];
  const templating = { list: [{ name: 'v', type: 'custom', query: expr }] };
  return importGrafanaDashboard(JSON.stringify({ schemaVersion: 41, title, panels, templating })).dashboard;
}

it('names each part with the values that differ', () => {
  const before = dashboardOf('A', 'up');
  expect(diffDashboards(before, dashboardOf('A', 'up'))).toEqual([]);
  expect(diffDashboards(before, dashboardOf('B', 'down'))).toEqual([
    {
      part: 'settings',
      name: 'Settings',
      change: 'changed',
      values: [{ path: 'title', before: 'A', after: 'B' }],
    },
    {
      part: 'panel',
      name: 'S',
      change: 'changed',
      values: [{ path: 'targets[0].expr', before: 'up', after: 'down' }],
    },
    {
      part: 'variable',
      name: 'v',
      change: 'changed',
      values: [{ path: 'query', before: 'up', after: 'down' }],
    },
  ]);
});

it('tells moves, additions and removals apart', () => {
  const before = dashboardOf('A', 'up');
  const moved = movePanel(before, 1, { group: 0, x: 12, y: 0, width: 6, height: 4 });
  const { dashboard: added } = addPanel(moved, { kind: 'text', title: 'N', queries: [] });
  const after = removePanel(added, 2);
  const kinds = diffDashboards(before, after).map(({ name, change }) => `${name} ${change}`);
  expect(kinds.sort()).toEqual(['N added', 'Panel 2 removed', 'S moved']);
});

it('tells a missing value from an empty one', () => {
  expect(diffJson({ a: [1] }, { a: [1, ''], b: null })).toEqual([
    { path: 'a[1]', before: null, after: '' },
    { path: 'b', before: null, after: 'null' },
  ]);
});

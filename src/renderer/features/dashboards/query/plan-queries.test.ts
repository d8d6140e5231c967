import { describe, expect, it } from 'vitest';
import { importGrafanaDashboard } from '../../../../shared/dashboards/grafana/import-grafana.ts';
import type { DataPanel } from '../../../../shared/domain/dashboard-panel.ts';
import { minStepMs, planQueries, stepFactor } from './plan-queries.ts';

const BUILTINS = {
  startMs: 0,
  endMs: 3_600_000,
  stepMs: 15_000,
  scrapeIntervalMs: 15_000,
  dashboardTitle: 'T',
};

function panelOf(json: object): DataPanel {
  const { dashboard } = importGrafanaDashboard(JSON.stringify({ schemaVersion: 39, panels: [json] }));
  return dashboard.panels[0] as DataPanel;
}

describe('planQueries', () => {
  it('fills built-in variables and leaves hidden, empty and foreign targets out', () => {
    const panel = panelOf({
      id: 1,
      type: 'timeseries',
      targets: [
        { refId: 'A', expr: 'rate(x[$__rate_interval])', legendFormat: '__auto' },
        { refId: 'B', expr: 'y', hide: true },
        { refId: 'C', expr: ' ' },
        { refId: 'D', rawSql: 'select 1', datasource: { type: 'mysql', uid: 'm' } },
      ],
    });
    expect(planQueries(panel, new Map(), BUILTINS)).toEqual({
      range: [{ refId: 'A', expr: 'rate(x[1m])', legend: '' }],
      instant: [],
    });
  });

  it('asks for an instant where the panel can show one', () => {
    const target = { refId: 'A', expr: 'x', instant: true };
    const kinds = (type: string) =>
      planQueries(panelOf({ id: 1, type, targets: [target] }), new Map(), BUILTINS);
    expect(kinds('stat').instant).toHaveLength(1);
    expect(kinds('timeseries').range).toHaveLength(1);
    const ranged = panelOf({ id: 1, type: 'table', targets: [{ refId: 'A', expr: 'x' }] });
    expect(planQueries(ranged, new Map(), BUILTINS).instant).toHaveLength(1);
  });
});

it('takes the widest step that its targets ask for', () => {
  const panel = panelOf({
    id: 1,
    type: 'timeseries',
    interval: '>20s',
    targets: [
      { refId: 'A', expr: 'x', interval: '1m', intervalFactor: 2 },
      { refId: 'B', expr: 'y', interval: 'nonsense' },
    ],
  });
  expect(minStepMs(panel, new Map(), BUILTINS)).toBe(60_000);
  expect(stepFactor(panel)).toBe(2);
});

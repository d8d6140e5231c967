import { describe, expect, it } from 'vitest';
import type { DataPanel, Panel } from '../../domain/dashboard-panel.ts';
import { AppError } from '../../errors.ts';
import { type ImportedDashboard, importGrafanaDashboard } from './import-grafana.ts';

function importJson(json: unknown): ImportedDashboard {
  return importGrafanaDashboard(JSON.stringify(json));
}

function importPanel(panel: object): { panel: Panel; imported: ImportedDashboard } {
  const imported = importJson({ title: 'T', schemaVersion: 41, panels: [panel] });
  return { panel: imported.dashboard.panels[0] as Panel, imported };
}

function refusal(text: string): AppError {
  try {
    importGrafanaDashboard(text);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

function braced(name: string): string {
  return `$\{${name}}`;
}

const TARGET = { refId: 'A', expr: 'up', legendFormat: '{{job}}' };

describe('importGrafanaDashboard', () => {
  it('reads a time series panel with its field options, overrides and options', () => {
    const { panel, imported } = importPanel({
      id: 7,
      type: 'timeseries',
      title: 'Requests',
      gridPos: { x: 0, y: 1, w: 12, h: 8 },
      targets: [{ ...TARGET, instant: false, hide: true, format: 'table' }],
      fieldConfig: {
        defaults: {
          unit: 'reqps',
          custom: { lineWidth: 2, stacking: { mode: 'normal', group: 'A' }, axisSoftMax: 5 },
          thresholds: { mode: 'absolute', steps: [{ color: 'green' }, { color: 'red', value: 80 }] },
          mappings: [{ type: 'special', options: { match: 'null', result: { text: 'N/A' } } }],
        },
        overrides: [
          {
            matcher: { id: 'byRegexp', options: '/5xx/' },
            properties: [
              { id: 'color', value: { mode: 'fixed', fixedColor: 'red' } },
              { id: 'custom.axisPlacement', value: 'right' },
            ],
          },
        ],
      },
      options: {
        legend: { displayMode: 'table', placement: 'right', calcs: ['max'] },
        tooltip: { mode: 'multi' },
      },
    });
    expect(panel).toEqual({
      kind: 'timeseries',
      id: 7,
      title: 'Requests',
      grid: { x: 0, y: 1, width: 12, height: 8 },
      targets: [
        {
          kind: 'promql',
          refId: 'A',
          expr: 'up',
          legend: '{{job}}',
          instant: false,
          hidden: true,
          format: 'table',
        },
      ],
      transformations: [],
      field: {
        unit: 'reqps',
        lineWidth: 2,
        stacking: { mode: 'normal', group: 'A' },
        softMax: 5,
        thresholds: { mode: 'absolute', steps: [{ color: 'green' }, { color: 'red', value: 80 }] },
        mappings: [{ kind: 'special', match: 'null', result: { text: 'N/A' } }],
      },
      overrides: [
        {
          match: { by: 'regex', value: '/5xx/' },
          options: { color: { mode: 'fixed', fixedColor: 'red' }, axis: 'right' },
        },
      ],
      options: { legend: { mode: 'table', placement: 'right', calcs: ['max'] }, tooltip: { mode: 'multi' } },
    });
    expect(imported.report.unmapped).toEqual([]);
  });

  it('names each option that it does not map, and keeps it', () => {
    const { panel, imported } = importPanel({
      id: 1,
      type: 'stat',
      options: { glow: { strength: 3 }, colorMode: 'rainbow', empty: '' },
      targets: [TARGET],
    });
    expect(imported.report.unmapped).toEqual([
      { where: 'panels[0].options.glow.strength', value: 3, neutral: false },
      { where: 'panels[0].options.colorMode', value: 'rainbow', neutral: false },
      { where: 'panels[0].options.empty', value: '', neutral: true },
    ]);
    expect((panel as DataPanel).options.extra).toEqual({
      glow: { strength: 3 },
      colorMode: 'rainbow',
      empty: '',
    });
  });

  it('names panels that it does not draw with the reason and keeps them whole', () => {
    const logs = {
      id: 3,
      type: 'logs',
      title: 'Log',
      gridPos: { x: 0, y: 0, w: 6, h: 4 },
      options: { wrap: true },
    };
    const { panel, imported } = importPanel(logs);
    expect(imported.report.panels).toEqual([
      {
        id: 3,
        title: 'Log',
        type: 'logs',
        kind: 'unsupported',
        where: 'panels[0]',
        outcome: 'unsupported',
        reason: expect.stringContaining('log lines'),
      },
    ]);
    expect(panel).toMatchObject({ kind: 'unsupported', extra: { options: { wrap: true } } });
  });

  it.each([
    [{ type: 'loki', uid: 'x' }, 'loki'],
    [{ type: 'elasticsearch' }, 'elasticsearch'],
    ['My InfluxDB', 'influxdb'],
  ])('does not draw a panel whose queries go elsewhere: %j', (datasource, name) => {
    const { panel } = importPanel({
      type: 'timeseries',
      datasource,
      targets: [{ refId: 'A', expr: '{app="x"}' }],
    });
    expect(panel).toMatchObject({ kind: 'unsupported', reason: expect.stringContaining(name) });
  });

  it('draws a mixed panel with what it can ask, and reports the other targets', () => {
    const { panel, imported } = importPanel({
      id: 1,
      type: 'timeseries',
      datasource: { type: 'datasource', uid: '-- Mixed --' },
      targets: [
        { ...TARGET, datasource: { type: 'prometheus', uid: 'p' } },
        { refId: 'B', rawSql: 'select 1', datasource: { type: 'postgres', uid: 'q' } },
        { refId: 'C', type: 'math', expression: '$A*2', datasource: { type: '__expr__', uid: '__expr__' } },
      ],
    });
    expect(panel.kind).toBe('timeseries');
    expect(imported.report.targets.map(({ refId, outcome }) => [refId, outcome])).toEqual([
      ['A', 'kept'],
      ['B', 'unsupported'],
      ['C', 'unsupported'],
    ]);
  });

  it('follows data source variables and inputs to what they stand for', () => {
    const { dashboard } = importJson({
      title: 'T',
      __inputs: [{ name: 'DS_LOGS', type: 'datasource', pluginId: 'loki' }],
      templating: { list: [{ name: 'ds', type: 'datasource', query: 'prometheus' }] },
      panels: [
        { type: 'timeseries', datasource: braced('DS_LOGS'), targets: [TARGET] },
        { type: 'timeseries', datasource: { uid: '$ds' }, targets: [TARGET] },
      ],
    });
    expect(dashboard.panels.map((panel) => panel.kind)).toEqual(['unsupported', 'timeseries']);
  });

  it('keeps transformations in their place and reports those that it does not know', () => {
    const { panel, imported } = importPanel({
      id: 1,
      type: 'table',
      targets: [TARGET],
      transformations: [
        { id: 'joinByField', options: { byField: 'Time' } },
        { id: 'magic', options: { a: 1 } },
      ],
    });
    expect((panel as DataPanel).transformations.map(({ id }) => id)).toEqual(['joinByField', 'magic']);
    expect(imported.report.transformations[1]).toMatchObject({ id: 'magic', outcome: 'unsupported' });
  });

  it('reports variables by kind and names those that it does not know', () => {
    const { dashboard, report } = importJson({
      title: 'T',
      templating: {
        list: [
          {
            name: 'job',
            type: 'query',
            query: { query: 'label_values(up, job)', refId: 'x' },
            hide: 2,
            sort: 3,
          },
          { name: 'n', type: 'custom', query: '1,2', multi: true, current: { text: ['1'], value: ['1'] } },
          { name: 'g', type: 'groupby' },
          { name: 'logs', type: 'query', query: 'x', datasource: { type: 'loki' } },
          { type: 'query' },
        ],
      },
      panels: [],
    });
    expect(dashboard.variables.map((variable) => variable.kind)).toEqual([
      'query',
      'custom',
      'unsupported',
      'unsupported',
    ]);
    expect(dashboard.variables[0]).toMatchObject({
      query: 'label_values(up, job)',
      hide: 'hidden',
      sort: 'numerical',
    });
    expect(report.variables.map(({ name, reason }) => [name, reason === null])).toEqual([
      ['job', true],
      ['n', true],
      ['g', false],
      ['logs', false],
    ]);
    expect(report.notes).toEqual(['templating.list[4] is no variable: it has no name']);
  });

  it('notes a circle of variables by their names', () => {
    const query = (other: string): string => `label_values(up{x="$${other}"}, x)`;
    const { report } = importJson({
      title: 'T',
      panels: [],
      templating: {
        list: [
          { name: 'a', type: 'query', query: query('b') },
          { name: 'b', type: 'query', query: query('a') },
        ],
      },
    });
    expect(report.notes[0]).toContain('a → b → a');
  });

  it('notes queries that mention what is no variable', () => {
    const { report } = importJson({
      title: 'T',
      templating: { list: [{ name: 'w', type: 'constant', query: '5m' }] },
      panels: [
        {
          id: 4,
          type: 'stat',
          targets: [
            { refId: 'A', expr: 'label_replace(rate(x[$w]), "a", "$1", "b", "") > $peak + $__range_s' },
          ],
        },
      ],
    });
    expect(report.notes).toEqual(['panel 4: the query A mentions $peak, which is no variable']);
  });

  it('holds the panels of a collapsed row in it, and gives ids where they are missing or twice there', () => {
    const { dashboard } = importJson({
      title: 'T',
      panels: [
        {
          type: 'row',
          title: 'R',
          collapsed: true,
          panels: [
            { id: 1, type: 'text' },
            { id: 1, type: 'text' },
          ],
        },
        { type: 'text', options: { content: '# hi', mode: 'markdown' } },
      ],
    });
    const row = dashboard.panels[0];
    expect(row).toMatchObject({ kind: 'row', collapsed: true });
    const inner = row?.kind === 'row' ? row.panels.map((panel) => panel.id) : [];
    const ids = [row?.id, ...inner, dashboard.panels[1]?.id];
    expect(new Set(ids).size).toBe(4);
  });

  it('fills in library panels that the file brings along, and names the others', () => {
    const { dashboard, report } = importJson({
      title: 'T',
      __elements: { u1: { uid: 'u1', name: 'L', model: { type: 'stat', targets: [TARGET] } } },
      panels: [
        { id: 1, libraryPanel: { uid: 'u1', name: 'L' }, gridPos: { x: 0, y: 0, w: 3, h: 3 } },
        { id: 2, libraryPanel: { uid: 'u2', name: 'Far away' } },
      ],
    });
    expect(dashboard.panels[0]).toMatchObject({ kind: 'stat', grid: { width: 3 } });
    expect(report.panels[1]?.reason).toContain('"Far away"');
  });

  it('gives targets without one a refId that none of the others has', () => {
    const { panel } = importPanel({
      type: 'table',
      targets: [{ expr: 'a' }, { expr: 'b', refId: 'A' }, { expr: 'c' }],
    });
    expect((panel as DataPanel).targets.map((target) => target.refId)).toEqual(['B', 'A', 'C']);
  });

  it.each([
    [{ dashboard: { title: 'In', panels: [] }, meta: {} }],
    [{ apiVersion: 'dashboard.grafana.app/v1beta1', kind: 'Dashboard', spec: { title: 'In', panels: [] } }],
  ])('reads the answer of an API: %j', (file) => {
    expect(importJson(file).dashboard.title).toBe('In');
  });

  it('fills constant inputs', () => {
    const { dashboard } = importJson({
      title: 'T',
      __inputs: [{ name: 'VAR_P', type: 'constant', value: 'my' }],
      panels: [{ type: 'stat', targets: [{ refId: 'A', expr: `${braced('VAR_P')}_total` }] }],
    });
    const panel = dashboard.panels[0] as DataPanel;
    expect(panel.targets[0]).toMatchObject({ expr: 'my_total' });
  });
});

describe('a file that is no dashboard, or hostile', () => {
  it.each([
    ['', 'not JSON'],
    ['{', 'not JSON'],
    ['[]', 'a list'],
    ['3', 'a single value'],
    ['{"a":1}', 'an object without panels'],
  ])('refuses %j', (text, sentence) => {
    expect(refusal(text)).toMatchObject({ code: 'bad_data', message: expect.stringContaining(sentence) });
  });

  it('refuses a file over 10 MiB, also where only its bytes are that many', () => {
    expect(refusal(`"${'x'.repeat(10 * 1024 ** 2)}"`).message).toContain('larger than 10 MiB');
    expect(refusal(`"${'é'.repeat(6 * 1024 ** 2)}"`).message).toContain('larger than 10 MiB');
  });

  it('refuses a file that nests too deeply, naming the place, and is not misled by brackets in texts', () => {
    expect(refusal(`{"panels":${'['.repeat(5_000_000)}`)).toMatchObject({
      code: 'bad_data',
      message: expect.stringContaining('at character'),
    });
    expect(importJson({ title: '[{'.repeat(500), panels: [] }).dashboard.panels).toEqual([]);
  });

  it('refuses __proto__ anywhere, naming the place', () => {
    const text = '{"title":"T","panels":[{"type":"stat","options":{"__proto__":{"polluted":1}}}]}';
    expect(refusal(text)).toMatchObject({
      code: 'bad_data',
      message: expect.stringContaining('panels[0].options'),
    });
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('reads labels called constructor or toString like any other', () => {
    const { panel } = importPanel({
      type: 'table',
      targets: [TARGET],
      transformations: [{ id: 'organize', options: { renameByName: { constructor: 'C', toString: 'S' } } }],
    });
    expect((panel as DataPanel).transformations[0]?.options).toEqual({
      renameByName: { constructor: 'C', toString: 'S' },
    });
  });

  it.each([
    ['panels', `{"title":"T","panels":[${'{},'.repeat(999_999)}{}]}`],
    ['targets', `{"title":"T","panels":[{"type":"stat","targets":[${'{},'.repeat(50_000)}{}]}]}`],
    ['variables', `{"title":"T","panels":[],"templating":{"list":[${'{},'.repeat(5_000)}{}]}}`],
    ['panels', `{"title":"T","rows":[{"panels":[${'{},'.repeat(5_000)}{}]}]}`],
  ])('refuses too many %s before it does any work', (what, text) => {
    expect(refusal(text)).toMatchObject({ code: 'bad_data', message: expect.stringContaining(what) });
  });

  it('survives members of the wrong type everywhere', () => {
    const { dashboard, report } = importJson({
      title: 5,
      tags: 'x',
      time: 3,
      links: [1],
      annotations: { list: 'no' },
      templating: { list: [null, 1, { name: 'v', type: 'custom', query: 7, options: 'x', current: 9 }] },
      panels: [null, 3, { type: 'stat', targets: [null, 'x', { refId: 3 }], fieldConfig: [], gridPos: 'x' }],
    });
    expect(dashboard.title).toBe('');
    expect(dashboard.panels).toHaveLength(1);
    expect(report.unmapped.map(({ where }) => where)).toEqual(
      expect.arrayContaining(['title', 'tags', 'time', 'annotations.list', 'panels[0].gridPos']),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { importGrafanaDashboard } from '../../../../shared/dashboards/grafana/import-grafana.ts';
import type { FilledVariable } from '../../../../shared/dashboards/variables/interpolate.ts';
import { layOut } from './layout.ts';

function variable(name: string, values: readonly string[]): readonly [string, FilledVariable] {
  return [name, { name, values, text: values.join(' + '), all: false, allValue: null, multiple: true }];
}

const place = (x: number, y: number, w: number, h: number) => ({ x, y, w, h });

function sectionsOf(panels: object[], variables: readonly (readonly [string, FilledVariable])[] = []) {
  const { dashboard } = importGrafanaDashboard(JSON.stringify({ title: 'T', schemaVersion: 39, panels }));
  return layOut(dashboard, new Map(variables)).map(({ title, panels: placed }) => ({
    title,
    placed: placed.map(({ panel, x, y, width, height }) => [panel.id, x, y, width, height]),
  }));
}

describe('layOut', () => {
  it('gives each row the panels below it, from its own top', () => {
    expect(
      sectionsOf([
        { id: 1, type: 'stat', gridPos: place(0, 0, 6, 4) },
        { id: 2, type: 'row', title: 'Open', gridPos: place(0, 4, 24, 1) },
        { id: 3, type: 'stat', gridPos: place(12, 5, 12, 8) },
        {
          id: 4,
          type: 'row',
          title: 'Closed',
          collapsed: true,
          gridPos: place(0, 13, 24, 1),
          panels: [{ id: 5, type: 'stat', gridPos: place(0, 14, 24, 6) }],
        },
      ]),
    ).toEqual([
      { title: null, placed: [[1, 0, 0, 6, 4]] },
      { title: 'Open', placed: [[3, 12, 0, 12, 8]] },
      { title: 'Closed', placed: [[5, 0, 0, 24, 6]] },
    ]);
  });

  it('repeats a panel side by side and moves what is below down', () => {
    const [section] = sectionsOf(
      [
        { id: 1, type: 'stat', repeat: 'm', maxPerRow: 2, gridPos: place(0, 0, 24, 4) },
        { id: 2, type: 'stat', gridPos: place(0, 4, 24, 3) },
      ],
      [variable('m', ['a', 'b', 'c'])],
    );
    expect(section?.placed).toEqual([
      [1, 0, 0, 12, 4],
      [1, 12, 0, 12, 4],
      [1, 0, 4, 12, 4],
      [2, 0, 8, 24, 3],
    ]);
  });

  it('moves panels off each other and up into free room', () => {
    const [section] = sectionsOf([
      { id: 1, type: 'stat', gridPos: place(0, 0, 12, 8) },
      { id: 2, type: 'stat', gridPos: place(6, 0, 6, 3) },
      { id: 3, type: 'stat', gridPos: place(12, 5, 12, 3) },
    ]);
    expect(section?.placed).toEqual([
      [1, 0, 0, 12, 8],
      [2, 6, 8, 6, 3],
      [3, 12, 0, 12, 3],
    ]);
  });

  it('repeats downwards in its own width', () => {
    const [section] = sectionsOf(
      [{ id: 1, type: 'stat', repeat: 'm', repeatDirection: 'v', gridPos: place(6, 0, 6, 4) }],
      [variable('m', ['a', 'b'])],
    );
    expect(section?.placed).toEqual([
      [1, 6, 0, 6, 4],
      [1, 6, 4, 6, 4],
    ]);
  });

  it('repeats a row with a variable narrowed to one value each', () => {
    const row = {
      id: 1,
      type: 'row',
      title: 'R',
      repeat: 'm',
      collapsed: true,
      gridPos: place(0, 0, 24, 1),
      panels: [{ id: 2, type: 'stat', gridPos: place(0, 1, 24, 4) }],
    };
    const { dashboard } = importGrafanaDashboard(JSON.stringify({ schemaVersion: 39, panels: [row] }));
    const sections = layOut(dashboard, new Map([variable('m', ['a', 'b'])]));
    expect(sections.map(({ variables }) => variables.get('m')?.values)).toEqual([['a'], ['b']]);
    expect(new Set(sections.flatMap(({ panels }) => panels.map(({ key }) => key))).size).toBe(2);
  });

  it('shows a repeated panel once while its variable has no value', () => {
    const [section] = sectionsOf(
      [{ id: 1, type: 'stat', repeat: 'm', gridPos: place(0, 0, 24, 4) }],
      [variable('m', [])],
    );
    expect(section?.placed).toHaveLength(1);
  });
});

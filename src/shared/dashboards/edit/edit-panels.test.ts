import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dashboard } from '../../domain/dashboard.ts';
import { exportGrafanaDashboard } from '../grafana/export-grafana.ts';
import { importGrafanaDashboard } from '../grafana/import-grafana.ts';
import {
  addPanel,
  addRow,
  changeRow,
  duplicatePanel,
  movePanel,
  moveRow,
  removePanel,
  removeRow,
} from './edit-panels.ts';
import { toGroups } from './groups.ts';
import { convertPanel } from './new-panel.ts';

function panel(id: number, x: number, y: number, w: number, h: number): object {
  return { id, type: 'timeseries', title: `P${id}`, gridPos: { x, y, w, h }, targets: [] };
}

function dashboardOf(...panels: object[]): Dashboard {
  return importGrafanaDashboard(JSON.stringify({ schemaVersion: 41, title: 'T', panels })).dashboard;
}

function places(dashboard: Dashboard): Record<string, string> {
  return Object.fromEntries(
    toGroups(dashboard).flatMap(({ panels }, group) =>
      panels.map(({ id, grid: { x, y, width, height } }) => [id, `${group}: ${x},${y} ${width}x${height}`]),
    ),
  );
}

const TWO = dashboardOf(panel(1, 0, 0, 12, 8), panel(2, 12, 0, 12, 8), panel(3, 0, 8, 24, 4));
const ROWS = dashboardOf(
  panel(1, 0, 0, 12, 8),
  { id: 10, type: 'row', title: 'R', gridPos: { x: 0, y: 8, w: 24, h: 1 }, collapsed: false, panels: [] },
  panel(2, 0, 9, 12, 8),
  {
    ...{ id: 11, type: 'row', title: 'C', gridPos: { x: 0, y: 17, w: 24, h: 1 }, collapsed: true },
    panels: [panel(4, 0, 18, 6, 4)],
  },
);

describe('moving panels', () => {
  it('makes room to the side and below', () => {
    const moved = movePanel(TWO, 3, { group: 0, x: 0, y: 0, width: 24, height: 4 });
    expect(places(moved)).toEqual({ 3: '0: 0,0 24x4', 1: '0: 0,4 12x8', 2: '0: 12,4 12x8' });
  });

  it('lets a panel below rise once the moved one has passed its middle', () => {
    const before = dashboardOf(panel(1, 0, 0, 24, 4), panel(2, 0, 4, 24, 4));
    const near = movePanel(before, 1, { group: 0, x: 0, y: 1, width: 24, height: 4 });
    expect(places(near)).toEqual(places(before));
    const past = movePanel(before, 1, { group: 0, x: 0, y: 3, width: 24, height: 4 });
    expect(places(past)).toEqual({ 2: '0: 0,0 24x4', 1: '0: 0,4 24x4' });
  });

  it('keeps sizes and places within the grid', () => {
    const moved = movePanel(TWO, 1, { group: 0, x: 20, y: -3, width: 90, height: 0 });
    expect(places(moved)[1]).toBe('0: 0,0 24x2');
  });

  it('moves between rows, into collapsed ones too', () => {
    const moved = movePanel(ROWS, 1, { group: 2, x: 6, y: 0, width: 6, height: 4 });
    expect(places(moved)).toEqual({ 2: '1: 0,0 12x8', 4: '2: 0,0 6x4', 1: '2: 6,0 6x4' });
    const row = moved.panels.find(({ id }) => id === 11);
    expect(row?.kind === 'row' && row.panels.map(({ id }) => id)).toEqual([4, 1]);
  });

  it('never lets panels overlap or leave the grid', () => {
    const target = fc.record({
      id: fc.integer({ min: 1, max: 4 }),
      group: fc.integer({ min: 0, max: 3 }),
      x: fc.integer({ min: -5, max: 30 }),
      y: fc.integer({ min: -5, max: 40 }),
      width: fc.integer({ min: -2, max: 40 }),
      height: fc.integer({ min: -2, max: 80 }),
    });
    fc.assert(
      fc.property(fc.array(target, { maxLength: 12 }), (moves) => {
        const end = moves.reduce((dashboard, { id, ...to }) => movePanel(dashboard, id, to), ROWS);
        const groups = toGroups(end);
        expect(groups.flatMap(({ panels }) => panels.map(({ id }) => id)).sort()).toEqual([1, 2, 4]);
        for (const { panels } of groups) {
          for (const a of panels) {
            expect(a.grid.x).toBeGreaterThanOrEqual(0);
            expect(a.grid.x + a.grid.width).toBeLessThanOrEqual(24);
            for (const b of panels) {
              if (a === b) continue;
              const isApart =
                a.grid.x >= b.grid.x + b.grid.width ||
                b.grid.x >= a.grid.x + a.grid.width ||
                a.grid.y >= b.grid.y + b.grid.height ||
                b.grid.y >= a.grid.y + a.grid.height;
              expect(isApart).toBe(true);
            }
          }
        }
      }),
    );
  });
});

describe('adding and removing', () => {
  it('puts a new panel where there is room, with an id of its own', () => {
    const { dashboard, panel: added } = addPanel(ROWS, {
      kind: 'timeseries',
      title: 'N',
      queries: [{ expr: 'up' }],
    });
    expect(added.id).toBe(12);
    expect(places(dashboard)[12]).toBe('0: 12,0 12x8');
    const text = exportGrafanaDashboard(dashboard);
    expect(exportGrafanaDashboard(importGrafanaDashboard(text).dashboard)).toBe(text);
  });

  it('adds to the last row where all panels are in rows', () => {
    const inRows = removePanel(ROWS, 1);
    const { dashboard } = addPanel(inRows, { kind: 'stat', title: 'N', queries: [] });
    expect(places(dashboard)[12]).toBe('2: 6,0 6x4');
  });

  it('duplicates within the row and lets others rise when one goes', () => {
    expect(places(duplicatePanel(ROWS, 2))[12]).toBe('1: 12,0 12x8');
    expect(duplicatePanel(ROWS, 99)).toBe(ROWS);
    const without = removePanel(removePanel(TWO, 1), 2);
    expect(places(without)).toEqual({ 3: '0: 0,0 24x4' });
  });
});

describe('rows', () => {
  it('are added, renamed, moved and removed with or without their panels', () => {
    const added = addRow(TWO, 'New');
    expect(toGroups(added).map(({ row }) => row?.title)).toEqual([undefined, 'New']);
    const renamed = changeRow(added, 4, (row) => ({ ...row, title: 'Other', collapsed: true }));
    expect(toGroups(renamed)[1]?.row).toMatchObject({ title: 'Other', collapsed: true });
    expect(toGroups(moveRow(ROWS, 11, -1)).map(({ row }) => row?.id)).toEqual([undefined, 11, 10]);
    expect(toGroups(moveRow(ROWS, 10, -1)).map(({ row }) => row?.id)).toEqual([undefined, 10, 11]);
    expect(places(removeRow(ROWS, 10, true))[2]).toBe('0: 0,8 12x8');
    expect(places(removeRow(ROWS, 10, false))[2]).toBeUndefined();
  });
});

it('draws a panel another way and keeps what both know', () => {
  const [stat] = dashboardOf({
    id: 1,
    type: 'stat',
    options: { reduceOptions: { calcs: ['max'] }, graphMode: 'none' },
    fieldConfig: { defaults: { unit: 's' } },
  }).panels;
  if (stat?.kind !== 'stat') throw new Error('no stat');
  const gauge = convertPanel(stat, 'gauge');
  expect(gauge).toMatchObject({
    kind: 'gauge',
    field: { unit: 's' },
    options: { reduce: { calcs: ['max'] } },
  });
  expect(gauge.options).not.toHaveProperty('sparkline');
});

import { expect, it } from 'vitest';
import { importGrafanaDashboard } from '../../../../shared/dashboards/grafana/import-grafana.ts';
import { describePlace, nudgePanel, resizePanel } from './nudge.ts';

const panel = (id: number, x: number, y: number) => ({
  ...{ id, type: 'stat', title: `P${id}`, targets: [] },
  gridPos: { x, y, w: 12, h: 4 },
});
const { dashboard } = importGrafanaDashboard(
  JSON.stringify({
    schemaVersion: 41,
    panels: [
      panel(1, 0, 0),
      panel(2, 0, 4),
      { id: 9, type: 'row', title: 'R', gridPos: { x: 0, y: 8, w: 24, h: 1 }, panels: [] },
      panel(3, 0, 9),
    ],
  }),
);

it('moves to the next place that differs', () => {
  expect(describePlace(nudgePanel(dashboard, 1, 'right'), 1)).toBe('Column 2, line 1, 12 wide, 4 high');
  expect(nudgePanel(dashboard, 1, 'left')).toBe(dashboard);
  expect(nudgePanel(dashboard, 1, 'up')).toBe(dashboard);
  const down = nudgePanel(dashboard, 1, 'down');
  expect(describePlace(down, 1)).toContain('Column 1, line 5,');
  expect(describePlace(nudgePanel(down, 1, 'up'), 1)).toContain('line 1,');
});

it('goes over the end of a row into the next one and back', () => {
  const inRow = nudgePanel(nudgePanel(dashboard, 1, 'down'), 1, 'down');
  expect(describePlace(inRow, 1)).toBe('Column 1, line 1 of row R, 12 wide, 4 high');
  expect(describePlace(nudgePanel(inRow, 1, 'up'), 1)).toBe('Column 1, line 5, 12 wide, 4 high');
});

it('resizes within the grid', () => {
  expect(describePlace(resizePanel(dashboard, 3, 'right'), 3)).toContain('13 wide');
  expect(describePlace(resizePanel(dashboard, 3, 'up'), 3)).toContain('3 high');
  const least = [1, 2, 3].reduce((one) => resizePanel(one, 3, 'up'), dashboard);
  expect(describePlace(least, 3)).toContain('2 high');
});

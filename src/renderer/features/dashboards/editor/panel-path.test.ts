import { expect, it } from 'vitest';
import { newPanel } from '../../../../shared/dashboards/edit/new-panel.ts';
import { readAt, writeAt } from './panel-path.ts';

const PANEL = newPanel(1, { kind: 'timeseries', title: 'T', queries: [] });

it('writes members some levels down and takes empty objects away with them', () => {
  const stacked = writeAt(PANEL, 'field.stacking.mode', 'normal');
  expect(readAt(stacked, 'field.stacking.mode')).toBe('normal');
  expect(writeAt(stacked, 'field.stacking.mode', undefined)).toEqual(PANEL);
  expect(PANEL.field).toEqual({});
});

it('reads nothing where there is nothing, not even of the prototype', () => {
  expect(readAt(PANEL, 'field.stacking.mode')).toBeUndefined();
  expect(readAt(PANEL, 'constructor.name')).toBeUndefined();
});

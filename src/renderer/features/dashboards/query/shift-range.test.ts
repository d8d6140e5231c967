import { expect, it } from 'vitest';
import { endOf, panelRange, shiftMs } from './shift-range.ts';

const SHOWN = { from: 'now-6h', to: 'now' };

it('takes a panel’s own range and shifts it', () => {
  expect(panelRange(undefined, undefined, SHOWN)).toBeNull();
  expect(panelRange('2h', '', SHOWN)).toEqual({ from: 'now-2h', to: 'now' });
  expect(panelRange('', '1d', SHOWN)).toEqual({ from: 'now-1d6h', to: 'now-1d' });
  expect(panelRange('2h', '1h', SHOWN)).toEqual({ from: 'now-3h', to: 'now-1h' });
  expect(panelRange(undefined, '1m', { from: 120_000, to: 180_000 })).toEqual({ from: 60_000, to: 120_000 });
});

it('leaves a shift that can’t be read alone', () => {
  expect(shiftMs('1d/d')).toBe(0);
  expect(panelRange(undefined, 'soon', SHOWN)).toBeNull();
  expect(panelRange(undefined, '1d', { from: 'then', to: 'now' })).toBeNull();
});

it('asks instants at the end of the range', () => {
  expect(endOf(SHOWN)).toBeNull();
  expect(endOf({ from: 0, to: 5 })).toBe(5);
  expect(endOf({ from: 'now-2d', to: 'now-1d' })).toBeLessThan(Date.now() - 86_000_000);
  expect(endOf({ from: 'now-2d', to: 'never' })).toBeNull();
});

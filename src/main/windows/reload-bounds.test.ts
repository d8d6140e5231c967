import { expect, it } from 'vitest';
import { takeReload } from './reload-bounds.ts';

it('allows three reloads in five minutes', () => {
  const reloadedAtMs: number[] = [];
  expect([0, 1, 2, 3].map((ms) => takeReload(reloadedAtMs, ms))).toEqual([true, true, true, false]);
  expect(takeReload(reloadedAtMs, 300_000)).toBe(true);
  expect(takeReload(reloadedAtMs, 300_000)).toBe(false);
});

import { expect, it } from 'vitest';
import { moved } from './moved.ts';

it.each([
  ['a', 2, 'bca'],
  ['c', 0, 'cab'],
  ['b', 1, 'abc'],
  ['b', -3, 'bac'],
  ['b', 9, 'acb'],
  ['x', 0, 'abc'],
])('moves %s to place %i', (item, to, expected) => {
  expect(moved([...'abc'], item, to).join('')).toBe(expected);
});

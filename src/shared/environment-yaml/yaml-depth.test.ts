import { describe, expect, it } from 'vitest';
import { isNestedTooDeep } from './yaml-depth.ts';

const brackets = (levels: number): string => `a: ${'['.repeat(levels)}${']'.repeat(levels)}`;
const indented = (levels: number): string =>
  Array.from({ length: levels }, (_, i) => `${' '.repeat(i)}a:`).join('\n');

describe('the depth of a YAML text', () => {
  it.each([
    ['brackets', brackets(101)],
    ['brackets over lines', `a:\n  ${'[\n  '.repeat(101)}`],
    ['braces', `a: ${'{a: '.repeat(101)}`],
    ['dashes', `${'- '.repeat(200)}a`],
    ['indentation', indented(301)],
    ['20000 levels', brackets(20_000)],
  ])('is too much: %s', (_, text) => {
    expect(isNestedTooDeep(text)).toBe(true);
  });

  it.each([
    ['some levels', brackets(20)],
    ['many lists, one after the other', Array.from({ length: 500 }, (_, i) => `a${i}: [{b: c}]`).join('\n')],
    ['brackets in texts', Array.from({ length: 500 }, (_, i) => `a${i}: "[[{"`).join('\n')],
    ['brackets in expressions', Array.from({ length: 500 }, (_, i) => `a${i}: |\n  x{y=~"[^[]"}`).join('\n')],
    ['a long line', `a: ${'x - '.repeat(10_000)}`],
  ])('is none to speak of: %s', (_, text) => {
    expect(isNestedTooDeep(text)).toBe(false);
  });
});

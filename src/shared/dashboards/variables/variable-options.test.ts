import { describe, expect, it } from 'vitest';
import type { VariableSort } from '../../domain/dashboard-variable.ts';
import { sortOptions } from './variable-options.ts';

describe('sortOptions', () => {
  it.each<[VariableSort, string[]]>([
    ['none', ['b2', 'B10', 'a1', 'x']],
    ['alphabetical', ['B10', 'a1', 'b2', 'x']],
    ['alphabeticalDescending', ['x', 'b2', 'a1', 'B10']],
    ['numerical', ['x', 'a1', 'b2', 'B10']],
    ['numericalDescending', ['B10', 'b2', 'a1', 'x']],
    ['caseInsensitive', ['a1', 'B10', 'b2', 'x']],
    ['caseInsensitiveDescending', ['x', 'b2', 'B10', 'a1']],
    ['natural', ['a1', 'b2', 'B10', 'x']],
    ['naturalDescending', ['x', 'B10', 'b2', 'a1']],
  ])('sorts %s', (sort, expected) => {
    const options = ['b2', 'B10', 'a1', 'x'].map((value) => ({ text: value, value }));
    expect(sortOptions(options, sort).map(({ text }) => text)).toEqual(expected);
  });
});

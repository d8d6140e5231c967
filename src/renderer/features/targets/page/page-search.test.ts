import { describe, expect, it } from 'vitest';
import { findAll } from './page-search.ts';

describe('search of a page', () => {
  it('takes what is typed as it is, whatever its case', () => {
    expect(findAll('a{b="(1"} Go_a{', 'A{')).toEqual([0, 13]);
    expect(findAll('a{b="(1"}', '"(')).toEqual([4]);
    expect(findAll('abc', '')).toEqual([]);
    expect(findAll('x'.repeat(20_000), 'x')).toHaveLength(10_000);
  });
});

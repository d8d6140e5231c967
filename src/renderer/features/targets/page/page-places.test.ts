import { describe, expect, it } from 'vitest';
import { partOfFinding, splitSample, unitOfByteColumn } from './page-places.ts';

describe('places on a page', () => {
  it('counts bytes as the lint does', () => {
    expect(unitOfByteColumn('a{b="é☃😀"} 1', 6)).toBe(5);
    expect(unitOfByteColumn('a{b="é☃😀"} 1', 15)).toBe(9);
    expect(unitOfByteColumn('abc', 99)).toBe(3);
  });

  it.each([
    ['a{code="5"} 1', 3, 'code'],
    ['a{code="5"} 1', 1, 'a{code="5"} 1'],
    ['a 12 34', 3, '12'],
    ['a 1', 9, '1'],
    ['', 1, ''],
  ])('marks a word of %j at %d', (line, column, word) => {
    const { from, to } = partOfFinding(line, { column });
    expect(line.slice(from, to)).toBe(word);
  });

  it.each([
    ['a 1', 'a', '1'],
    ['a{b="}{ \\""} 1 2', 'a{b="}{ \\""}', '1 2'],
    ['a_total{b="c"} 1 # {d="e"} 2', 'a_total{b="c"}', '1 # {d="e"} 2'],
    ['a_total 1 # {d="e"} 2', 'a_total', '1 # {d="e"} 2'],
    ['{"a.b","c"="d"} 1', '{"a.b","c"="d"}', '1'],
    ['a {b="c"} 1', 'a {b="c"}', '1'],
  ])('parts the sample %j', (line, series, rest) => {
    expect(splitSample(line)).toEqual({ series, rest });
  });
});

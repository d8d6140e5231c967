import { describe, expect, it } from 'vitest';
import { remember } from './bounded-cache.ts';

describe('a remembering function', () => {
  it('makes each result once and forgets the one not asked for longest', () => {
    const made: string[] = [];
    const upper = remember(2, (key) => {
      made.push(key);
      return key.toUpperCase();
    });
    expect([upper('a'), upper('b'), upper('a'), upper('c'), upper('a'), upper('b')]).toEqual([
      'A',
      'B',
      'A',
      'C',
      'A',
      'B',
    ]);
    expect(made).toEqual(['a', 'b', 'c', 'b']);
  });

  it('does not remember a failure', () => {
    let works = false;
    const parse = remember(2, (key) => {
      if (!works) throw new Error('not yet');
      return key;
    });
    expect(() => parse('a')).toThrow('not yet');
    works = true;
    expect(parse('a')).toBe('a');
  });
});

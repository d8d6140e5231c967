import { describe, expect, it } from 'vitest';
import { labelsHashRatio, xxHash64 } from './labels-hash.ts';

describe('xxHash64', () => {
  it.each([
    ['', 0xef46db3751d8e999n],
    ['a', 0xd24ec4f1a98c6e5bn],
    ['abc', 0x44bc2cf5ad770999n],
    ['message digest', 0x066ed728fceeb3ben],
    ['abcdefghijklmnopqrstuvwxyz', 0xcfe1f278fa89835cn],
    ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 0xaaa46907d3047814n],
  ])('of %j is the published value', (text, hash) => {
    expect(xxHash64(new TextEncoder().encode(text))).toBe(hash);
  });
});

describe('the ratio of labels', () => {
  it('lies between 0 and 1 and depends on names and values', () => {
    const ratio = labelsHashRatio([['a', 'bc']]);
    expect(ratio).toBeGreaterThanOrEqual(0);
    expect(ratio).toBeLessThan(1);
    expect(labelsHashRatio([['ab', 'c']])).not.toBe(ratio);
  });
});

import { describe, expect, it } from 'vitest';
import { PageCache } from './page-cache.ts';

describe('PageCache', () => {
  it('gives up the pages used longest ago when there are too many bytes', () => {
    const cache = new PageCache(100);
    for (const id of [1, 2, 3]) cache.set(id, new Uint8Array(30));
    expect(cache.get(1)).toHaveLength(30);
    cache.set(4, new Uint8Array(40));
    expect([1, 2, 3, 4].map((id) => cache.get(id)?.length)).toEqual([30, undefined, 30, 40]);
    cache.set(4, new Uint8Array(10));
    cache.set(5, new Uint8Array(30));
    expect([1, 3, 4, 5].map((id) => cache.get(id)?.length)).toEqual([30, 30, 10, 30]);
    cache.set(6, new Uint8Array(200));
    expect(cache.get(6)).toBeUndefined();
  });
});

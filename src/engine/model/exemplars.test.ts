import { describe, expect, it } from 'vitest';
import type { LabelSet } from '../../shared/domain/series.ts';
import { ExemplarStore } from './exemplars.ts';

const A: LabelSet = [['__name__', 'a']];
const B: LabelSet = [['__name__', 'b']];
const ALL = [[]];

function exemplar(id: string, value = 1, atMs: number | null = null) {
  return { labels: [['trace_id', id]] as const, value, atMs };
}

describe('exemplars', () => {
  it('are given back by series, selection and window', () => {
    const store = new ExemplarStore();
    store.add(B, exemplar('2'), 2_000);
    store.add(A, exemplar('1', 5, 1_500), 2_000);
    store.add(A, exemplar('3'), 3_000);
    expect(store.query(ALL, 0, 2_500).map(({ labels }) => labels)).toEqual([A, B]);
    expect(store.query([[{ name: '__name__', type: '=~', value: 'a|x' }]], 0, 1e9)).toEqual([
      {
        labels: A,
        exemplars: [
          { labels: [['trace_id', '1']], value: 5, atMs: 1_500 },
          { labels: [['trace_id', '3']], value: 1, atMs: 3_000 },
        ],
      },
    ]);
    expect(store.query([[{ name: '__name__', type: '=', value: 'c' }]], 0, 1e9)).toEqual([]);
  });

  it('are kept once however often a page repeats them, in order, and of a sensible size', () => {
    const store = new ExemplarStore();
    for (let atMs = 1_000; atMs < 5_000; atMs += 1_000) store.add(A, exemplar('1'), atMs);
    store.add(A, exemplar('late', 1, 10), 6_000);
    store.add(A, exemplar('x'.repeat(121)), 7_000);
    expect(store.query(ALL, 0, 1e9)[0]?.exemplars).toEqual([
      { labels: [['trace_id', '1']], value: 1, atMs: 1_000 },
    ]);
    store.add(A, exemplar('x'.repeat(120)), 7_000);
    expect(store.query(ALL, 0, 1e9)[0]?.exemplars).toHaveLength(2);
  });

  it('make room for newer ones', () => {
    const store = new ExemplarStore(3);
    for (let i = 0; i < 8; i++) store.add(i % 2 === 0 ? A : B, exemplar(String(i)), i);
    const kept = store.query(ALL, 0, 1e9).flatMap(({ exemplars }) => exemplars.map(({ atMs }) => atMs));
    expect(kept.sort()).toEqual([5, 6, 7]);
  });
});

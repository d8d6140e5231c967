import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GAP, reduceColumn, reducedCapacity } from './m4.ts';

function reduce(values: readonly number[], present: readonly number[] | null, columns: number): number[] {
  const out = new Int32Array(reducedCapacity(values.length, columns));
  const n = reduceColumn(
    Float64Array.from(values),
    present === null ? null : Uint8Array.from(present),
    0,
    values.length,
    columns,
    out,
  );
  expect(n).toBeLessThanOrEqual(out.length);
  return [...out.subarray(0, n)];
}

/** First, lowest, highest and last value of each pixel column, the slow and obvious way. */
function columnsOf(values: readonly number[], indices: readonly number[], columns: number): string[] {
  const width = values.length / columns;
  return Array.from({ length: columns }, (_, column) => {
    const from = column === 0 ? 0 : Math.ceil(column * width);
    const to = column === columns - 1 ? values.length : Math.ceil((column + 1) * width);
    const inside = indices.filter((i) => i >= from && i < to).map((i) => values[i] as number);
    return inside.length === 0
      ? 'empty'
      : JSON.stringify([inside[0], Math.min(...inside), Math.max(...inside), inside.at(-1)]);
  });
}

const value = fc.oneof(fc.integer({ min: -50, max: 50 }), fc.constantFrom(Number.NaN, Infinity, -Infinity));

describe('reduceColumn', () => {
  it('keeps first, lowest, highest and last of every pixel column', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 400 }), fc.integer({ min: 1, max: 40 }), (values, columns) => {
        const there = values.flatMap((v, i) => (Number.isFinite(v) ? [i] : []));
        const drawn = reduce(values, null, columns).filter((i) => i !== GAP);
        expect(columnsOf(values, drawn, columns)).toEqual(columnsOf(values, there, columns));
      }),
    );
  });

  it('draws only what is there, in order, no more than pixels ask for', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(value, fc.integer({ min: 0, max: 1 })), { maxLength: 400 }),
        fc.integer({ min: 1, max: 40 }),
        (points, columns) => {
          const values = points.map(([v]) => v);
          const present = points.map(([, p]) => p);
          const all = reduce(values, present, columns);
          const drawn = all.filter((i) => i !== GAP);
          expect(drawn.every((i) => present[i] === 1 && Number.isFinite(values[i]))).toBe(true);
          expect(drawn.every((i, k) => k === 0 || i > (drawn[k - 1] as number))).toBe(true);
          expect(drawn.length).toBeLessThanOrEqual(columns * 4);
        },
      ),
    );
  });

  it('breaks the line at a gap', () => {
    expect(reduce([1, 2, Number.NaN, 4], null, 10)).toEqual([0, 1, GAP, 3]);
    expect(reduce([1, 2, 3, 4], [1, 0, 0, 1], 10)).toEqual([0, GAP, 3]);
    const values = Array.from({ length: 100 }, (_, i) => i);
    const present = values.map((i) => (i >= 40 && i < 60 ? 0 : 1));
    const reduced = reduce(values, present, 10);
    const gap = reduced.indexOf(GAP);
    expect(reduced[gap - 1]).toBe(39);
    expect(reduced[gap + 1]).toBe(60);
  });

  it('keeps a lone spike among 100,000 points', () => {
    const values = new Array(100_000).fill(1);
    values[54_321] = 99;
    expect(reduce(values, null, 800)).toContain(54_321);
  });
});

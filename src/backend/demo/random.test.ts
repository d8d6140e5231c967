import { expect, it } from 'vitest';
import { createRandom } from './random.ts';

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const sample = (draw: () => number) => Array.from({ length: 20_000 }, draw);

it('repeats a sequence by its seed and differs by another', () => {
  const draw = (seed: number) => {
    const random = createRandom(seed);
    return [random.uniform(), random.normal(), random.poisson(5), random.hex(8)];
  };
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

it('draws from the distributions it names', () => {
  const random = createRandom(1);
  const uniform = sample(random.uniform);
  expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...uniform)).toBeLessThan(1);
  expect(mean(uniform)).toBeCloseTo(0.5, 1);
  const normal = sample(random.normal);
  expect(mean(normal)).toBeCloseTo(0, 1);
  expect(mean(normal.map((value) => value * value))).toBeCloseTo(1, 1);
  for (const lambda of [0, 0.3, 4, 200]) {
    const counts = sample(() => random.poisson(lambda));
    expect(Math.abs(mean(counts) - lambda)).toBeLessThanOrEqual(0.05 * lambda);
    expect(counts.every((count) => Number.isInteger(count) && count >= 0)).toBe(true);
  }
});

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { gatherTopics } from './gather-topics.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('tells a burst of invalidations once, and later ones again', () => {
  const told: string[][] = [];
  const invalidate = gatherTopics((topics) => told.push([...topics]));
  for (let i = 0; i < 500; i++) invalidate(i % 2 === 0 ? ['alerts'] : ['series', 'alerts']);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(50);
  expect(told).toEqual([['alerts', 'series']]);
  invalidate(['targets']);
  vi.advanceTimersByTime(50);
  expect(told[1]).toEqual(['targets']);
});

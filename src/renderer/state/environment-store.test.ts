import { describe, expect, it } from 'vitest';
import type { Environment } from '../../shared/domain/environment.ts';
import { environmentStore, selectRateBaseMs } from './environment-store.ts';

function baseOf(...intervalsMs: readonly number[]): number {
  const endpoints = intervalsMs.map((scrapeIntervalMs) => ({ scrapeIntervalMs }));
  return selectRateBaseMs({
    ...environmentStore.getInitialState(),
    active: { endpoints } as unknown as Environment,
  });
}

describe('the interval that rates are made for', () => {
  it('is the longest, so that no endpoint has too few samples in a window', () => {
    expect(baseOf(2_000, 5_000)).toBe(5_000);
    expect(baseOf(5_000)).toBe(5_000);
  });

  it('does not follow what is scraped rarely, and is never below the shortest', () => {
    expect(baseOf(2_000, 300_000)).toBe(30_000);
    expect(baseOf(60_000, 300_000)).toBe(60_000);
    expect(baseOf()).toBe(15_000);
  });
});

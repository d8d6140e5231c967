import { describe, expect, it } from 'vitest';
import { RowPool } from './row-pool.ts';

describe('the pool of rows', () => {
  it('uses a row again', () => {
    const pool = new RowPool();
    const row = pool.take(1_000);
    pool.give(row);
    expect(pool.pooledCells).toBe(row.length);
    expect(pool.take(1_000)).toBe(row);
  });

  it('keeps a row that is lent until the last of its loans ends', () => {
    const pool = new RowPool();
    const row = pool.take(1_000);
    pool.lend(row);
    pool.lend(row);
    pool.give(row);
    pool.endLoan(row);
    expect(pool.pooledCells).toBe(0);
    pool.endLoan(row);
    expect(pool.take(1_000)).toBe(row);
  });

  it('leaves a row whose loans have ended with its owner', () => {
    const pool = new RowPool();
    const row = pool.take(1_000);
    pool.lend(row);
    pool.endLoan(row);
    expect(pool.pooledCells).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { BufferPool, SLAB_LENGTH } from './buffer-pool.ts';

describe('BufferPool', () => {
  it('gives columns that do not overlap, also of two queries at once', () => {
    const pool = new BufferPool();
    const [a, b] = [pool.lease(), pool.lease()];
    const taken = [a.take(300_000), a.take(300_000), b.take(5_000), a.take(5_000)];
    for (const [i, column] of taken.entries()) column.fill(i);
    for (const [i, column] of taken.entries()) expect(column.every((value) => value === i)).toBe(true);
  });

  it('uses memory again only once it was given back', () => {
    const pool = new BufferPool();
    const first = pool.lease();
    const { buffer } = first.take(SLAB_LENGTH);
    expect(pool.lease().take(SLAB_LENGTH).buffer).not.toBe(buffer);
    first.release();
    expect(pool.lease().take(SLAB_LENGTH).buffer).toBe(buffer);
  });

  it('gives a lease that was released nothing of what it gave back', () => {
    const pool = new BufferPool();
    const lease = pool.lease();
    const before = lease.take(10_000);
    lease.release();
    const other = pool.lease().take(10_000);
    const again = lease.take(10_000);
    expect(other.buffer).toBe(before.buffer);
    expect(again.buffer).not.toBe(before.buffer);
  });

  it('overwrites what is given back where tests ask for it', () => {
    const lease = new BufferPool(true).lease();
    const column = lease.take(10_000).fill(1);
    lease.release();
    expect(column[0]).toBeNaN();
  });
});

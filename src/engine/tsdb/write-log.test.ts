import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WriteLog } from './write-log.ts';

describe('WriteLog', () => {
  it('tells the earliest time written since a position', () => {
    const log = new WriteLog();
    log.noteWrite(60_000);
    const position = log.position;
    expect(log.earliestWriteSince(position)).toBe(Number.POSITIVE_INFINITY);
    log.noteWrite(70_000);
    log.noteWrite(65_000);
    log.noteWrite(80_000);
    expect(log.earliestWriteSince(position)).toBe(65_000);
    expect(log.earliestWriteSince(log.position - 1)).toBe(80_000);
  });

  it('never tells a later time than the earliest one written, and at most a second earlier', () => {
    const writes = fc.array(fc.integer({ min: 0, max: 30_000 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(writes, fc.nat(), (times, at) => {
        const log = new WriteLog();
        for (const time of times) log.noteWrite(time);
        const position = at % times.length;
        const earliest = Math.min(...times.slice(position));
        const told = log.earliestWriteSince(position);
        expect(told).toBeLessThanOrEqual(earliest);
        expect(told).toBeGreaterThan(earliest - 1_000);
      }),
    );
  });

  it('takes all times as written where a history was taken over', () => {
    const log = new WriteLog();
    log.noteWrite(60_000);
    log.noteWrite(Number.NEGATIVE_INFINITY);
    expect(log.earliestWriteSince(1)).toBe(Number.NEGATIVE_INFINITY);
  });

  it('knows nothing of positions that it has forgotten', () => {
    const log = new WriteLog();
    for (let i = 0; i < 10_000; i++) log.noteWrite(i * 5_000);
    expect(log.earliestWriteSince(10)).toBe(Number.NEGATIVE_INFINITY);
    expect(log.earliestWriteSince(9_000)).toBe(9_000 * 5_000);
  });

  it('remembers how far was deleted', () => {
    const log = new WriteLog();
    expect(log.deletedUpToMs).toBe(Number.NEGATIVE_INFINITY);
    log.noteDeleted(50);
    log.noteDeleted(20);
    expect(log.deletedUpToMs).toBe(50);
  });
});

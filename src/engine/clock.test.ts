import { describe, expect, it } from 'vitest';
import { createAdjustableClock } from './clock.ts';

describe('the adjustable clock', () => {
  it('runs due timers in order, each at its own time, and waits for what they start', async () => {
    const clock = createAdjustableClock();
    const startMs = clock.wallMs();
    const log: string[] = [];
    let work: Promise<void> = Promise.resolve();
    function every(intervalMs: number, name: string): void {
      clock.setTimer(intervalMs, () => {
        every(intervalMs, name);
        work = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
          log.push(`${name}${Math.round((clock.wallMs() - startMs) / 1_000)}`);
        });
      });
    }
    every(10_000, 'a');
    every(14_000, 'b');
    await clock.advance(30_500, () => work);
    expect(log).toEqual(['a10', 'b14', 'a20', 'b28', 'a30']);
    expect(clock.wallMs() - startMs).toBeGreaterThanOrEqual(30_500);
    expect(clock.wallMs() - startMs).toBeLessThan(32_000);
  });

  it('lets real time flow too, and forgets timers that were cancelled', async () => {
    const clock = createAdjustableClock();
    let cancelled = true;
    clock.setTimer(5, () => {
      cancelled = false;
    })();
    await new Promise<void>((resolve) => clock.setTimer(20, resolve));
    expect(cancelled).toBe(true);
  });
});

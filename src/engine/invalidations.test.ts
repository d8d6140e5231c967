import { describe, expect, it } from 'vitest';
import { createAdjustableClock } from './clock.ts';
import { createInvalidations } from './invalidations.ts';

describe('invalidations', () => {
  it('come at most four times a second, each topic once', async () => {
    const clock = createAdjustableClock();
    const sent: (readonly string[])[] = [];
    const invalidations = createInvalidations(clock, (topics) => void sent.push(topics));
    for (let i = 0; i < 100; i++) {
      invalidations.note('series', 'targets');
      await clock.advance(10, async () => {});
    }
    expect(sent.length).toBeGreaterThanOrEqual(4);
    expect(sent.length).toBeLessThanOrEqual(6);
    expect(sent[1]).toEqual(['series', 'targets']);
    invalidations.note('alerts');
    invalidations.close();
    await clock.advance(1_000, async () => {});
    expect(sent.flat()).not.toContain('alerts');
  });
});

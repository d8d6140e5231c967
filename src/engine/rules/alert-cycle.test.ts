import { describe, expect, it } from 'vitest';
import { type AlertChange, runAlertCycle } from './alert-cycle.ts';
import { type AlertInstance, createPendingAlert } from './alert-instance.ts';

const MINUTE = 60_000;

/** Runs a rule over minutes: which of them find the alert, and what changed at each. */
function run(
  timing: { forMs: number; keepFiringForMs?: number },
  found: string,
  instances = new Map<string, AlertInstance>(),
): readonly string[] {
  return [...found].map((mark, minute) => {
    const atMs = minute * MINUTE;
    const results = new Map(mark === 'x' ? [['a', createPendingAlert([['l', 'a']], [], minute, atMs)]] : []);
    const cycle = runAlertCycle(instances, results, { keepFiringForMs: 0, ...timing }, atMs);
    return cycle.changes.map(({ from, to }: AlertChange) => `${from}>${to}`).join(' ');
  });
}

describe('the life of an alert', () => {
  it('fires at once without a `for`', () => {
    expect(run({ forMs: 0 }, 'xx.')).toEqual(['inactive>firing', '', 'firing>resolved']);
  });

  it('is pending until it was there for the whole `for`', () => {
    expect(run({ forMs: 2 * MINUTE }, 'xxxx')).toEqual(['inactive>pending', '', 'pending>firing', '']);
  });

  it('starts anew when a pending alert was missing once', () => {
    expect(run({ forMs: 2 * MINUTE }, 'xx.xxx')).toEqual([
      'inactive>pending',
      '',
      'pending>inactive',
      'inactive>pending',
      '',
      'pending>firing',
    ]);
  });

  it('goes on firing for `keep_firing_for`, counted from the first miss', () => {
    expect(run({ forMs: 0, keepFiringForMs: 2 * MINUTE }, 'x.x...')).toEqual([
      'inactive>firing',
      '',
      '',
      '',
      '',
      'firing>resolved',
    ]);
  });

  it('is a new alert when it comes back after it was resolved', () => {
    const instances = new Map<string, AlertInstance>();
    expect(run({ forMs: MINUTE }, 'xx.xx', instances)).toEqual([
      'inactive>pending',
      'pending>firing',
      'firing>resolved',
      'resolved>pending',
      'pending>firing',
    ]);
    expect(instances.get('a')).toMatchObject({
      activeAtMs: 3 * MINUTE,
      firedAtMs: 4 * MINUTE,
      resolvedAtMs: null,
    });
  });

  it('is remembered for a quarter of an hour after it was resolved', () => {
    const instances = new Map<string, AlertInstance>();
    run({ forMs: 0 }, `x${'.'.repeat(16)}`, instances);
    expect(instances.get('a')).toMatchObject({ state: 'inactive', resolvedAtMs: MINUTE });
    runAlertCycle(instances, new Map(), { forMs: 0, keepFiringForMs: 0 }, 16 * MINUTE);
    expect(instances.size).toBe(1);
    runAlertCycle(instances, new Map(), { forMs: 0, keepFiringForMs: 0 }, 17 * MINUTE);
    expect(instances.size).toBe(0);
  });

  it('goes back to pending when a reload raised `for`', () => {
    const instances = new Map<string, AlertInstance>();
    run({ forMs: 0 }, 'x', instances);
    const again = new Map([['a', createPendingAlert([['l', 'a']], [], 7, MINUTE)]]);
    const { changes } = runAlertCycle(instances, again, { forMs: 5 * MINUTE, keepFiringForMs: 0 }, MINUTE);
    expect(changes.map(({ from, to }) => [from, to])).toEqual([['firing', 'pending']]);
    expect(instances.get('a')).toMatchObject({ state: 'pending', activeAtMs: 0, firedAtMs: null, value: 7 });
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  DEFAULT_ENVIRONMENT_LIMITS,
  DEFAULT_RETENTION,
  type Environment,
  type EnvironmentKind,
  NO_SERVERS,
} from '../../shared/domain/environment.ts';
import { createProductionLock, MAX_UNLOCK_MINUTES, type ProductionLock } from './production-lock.ts';

function environment(kind: EnvironmentKind, id = 'shop'): Environment {
  return {
    id,
    name: 'Shop',
    kind,
    endpoints: [],
    ...NO_SERVERS,
    ruleFiles: [],
    retention: DEFAULT_RETENTION,
    limits: DEFAULT_ENVIRONMENT_LIMITS,
    demo: false,
  };
}

const PRODUCTION = environment('production');
let wallMs: number;
let changes: number;
let lock: ProductionLock;

beforeEach(() => {
  vi.useFakeTimers();
  wallMs = 1_000_000;
  changes = 0;
  lock = createProductionLock({
    wallMs: () => wallMs,
    monotonicMs: () => performance.now(),
    onChanged: () => {
      changes += 1;
    },
  });
});
afterEach(() => vi.useRealTimers());

describe('the lock of production', () => {
  it('refuses changes of production alone', () => {
    expect(() => lock.requireChangeable(PRODUCTION)).toThrowError(
      expect.objectContaining({ code: 'unauthorized', details: { environmentId: 'shop', readOnly: true } }),
    );
    lock.requireChangeable(environment('development'));
    lock.requireChangeable(environment('staging'));
    expect(lock.unlockedUntilMs(environment('staging'))).toBeNull();
  });

  it('opens by the name alone, for some minutes, and tells when they are over', () => {
    expect(() => lock.unlock(PRODUCTION, 'shop', 15)).toThrowError(
      expect.objectContaining({ code: 'bad_data' }),
    );
    expect(lock.isReadOnly(PRODUCTION)).toBe(true);
    lock.unlock(PRODUCTION, ' Shop ', 15);
    lock.requireChangeable(PRODUCTION);
    expect(lock.unlockedUntilMs(PRODUCTION)).toBe(wallMs + 15 * 60_000);
    expect(lock.isReadOnly(environment('production', 'other'))).toBe(true);
    vi.advanceTimersByTime(15 * 60_000 - 1);
    expect(lock.isReadOnly(PRODUCTION)).toBe(false);
    vi.advanceTimersByTime(1);
    expect(lock.isReadOnly(PRODUCTION)).toBe(true);
    expect(changes).toBe(2);
  });

  it('counts again from the last unlocking, never longer than allowed, whatever the clock on the wall says', () => {
    lock.unlock(PRODUCTION, 'Shop', 5);
    lock.unlock(PRODUCTION, 'Shop', 10_000);
    wallMs -= 86_400_000;
    vi.advanceTimersByTime(MAX_UNLOCK_MINUTES * 60_000);
    expect(lock.isReadOnly(PRODUCTION)).toBe(true);
  });

  it('closes at once when asked to', () => {
    lock.unlock(PRODUCTION, 'Shop', 5);
    lock.lock('shop');
    expect(lock.isReadOnly(PRODUCTION)).toBe(true);
    lock.lock('shop');
    expect(changes).toBe(2);
  });
});

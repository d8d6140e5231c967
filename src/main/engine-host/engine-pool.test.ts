import { beforeEach, describe, expect, it } from 'vitest';
import {
  DEFAULT_ENVIRONMENT_LIMITS,
  DEFAULT_RETENTION,
  type Environment,
  NO_SERVERS,
} from '../../shared/domain/environment.ts';
import { createEnginePool, type EnginePool } from './engine-pool.ts';
import type { EngineSupervisor } from './engine-supervisor.ts';

function environment(id: string): Environment {
  return {
    id,
    name: id,
    kind: 'staging',
    endpoints: [],
    ...NO_SERVERS,
    ruleFiles: [],
    retention: DEFAULT_RETENTION,
    limits: DEFAULT_ENVIRONMENT_LIMITS,
    demo: false,
  };
}

let told: string[];
let inUse: Set<string>;
let stopped: Set<string>;
let letClose: () => void;
let closeGate: Promise<void>;
let pool: EnginePool;

beforeEach(() => {
  told = [];
  inUse = new Set();
  stopped = new Set();
  letClose = () => undefined;
  closeGate = Promise.resolve();
  pool = createEnginePool({
    createSupervisor(id): EngineSupervisor {
      let open = false;
      return {
        api: () => {
          throw new Error(`the engine of ${id}`);
        },
        isOpen: () => open,
        isRunning: () => open && !stopped.has(id),
        async open({ name }) {
          if (name === 'broken') throw new Error('no thread');
          told.push(`open ${name}`);
          stopped.delete(id);
          open = true;
        },
        async apply({ name }) {
          told.push(`apply ${name}`);
          return [{ file: name, line: 1, rule: '', message: '' }];
        },
        async close() {
          told.push(`close ${id}`);
          open = false;
          await closeGate;
        },
      };
    },
    limit: () => 2,
    isInUse: (id) => inUse.has(id),
    onClosed: async (id) => void told.push(`closed ${id}`),
  });
});

describe('the pool of engines', () => {
  it('keeps engines running, and closes those used longest ago when there are too many', async () => {
    for (const id of ['a', 'b', 'a', 'c']) {
      inUse = new Set([id]);
      await pool.open(environment(id), null);
      await pool.trim();
    }
    expect(pool.listOpen()).toEqual(['a', 'c']);
    expect(told).toEqual(['open a', 'open b', 'open c', 'close b', 'closed b']);
  });

  it('closes none that is in use, however many there are', async () => {
    inUse = new Set(['a', 'b', 'c']);
    for (const id of inUse) await pool.open(environment(id), null);
    await pool.trim();
    expect(pool.listOpen()).toEqual(['a', 'b', 'c']);
  });

  it('never has two engines on one database: it waits for the one before to be closed', async () => {
    closeGate = new Promise((resolve) => {
      letClose = resolve;
    });
    await pool.open(environment('a'), null);
    const closing = pool.close('a');
    const opening = pool.open(environment('a'), null);
    expect(told).toEqual(['open a', 'close a']);
    letClose();
    await Promise.all([closing, opening]);
    expect(told).toEqual(['open a', 'close a', 'closed a', 'open a']);
    expect(pool.isOpen('a')).toBe(true);
  });

  it('starts an engine anew that was given up', async () => {
    await pool.open(environment('a'), null);
    stopped.add('a');
    await pool.open(environment('a'), null);
    expect(told).toEqual(['open a', 'open a']);
  });

  it('forgets an engine that could not be started', async () => {
    await expect(pool.open(environment('broken'), null)).rejects.toThrow('no thread');
    expect(pool.isOpen('broken')).toBe(false);
  });

  it('hands a change to the engine of its environment and to no other', async () => {
    await pool.open(environment('a'), null);
    expect(await pool.apply(environment('b'))).toEqual([]);
    expect(await pool.apply(environment('a'))).toHaveLength(1);
    expect(() => pool.api('b')).toThrowError(expect.objectContaining({ code: 'unavailable' }));
    expect(() => pool.api('a')).toThrow('the engine of a');
  });

  it('closes all', async () => {
    await pool.open(environment('a'), null);
    await pool.open(environment('b'), null);
    await pool.closeAll();
    expect(pool.listOpen()).toEqual([]);
    expect(told.slice(2).sort()).toEqual(['close a', 'close b', 'closed a', 'closed b']);
  });
});

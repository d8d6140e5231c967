import { describe, expect, it } from 'vitest';
import { createProductionLock } from '../../src/main/environments/production-lock.ts';
import { createProductionGuard, REQUEST_EFFECTS } from '../../src/main/ipc/production-guard.ts';
import {
  DEFAULT_ENVIRONMENT_LIMITS,
  DEFAULT_RETENTION,
  type Environment,
  type EnvironmentKind,
  NO_SERVERS,
} from '../../src/shared/domain/environment.ts';
import { REQUEST_NAMES, type RequestName } from '../../src/shared/ipc/channels.ts';

function environment(id: string, kind: EnvironmentKind): Environment {
  return {
    id,
    name: id,
    kind,
    endpoints: [],
    ...NO_SERVERS,
    ruleFiles: [],
    retention: DEFAULT_RETENTION,
    limits: DEFAULT_ENVIRONMENT_LIMITS,
    demo: false,
  };
}

const LIVE = environment('live', 'production');
const DEV = environment('dev', 'development');

function setUp(active: Environment | null) {
  const lock = createProductionLock({ wallMs: () => 0, monotonicMs: () => 1, onChanged: () => undefined });
  const guard = createProductionGuard({
    lock,
    active: () => active,
    find: (id) => [LIVE, DEV].find((known) => known.id === id) ?? null,
  });
  return { lock, guard };
}

const changing = (effect: string): RequestName[] =>
  REQUEST_NAMES.filter((name) => REQUEST_EFFECTS[name] === effect);
const REFUSED = expect.objectContaining({ code: 'unauthorized' });

describe('production', () => {
  it.each(changing('changes shown'))('that is shown refuses %s until it is unlocked', (name) => {
    const { lock, guard } = setUp(LIVE);
    expect(() => guard(name, {})).toThrowError(REFUSED);
    lock.unlock(LIVE, 'live', 5);
    guard(name, {});
    lock.lock('live');
    expect(() => guard(name, {})).toThrowError(REFUSED);
  });

  it.each(changing('changes named'))('refuses %s by its id, whatever is shown', (name) => {
    const { lock, guard } = setUp(DEV);
    expect(() => guard(name, { id: 'live' })).toThrowError(REFUSED);
    guard(name, { id: 'dev' });
    guard(name, { id: 'gone' });
    lock.unlock(LIVE, 'live', 5);
    guard(name, { id: 'live' });
  });

  it.each(changing('none'))('answers %s while it is locked', (name) => {
    setUp(LIVE).guard(name, { id: 'live' });
  });

  it('is what is guarded: other environments are changed as before', () => {
    for (const name of REQUEST_NAMES) setUp(DEV).guard(name, { id: 'dev' });
    for (const name of changing('changes shown')) setUp(null).guard(name, undefined);
  });

  it('guards every request whose name says that it writes, but those that stay on this computer', () => {
    const writes = /\.(save|remove|rename|set|clear|import|restore|expire)/;
    const unguarded = REQUEST_NAMES.filter((name) => writes.test(name) && REQUEST_EFFECTS[name] === 'none');
    // A removed environment comes back as it was: nothing of another one changes.
    const ofThisComputer = [
      'notes.save',
      'notes.remove',
      'engine.setPaused',
      'alerts.saveSettings',
      'silences.save',
      'silences.expire',
      'notices.clear',
    ];
    expect(unguarded).toEqual(['environmentFiles.restore', ...ofThisComputer]);
  });
});

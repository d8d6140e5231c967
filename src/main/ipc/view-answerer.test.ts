import { describe, expect, it } from 'vitest';
import type { RequestName } from '../../shared/ipc/channels.ts';
import type { RequestAnswerer } from './router.ts';
import { createViewAnswerer } from './view-answerer.ts';

function setUp() {
  const state = { active: 'a' as string | null };
  const done: string[] = [];
  const answer =
    (name: string): RequestAnswerer =>
    async () => {
      done.push(`${name} ${state.active}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      return { ok: true, value: name };
    };
  const names: RequestName[] = ['engine.getStatus', 'endpoints.remove', 'settings.get'];
  const answerers = new Map(names.map((name) => [name, answer(name)]));
  return { state, done, ask: createViewAnswerer(answerers, () => state.active) };
}

describe('requests of a window', () => {
  it('are answered with the environment that they were answered for', async () => {
    const { ask } = setUp();
    expect(await ask('engine.getStatus', undefined, 'a')).toEqual({
      ok: true,
      value: 'engine.getStatus',
      environmentId: 'a',
    });
  });

  it('do nothing to another environment than the one that the page shows', async () => {
    const { ask, done } = setUp();
    const reply = await ask('endpoints.remove', {}, 'b');
    expect(reply).toMatchObject({ ok: false, error: { code: 'canceled' }, environmentId: 'a' });
    expect(done).toEqual([]);
  });

  it('are not answered when another environment was opened meanwhile', async () => {
    const { ask, state, done } = setUp();
    const late = ask('endpoints.remove', {}, 'a');
    state.active = 'b';
    const reply = await late;
    expect(reply).toMatchObject({ ok: false, error: { code: 'canceled' }, environmentId: 'b' });
    expect(done).toEqual(['endpoints.remove a']);
    expect(JSON.stringify(reply)).not.toContain('nothing was done');
  });

  it('wait for the first environment, and are answered for it', async () => {
    const { ask, state } = setUp();
    state.active = null;
    const early = ask('engine.getStatus', undefined, null);
    state.active = 'a';
    expect(await early).toMatchObject({ ok: true, environmentId: 'a' });
  });

  it('about the app are answered whatever is shown', async () => {
    const { ask } = setUp();
    expect(await ask('settings.get', undefined, 'b')).toEqual({ ok: true, value: 'settings.get' });
  });
});

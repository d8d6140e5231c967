import { beforeEach, describe, expect, it, vi } from 'vitest';
import { engineStore } from './engine-store.ts';

let answers: ((environmentId: string) => void)[];

beforeEach(() => {
  answers = [];
  const getStatus = (): Promise<unknown> =>
    new Promise((resolve) => {
      answers.push((environmentId) => resolve({ ok: true, value: { environmentId } }));
    });
  vi.stubGlobal('sextant', { request: { 'engine.getStatus': getStatus }, on: {} });
  engineStore.setState(engineStore.getInitialState(), true);
});

describe('the engine store', () => {
  it('drops the status of an environment that is no longer open', async () => {
    const ofA = engineStore.getState().loadStatus();
    engineStore.getState().invalidateAll();
    const ofB = engineStore.getState().loadStatus();
    answers[1]?.('b');
    await ofB;
    answers[0]?.('a');
    await ofA;
    expect(engineStore.getState().status).toMatchObject({ environmentId: 'b' });
  });
});

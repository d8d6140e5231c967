import { beforeEach, describe, expect, it } from 'vitest';
import { queryMemoryStore } from './query-memory.ts';

const memory = (id: string) => queryMemoryStore.getState().byEnvironment.get(id);

beforeEach(() => {
  localStorage.clear();
  queryMemoryStore.setState({ byEnvironment: new Map() });
});

describe('queryMemoryStore', () => {
  it('keeps each expression once, newest first, apart for each environment', () => {
    const { noteRun } = queryMemoryStore.getState();
    noteRun('dev', 'up');
    noteRun('dev', 'rate(a[1m])');
    noteRun('dev', 'up');
    noteRun('prod', 'down');
    expect(memory('dev')?.history).toEqual(['up', 'rate(a[1m])']);
    expect(memory('prod')?.history).toEqual(['down']);
  });

  it('forgets the history but not what was kept', () => {
    const { noteRun, saveFavourite, forgetHistory, removeFavourite } = queryMemoryStore.getState();
    noteRun('dev', 'up');
    saveFavourite('dev', { expr: 'up', name: 'Is it there' });
    saveFavourite('dev', { expr: 'up', name: 'Is it up' });
    forgetHistory('dev');
    expect(memory('dev')).toEqual({ history: [], favourites: [{ expr: 'up', name: 'Is it up' }] });
    removeFavourite('dev', 'up');
    expect(memory('dev')?.favourites).toEqual([]);
  });

  it('is there after a restart, and starts anew where it was damaged', () => {
    queryMemoryStore.getState().noteRun('dev', 'up');
    queryMemoryStore.setState({ byEnvironment: new Map() });
    queryMemoryStore.getState().noteRun('dev', 'b');
    expect(memory('dev')?.history).toEqual(['b', 'up']);
    localStorage.setItem('sextant.explore.bad', '{"history":7');
    queryMemoryStore.getState().noteRun('bad', 'a');
    expect(memory('bad')?.history).toEqual(['a']);
  });
});

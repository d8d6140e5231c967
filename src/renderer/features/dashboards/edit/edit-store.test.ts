import { beforeEach, expect, it } from 'vitest';
import type { Dashboard } from '../../../../shared/domain/dashboard.ts';
import { editStore, isChanged } from './edit-store.ts';

const BASE = { title: 'A', panels: [] } as unknown as Dashboard;
const KEY = 'env/a';
const retitle = (title: string) => (dashboard: Dashboard) => ({ ...dashboard, title });
const draft = () => editStore.getState().drafts[KEY];

beforeEach(() => editStore.getState().end(KEY));

it('undoes and redoes steps; a new step forgets what was undone', () => {
  const { apply, undo, redo } = editStore.getState();
  apply(KEY, BASE, retitle('B'));
  apply(KEY, BASE, retitle('C'));
  undo(KEY);
  expect(draft()?.present.title).toBe('B');
  redo(KEY);
  expect(draft()?.present.title).toBe('C');
  undo(KEY);
  apply(KEY, BASE, retitle('D'));
  redo(KEY);
  expect(draft()?.present.title).toBe('D');
  undo(KEY);
  undo(KEY);
  undo(KEY);
  expect(draft()?.present).toBe(BASE);
  expect(isChanged(draft())).toBe(false);
});

it('counts a change that changes nothing as no step, and forgets all at the end', () => {
  const { apply, end, begin } = editStore.getState();
  apply(KEY, BASE, (dashboard) => dashboard);
  expect(draft()?.past).toEqual([]);
  apply(KEY, BASE, retitle('B'));
  begin(KEY, BASE);
  expect(draft()?.present.title).toBe('B');
  end(KEY);
  expect(draft()).toBeUndefined();
});

import { beforeEach, expect, it } from 'vitest';
import { keepPlace, readPlace } from './keep-place.ts';
import { navigationStore } from './navigation-store.ts';
import { timeRangeStore } from './time-range-store.ts';

beforeEach(() => sessionStorage.clear());

it('returns to the page, what it showed and the time range', () => {
  keepPlace();
  navigationStore.getState().open('targets', 'shop');
  timeRangeStore.getState().setRange({ from: 'now-3h', to: 'now' });
  navigationStore.setState({ page: 'overview', focus: null });
  sessionStorage.setItem('sextant.place', '{"page":"targets","focus":"shop","range":{"from":1,"to":2}}');
  keepPlace();
  expect(navigationStore.getState()).toMatchObject({ page: 'targets', focus: 'shop' });
  expect(timeRangeStore.getState().range).toEqual({ from: 1, to: 2 });
});

it.each([null, '', '{', 'null', '7', '{"page":"elsewhere"}'])('does not understand %s', (text) => {
  expect(readPlace(text)).toBeNull();
});

it.each(['{"page":"alerts","range":{"from":{}}}', '{"page":"alerts","focus":7,"range":null}'])(
  'takes of %s what it understands',
  (text) => expect(readPlace(text)).toEqual({ page: 'alerts', focus: null, range: null }),
);

import { describe, expect, it } from 'vitest';
import { placeWindow } from './window-state.ts';

const LEFT = { x: 0, y: 25, width: 1920, height: 1055 };
const RIGHT = { x: 1920, y: 0, width: 1280, height: 720 };

describe('placeWindow', () => {
  it('puts the window back where it was', () => {
    const bounds = { x: 2_000, y: 40, width: 1_000, height: 650 };
    expect(placeWindow(bounds, [LEFT, RIGHT])).toEqual(bounds);
  });

  it.each([
    ['a display that is gone', { x: 2_000, y: 40, width: 1_000, height: 650 }],
    ['a place above the display', { x: 100, y: -500, width: 1_000, height: 650 }],
    ['a sliver at the edge', { x: 1_900, y: 100, width: 1_000, height: 650 }],
  ])('centres a window from %s', (_, bounds) => {
    expect(placeWindow(bounds, [LEFT])).toEqual({ width: 1_440, height: 900 });
  });

  it('shrinks a window to its display and pulls it inside', () => {
    expect(placeWindow({ x: 2_300, y: 300, width: 3_000, height: 2_000 }, [LEFT, RIGHT])).toEqual(RIGHT);
  });

  it('is no larger than a small display at first', () => {
    expect(placeWindow(null, [{ x: 0, y: 0, width: 1_024, height: 700 }])).toEqual({
      width: 1_024,
      height: 700,
    });
  });
});

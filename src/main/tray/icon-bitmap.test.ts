import { describe, expect, it } from 'vitest';
import { drawTrayIcon, type TrayState } from './icon-bitmap.ts';

const SIZE = 22;
const STATES: readonly TrayState[] = ['idle', 'calm', 'firing'];

/** The icon without its colour: one character a pixel. */
function shape(state: TrayState): string {
  const pixels = drawTrayIcon(state, SIZE);
  return Array.from({ length: SIZE * SIZE }, (_, i) => ((pixels[i * 4 + 3] ?? 0) > 127 ? '#' : '.')).join('');
}

describe('the tray icon', () => {
  it('tells its states apart by shape, not by colour alone', () => {
    expect(new Set(STATES.map(shape)).size).toBe(STATES.length);
  });

  it.each(STATES)('is drawn inside its square, colours premultiplied (%s)', (state) => {
    const pixels = drawTrayIcon(state, SIZE);
    expect(pixels).toHaveLength(SIZE * SIZE * 4);
    for (let i = 0; i < pixels.length; i += 4) {
      const alpha = pixels[i + 3] ?? 0;
      expect(Math.max(...pixels.subarray(i, i + 3))).toBeLessThanOrEqual(alpha);
    }
    for (const corner of [0, SIZE - 1, SIZE * (SIZE - 1), SIZE * SIZE - 1])
      expect(pixels[corner * 4 + 3]).toBe(0);
  });
});

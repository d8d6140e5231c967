/** What the tray icon says; told by shape as well as by colour. */
export type TrayState = 'idle' | 'calm' | 'firing';

const COLORS: Readonly<Record<TrayState, readonly [red: number, green: number, blue: number]>> = {
  idle: [150, 155, 165],
  calm: [64, 192, 140],
  firing: [240, 80, 72],
};

/** Coverage of a shape at a distance from its edge (negative inside), one pixel soft. */
function coverage(distancePx: number): number {
  return Math.min(1, Math.max(0, 0.5 - distancePx));
}

/** Coverage at a point of the icon, both coordinates -1 to 1: a ring with a dot, or a disc with an exclamation mark cut out. */
function coverageAt(state: TrayState, x: number, y: number, radiusPx: number): number {
  const distance = Math.hypot(x, y);
  const disc = coverage((distance - 0.92) * radiusPx);
  if (state === 'firing') {
    const bar = coverage(Math.max(Math.abs(x) - 0.13, Math.abs(y + 0.22) - 0.38) * radiusPx);
    const dot = coverage((Math.hypot(x, y - 0.5) - 0.16) * radiusPx);
    return disc - Math.min(disc, Math.max(bar, dot));
  }
  const hole = coverage((distance - 0.66) * radiusPx);
  const dot = coverage((distance - 0.28) * radiusPx);
  return disc - hole + (state === 'calm' ? dot : 0);
}

/** The icon as pixels of 4 bytes (blue, green, red, alpha; colours premultiplied), `sizePx` square. */
export function drawTrayIcon(state: TrayState, sizePx: number): Buffer {
  const pixels = Buffer.alloc(sizePx * sizePx * 4);
  const [red, green, blue] = COLORS[state];
  const radiusPx = sizePx / 2;
  for (let row = 0; row < sizePx; row += 1) {
    for (let column = 0; column < sizePx; column += 1) {
      const x = (column + 0.5) / radiusPx - 1;
      const y = (row + 0.5) / radiusPx - 1;
      const alpha = coverageAt(state, x, y, radiusPx);
      const offset = (row * sizePx + column) * 4;
      pixels[offset] = Math.round(blue * alpha);
      pixels[offset + 1] = Math.round(green * alpha);
      pixels[offset + 2] = Math.round(red * alpha);
      pixels[offset + 3] = Math.round(255 * alpha);
    }
  }
  return pixels;
}

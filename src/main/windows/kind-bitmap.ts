import type { EnvironmentKind } from '../../shared/domain/environment.ts';

type Color = readonly [red: number, green: number, blue: number];

/** The colours of kinds, as the window's bar and icons show them. */
const COLORS: Readonly<Record<EnvironmentKind | 'none', Color>> = {
  development: [47, 158, 107],
  staging: [226, 164, 52],
  production: [205, 52, 58],
  none: [130, 138, 152],
};

function coverage(distancePx: number): number {
  return Math.min(1, Math.max(0, 0.5 - distancePx));
}

/** Signed distance from the shape of a kind, coordinates -1 to 1: a disc, a diamond, or for production a square. */
function shapeDistance(kind: EnvironmentKind | null, x: number, y: number): number {
  if (kind === 'production') return Math.max(Math.abs(x), Math.abs(y)) - 0.9;
  if (kind === 'staging') return (Math.abs(x) + Math.abs(y) - 1) * Math.SQRT1_2;
  return Math.hypot(x, y) - 0.92;
}

/**
 * A window's icon as pixels of 4 bytes (blue, green, red, alpha; colours premultiplied), `sizePx` square: the kind is told
 * by shape as well as by colour.
 */
export function drawKindIcon(kind: EnvironmentKind | null, sizePx: number): Buffer {
  const pixels = Buffer.alloc(sizePx * sizePx * 4);
  const [red, green, blue] = COLORS[kind ?? 'none'];
  const radiusPx = sizePx / 2;
  for (let row = 0; row < sizePx; row += 1) {
    for (let column = 0; column < sizePx; column += 1) {
      const x = (column + 0.5) / radiusPx - 1;
      const y = (row + 0.5) / radiusPx - 1;
      const alpha = coverage(shapeDistance(kind, x, y) * radiusPx);
      // The ring and dot of the app's own sign, in white.
      const distance = Math.hypot(x, y);
      const ring = coverage((Math.abs(distance - 0.5) - 0.09) * radiusPx);
      const white = Math.max(ring, coverage((distance - 0.16) * radiusPx)) * alpha;
      const offset = (row * sizePx + column) * 4;
      pixels[offset] = Math.round(blue * (alpha - white) + 255 * white);
      pixels[offset + 1] = Math.round(green * (alpha - white) + 255 * white);
      pixels[offset + 2] = Math.round(red * (alpha - white) + 255 * white);
      pixels[offset + 3] = Math.round(255 * alpha);
    }
  }
  return pixels;
}

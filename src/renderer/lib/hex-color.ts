/** A colour in the form `#rrggbb` where it is `#rgb`, which builds write for short; others stay as they are. */
export function longHex(color: string): string {
  return /^#[\da-f]{3}$/i.test(color)
    ? `#${[...color.slice(1)].map((digit) => digit + digit).join('')}`
    : color;
}

/** `#rrggbb` with an opacity 0..1. */
export function withAlpha(color: string, alpha: number): string {
  return `${color}${Math.round(alpha * 255)
    .toString(16)
    .padStart(2, '0')}`;
}

/** The colour `share` (0..1) of the way from one `#rrggbb` to another. */
export function mixHex(from: string, to: string, share: number): string {
  const channel = (hex: string, at: number): number => Number.parseInt(hex.slice(at, at + 2), 16);
  const mixed = [1, 3, 5].map((at) => Math.round(channel(from, at) * (1 - share) + channel(to, at) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** Black or white, whichever can be read on a `#rrggbb` (WCAG 2.2 relative luminance). */
export function contrastText(color: string): string {
  const channel = (at: number): number => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  const luminance = 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
  return luminance > 0.179 ? '#0b0f17' : '#ffffff';
}

import { type ColorScheme, schemeShade } from '../../shared/domain/settings.ts';

// The page's own backgrounds, so that nothing flashes before it has drawn.
const DARK = '#080b12';
const LIGHT = '#f3f5f9';

/** The colour behind the page in a colour scheme. */
export function pageBackground(scheme: ColorScheme, systemIsDark: boolean): string {
  const shade = schemeShade(scheme);
  const isDark = shade === 'dark' || (shade === 'system' && systemIsDark);
  if (scheme === 'contrast-dark' || scheme === 'contrast-light') return isDark ? '#000000' : '#ffffff';
  return isDark ? DARK : LIGHT;
}

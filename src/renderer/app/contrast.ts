import { useMediaQuery } from '@mantine/hooks';
import { useLayoutEffect } from 'react';
import { type ColorScheme, schemeShade } from '../../shared/domain/settings.ts';

/**
 * Marks the document as of high contrast where the scheme or the desktop asks for it, and tells whether it is dark or
 * light. Colours forced by the desktop are the desktop's, whatever the scheme.
 */
export function useContrast(scheme: ColorScheme): 'system' | 'dark' | 'light' {
  const forced = useMediaQuery('(forced-colors: active)', false, { getInitialValueInEffect: false });
  const wanted = useMediaQuery('(prefers-contrast: more)', false, { getInitialValueInEffect: false });
  const high = forced || scheme.startsWith('contrast-') || (scheme === 'system' && wanted);
  useLayoutEffect(() => {
    document.documentElement.dataset.contrast = high ? 'high' : 'normal';
  }, [high]);
  return forced ? 'system' : schemeShade(scheme);
}

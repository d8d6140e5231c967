import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { SchemeName } from '../lib/series-colors.ts';
import type { PlotColors } from './plot.ts';

/** The theme's variables as colours for a canvas; fallbacks are for documents without the theme (tests). */
function readColors(): PlotColors {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string, fallback: string): string => style.getPropertyValue(name).trim() || fallback;
  return {
    axis: read('--sx-axis', '#8690a5'),
    grid: read('--sx-grid', '#1a2130'),
    crosshair: read('--sx-crosshair', '#77829a'),
    panel: read('--sx-panel', '#10151f'),
    text: read('--sx-text', '#c6cede'),
    warn: read('--sx-warn', '#f2b84b'),
    bad: read('--sx-bad', '#ff7d7d'),
    accent: read('--mantine-color-azure-4', '#5379f5'),
    font: '"Inter Variable", system-ui, sans-serif',
  };
}

/** The window's colour scheme and its colours for a canvas. */
export function useChartColors(): { readonly scheme: SchemeName; readonly colors: PlotColors } {
  const scheme = useComputedColorScheme('dark', { getInitialValueInEffect: false });
  const [colors, setColors] = useState(readColors);
  // The provider puts the scheme on the document in a layout effect: the variables are right only after it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the scheme is what they are read again for
  useEffect(() => {
    const read = readColors();
    setColors((before) => (JSON.stringify(read) === JSON.stringify(before) ? before : read));
  }, [scheme]);
  return { scheme, colors };
}

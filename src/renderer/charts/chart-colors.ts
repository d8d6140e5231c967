import { useComputedColorScheme } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { longHex } from '../lib/hex-color.ts';
import type { SchemeName } from '../lib/series-colors.ts';
import type { PlotColors } from './plot.ts';

/** The theme's variables as colours for a canvas; fallbacks are for documents without the theme (tests). */
function readColors(): PlotColors {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string, fallback: string): string =>
    longHex(style.getPropertyValue(name).trim() || fallback);
  return {
    axis: read('--sx-axis', '#8690a5'),
    grid: read('--sx-grid', '#1a2130'),
    crosshair: read('--sx-crosshair', '#77829a'),
    panel: read('--sx-panel', '#10151f'),
    text: read('--sx-text', '#c6cede'),
    good: read('--sx-good', '#5fd3a4'),
    warn: read('--sx-warn', '#f2b84b'),
    bad: read('--sx-bad', '#ff7d7d'),
    accent: read('--mantine-color-azure-4', '#5379f5'),
    font: '"Inter Variable", system-ui, sans-serif',
  };
}

let known: PlotColors | null = null;
const listeners = new Set<() => void>();
let observer: MutationObserver | null = null;

function currentColors(): PlotColors {
  known ??= readColors();
  return known;
}

function refresh(): void {
  const read = readColors();
  if (JSON.stringify(read) === JSON.stringify(known)) return;
  known = read;
  for (const listener of listeners) listener();
}

/** The variables are another scheme's once the document says so, which is after components were told of it. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (observer === null) {
    observer = new MutationObserver(refresh);
    observer.observe(document.documentElement, {
      attributeFilter: ['data-mantine-color-scheme', 'data-contrast'],
    });
    refresh();
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    observer?.disconnect();
    observer = null;
  };
}

/** The window's colour scheme and its colours for a canvas. */
export function useChartColors(): { readonly scheme: SchemeName; readonly colors: PlotColors } {
  const scheme = useComputedColorScheme('dark', { getInitialValueInEffect: false });
  const colors = useSyncExternalStore(subscribe, currentColors);
  return { scheme, colors };
}

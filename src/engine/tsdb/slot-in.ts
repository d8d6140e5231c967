import type { Layout } from './layout.ts';
import type { Series, SeriesSource } from './series.ts';

/** The slot of a series in a layout of a source, below zero where it has none. */
export function slotIn(source: SeriesSource, layout: Layout, series: Series): number {
  return layout === source.layout && series.sources[0] === source ? series.slot : layout.slotOf(series.id);
}

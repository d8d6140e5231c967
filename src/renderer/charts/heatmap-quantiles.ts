import { formatCompact, type Unit } from '../lib/units.ts';
import type { HeatmapBucket } from './histogram-buckets.ts';
import type { PlotOverlay } from './plot.ts';

interface QuantileStyle {
  readonly quantile: number;
  readonly dash: readonly number[];
}

/** Told apart by their dashes: colours would have to stand against every colour of the cells. */
const SHOWN: readonly QuantileStyle[] = [
  { quantile: 0.5, dash: [] },
  { quantile: 0.9, dash: [6, 4] },
  { quantile: 0.99, dash: [2, 3] },
];

/** Where a quantile lies: height in rows and value, both interpolated within its bucket as `histogram_quantile` does. */
function quantileAt(
  buckets: readonly HeatmapBucket[],
  step: number,
  quantile: number,
): { readonly row: number; readonly value: number } | null {
  let total = 0;
  for (const { values } of buckets) total += values[step] as number;
  if (!(total > 0)) return null;
  const rank = quantile * total;
  let below = 0;
  for (let row = 0; row < buckets.length; row++) {
    const { above, upTo, values } = buckets[row] as HeatmapBucket;
    const count = values[step] as number;
    if (below + count >= rank && count > 0) {
      if (upTo === Infinity) return { row, value: above };
      const share = (rank - below) / count;
      const low = above === -Infinity ? Math.min(0, upTo) : above;
      return { row: row + share, value: low + (upTo - low) * share };
    }
    below += count;
  }
  return null;
}

/** p50, p90 and p99 as lines over a heatmap's rows. */
export function quantileOverlays(
  buckets: readonly HeatmapBucket[],
  count: number,
  color: string,
  unit: Unit,
): PlotOverlay[] {
  return SHOWN.map(({ quantile, dash }) => {
    const rows = new Float64Array(count).fill(Number.NaN);
    const at = new Float64Array(count).fill(Number.NaN);
    for (let i = 0; i < count; i++) {
      const found = quantileAt(buckets, i, quantile);
      if (found === null) continue;
      rows[i] = found.row;
      at[i] = found.value;
    }
    const name = `p${quantile * 100}`;
    return {
      key: name,
      name,
      color,
      dash,
      values: rows,
      present: null,
      labelAt: (index) => {
        const value = at[index];
        return value === undefined || Number.isNaN(value) ? null : `${name} ${formatCompact(value, unit)}`;
      },
    };
  });
}

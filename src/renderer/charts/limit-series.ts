import type { RangeResult } from '../../shared/domain/query.ts';

/** Keeps the series with the largest sums over the range: what a panel of many series shows. */
export function limitSeries(result: RangeResult, limit: number): RangeResult {
  if (result.series.length <= limit) return result;
  const ranked = result.series.map((series, i) => {
    let sum = 0;
    for (let k = 0; k < series.values.length; k++) {
      const value = series.values[k] as number;
      if ((series.present === null || series.present[k] === 1) && Number.isFinite(value)) sum += value;
    }
    return { series, sum, i };
  });
  ranked.sort((a, b) => b.sum - a.sum || a.i - b.i);
  return { ...result, series: ranked.slice(0, limit).map(({ series }) => series) };
}

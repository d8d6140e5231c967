import { withLabel } from '../../model/labels.ts';
import type { SourceRange } from '../ast.ts';
import { mergeSameLabels } from '../evaluate/merge.ts';
import { maskSeries } from '../evaluate/signatures.ts';
import { pushSeries, type VectorSeries, type VectorValue } from '../evaluate/values.ts';
import { formatOpenMetricsFloat } from '../parse/go-float.ts';
import { type HistogramCall, histogramQuantile } from './histogram.ts';

/** histogram_quantiles: several quantiles at once, told apart by a label. */
export async function histogramQuantiles(
  vector: VectorValue,
  label: string,
  quantiles: readonly { readonly values: Float64Array; readonly range: SourceRange }[],
  call: HistogramCall,
): Promise<readonly VectorSeries[]> {
  const result: VectorSeries[] = [];
  for (const { values, range } of quantiles) {
    const estimated = await histogramQuantile(values, range, vector, call);
    for (const q of new Set(values)) {
      const mask = Uint8Array.from(values, (value) => (Object.is(value, q) ? 1 : 0));
      for (const series of estimated) {
        const labels = withLabel(series.labels, label, formatOpenMetricsFloat(q));
        pushSeries(result, maskSeries({ ...series, labels }, mask, 1));
      }
    }
  }
  return mergeSameLabels(result);
}

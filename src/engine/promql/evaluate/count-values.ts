import type { LabelSet } from '../../../shared/domain/series.ts';
import { AppError } from '../../../shared/errors.ts';
import { labelsKey, withLabel } from '../../model/labels.ts';
import type { Pace } from '../../storage.ts';
import { formatGoFixed, formatHistogram } from '../histogram/format-histogram.ts';
import type { AggregationPlan } from '../plan.ts';
import { groupingLabels } from './grouping.ts';
import {
  histogramAt,
  isPresent,
  pushSeries,
  SeriesBuilder,
  type VectorSeries,
  type VectorValue,
} from './values.ts';

/** Making labels of a value takes as long as about so many samples. */
const LABELS_WORK = 50;

/** count_values: for each group and value the number of series that have it. */
export async function countValues(
  plan: AggregationPlan,
  vector: VectorValue,
  valueLabel: string,
  stepCount: number,
  pace: Pace,
): Promise<VectorValue> {
  if (valueLabel === '' || valueLabel.includes('\ufffd')) {
    throw new AppError('execution', `invalid label name "${valueLabel}"`);
  }
  const grouping = plan.without ? plan.grouping : [...plan.grouping, valueLabel];
  const labelsOf = groupingLabels(grouping, plan.without);
  const counts = new Map<string, { labels: LabelSet; builder: SeriesBuilder }>();
  for (const series of vector.series) {
    const pause = pace(stepCount * LABELS_WORK);
    if (pause !== null) await pause;
    for (let step = 0; step < stepCount; step++) {
      if (!isPresent(series, step)) continue;
      const histogram = histogramAt(series, step);
      const value =
        histogram === null ? formatGoFixed(series.values[step] as number) : formatHistogram(histogram);
      const labels = labelsOf(withLabel(series.labels, valueLabel, value));
      const key = labelsKey(labels);
      let entry = counts.get(key);
      if (entry === undefined) {
        entry = { labels, builder: new SeriesBuilder(stepCount) };
        counts.set(key, entry);
      }
      entry.builder.setFloat(step, (entry.builder.values[step] as number) + 1);
    }
  }
  const result: VectorSeries[] = [];
  for (const { labels, builder } of counts.values()) pushSeries(result, builder.finish(labels, false));
  return { kind: 'vector', series: result };
}

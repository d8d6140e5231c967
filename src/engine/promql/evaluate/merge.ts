import { type LabelSet, METRIC_NAME_LABEL } from '../../../shared/domain/series.ts';
import { AppError } from '../../../shared/errors.ts';
import { labelsKey } from '../../model/labels.ts';
import { isPresent, SeriesBuilder, type VectorSeries } from './values.ts';

/** Labels that describe the metric and go when its meaning changes. */
const METADATA_LABELS: ReadonlySet<string> = new Set([METRIC_NAME_LABEL, '__type__', '__unit__']);

/** The labels without the metric's name and what else belongs to it. */
export function withoutMetadata(labels: LabelSet): LabelSet {
  return labels.some(([name]) => METADATA_LABELS.has(name))
    ? labels.filter(([name]) => !METADATA_LABELS.has(name))
    : labels;
}

/** Takes the metric names off that were to go (Prometheus' delayed name removal). Throws AppError `execution` on duplicates. */
export function dropNames(series: readonly VectorSeries[]): readonly VectorSeries[] {
  if (!series.some(({ dropName }) => dropName)) return mergeSameLabels(series);
  const named = series.map((original) =>
    original.dropName ? { ...original, labels: withoutMetadata(original.labels), dropName: false } : original,
  );
  return mergeSameLabels(named);
}

/**
 * One series per label set: series with the same labels are joined when they have no sample at the same step. A series
 * that will lose its name is not one with a series that keeps it. Throws AppError `execution` for samples of one step.
 */
export function mergeSameLabels(series: readonly VectorSeries[]): readonly VectorSeries[] {
  if (series.length < 2) return series;
  const byLabels = new Map<string, VectorSeries[]>();
  for (const one of series) {
    const key = one.dropName ? `${labelsKey(one.labels)}!` : labelsKey(one.labels);
    const same = byLabels.get(key);
    if (same === undefined) byLabels.set(key, [one]);
    else same.push(one);
  }
  if (byLabels.size === series.length) return series;
  return [...byLabels.values()].map((same) => (same.length === 1 ? (same[0] as VectorSeries) : join(same)));
}

function join(series: readonly VectorSeries[]): VectorSeries {
  const [first] = series as [VectorSeries];
  const builder = new SeriesBuilder(first.values.length);
  for (const one of series) {
    for (let step = 0; step < one.values.length; step++) {
      if (!isPresent(one, step)) continue;
      if (builder.present[step] !== 0) throw duplicateLabels();
      builder.copyFrom(step, one);
    }
  }
  return builder.finish(first.labels, first.dropName) ?? first;
}

/** Two samples of one step have the same labels. */
export function duplicateLabels(): AppError {
  return new AppError('execution', 'vector cannot contain metrics with the same labelset');
}

import { type LabelSet, METRIC_NAME_LABEL } from '../../../shared/domain/series.ts';
import { EMPTY_LABELS, labelsKey, pickLabels } from '../../model/labels.ts';
import type { VectorSeries } from './values.ts';

/** Series that an aggregation puts together, and the labels of the result. */
export interface SeriesGroup {
  readonly labels: LabelSet;
  readonly members: VectorSeries[];
}

/** Picks the labels of a group: `by` keeps the named ones, `without` drops them and the metric's name. */
export function groupingLabels(
  grouping: readonly string[],
  without: boolean,
): (labels: LabelSet) => LabelSet {
  if (without) {
    const dropped = new Set([...grouping, METRIC_NAME_LABEL]);
    return (labels) => pickLabels(labels, dropped, 'drop');
  }
  if (grouping.length === 0) return () => EMPTY_LABELS;
  const kept = new Set(grouping);
  return (labels) => pickLabels(labels, kept, 'keep');
}

/** The groups of an aggregation in the order of their first series. */
export function groupSeries(
  series: readonly VectorSeries[],
  grouping: readonly string[],
  without: boolean,
): SeriesGroup[] {
  const labelsOf = groupingLabels(grouping, without);
  const groups = new Map<string, SeriesGroup>();
  for (const one of series) {
    const labels = labelsOf(one.labels);
    const key = labelsKey(labels);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { labels, members: [one] });
    else group.members.push(one);
  }
  return [...groups.values()];
}

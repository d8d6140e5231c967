import { type LabelSet, METRIC_NAME_LABEL } from '../../../shared/domain/series.ts';
import { EMPTY_LABELS, pickLabels } from '../../model/labels.ts';
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

/** A string per group, built without making the group's labels. */
function groupKeys(grouping: readonly string[], without: boolean): (labels: LabelSet) => string {
  if (!without && grouping.length === 0) return () => '';
  const names = new Set(without ? [...grouping, METRIC_NAME_LABEL] : grouping);
  return (labels) => {
    let key = '';
    for (const [name, value] of labels) if (names.has(name) !== without) key += `${name}\uffff${value}\uffff`;
    return key;
  };
}

/** The groups of an aggregation in the order of their first series. */
export function groupSeries(
  series: readonly VectorSeries[],
  grouping: readonly string[],
  without: boolean,
): SeriesGroup[] {
  const labelsOf = groupingLabels(grouping, without);
  const keyOf = groupKeys(grouping, without);
  const groups = new Map<string, SeriesGroup>();
  for (const one of series) {
    const key = keyOf(one.labels);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { labels: labelsOf(one.labels), members: [one] });
    else group.members.push(one);
  }
  return [...groups.values()];
}

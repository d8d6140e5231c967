import { type LabelPair, type LabelSet, METRIC_NAME_LABEL } from '../../shared/domain/series.ts';

export const EMPTY_LABELS: LabelSet = Object.freeze([]);

function byName(a: LabelPair, b: LabelPair): number {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
}

/**
 * A label set from pairs in any order: sorted, without empty values (an empty value is an absent label). Of two pairs
 * of one name the last one counts; who must refuse duplicates checks before.
 */
export function createLabels(pairs: Iterable<LabelPair>): LabelSet {
  const byLabelName = new Map<string, string>();
  for (const [name, value] of pairs) byLabelName.set(name, value);
  const result: LabelPair[] = [];
  for (const pair of byLabelName) if (pair[1] !== '') result.push(pair);
  return result.sort(byName);
}

/** The set with one label set (or removed, for the value ''). */
export function withLabel(labels: LabelSet, name: string, value: string): LabelSet {
  return createLabels([...labels, [name, value]]);
}

/** The set with only (`keep`) or without (`drop`) the named labels. */
export function pickLabels(labels: LabelSet, names: ReadonlySet<string>, mode: 'keep' | 'drop'): LabelSet {
  const keep = mode === 'keep';
  return labels.filter(([name]) => names.has(name) === keep);
}

/** The set without the metric's name. */
export function withoutMetricName(labels: LabelSet): LabelSet {
  return labels.filter(([name]) => name !== METRIC_NAME_LABEL);
}

/**
 * A string that is equal for equal label sets and different for different ones. U+FFFF separates: it is no character,
 * so it can't be met in a name or value that was decoded from valid UTF-8.
 */
export function labelsKey(labels: LabelSet): string {
  let key = '';
  for (const [name, value] of labels) key += `${name}\uffff${value}\uffff`;
  return key;
}

/** The order of label sets: pair by pair, name before value, the shorter set first (Prometheus' labels.Compare). */
export function compareLabels(a: LabelSet, b: LabelSet): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [aName, aValue] = a[i] as LabelPair;
    const [bName, bValue] = b[i] as LabelPair;
    if (aName !== bName) return aName < bName ? -1 : 1;
    if (aValue !== bValue) return aValue < bValue ? -1 : 1;
  }
  return a.length - b.length;
}

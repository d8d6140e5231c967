import { type LabelSet, METRIC_NAME_LABEL } from '../../shared/domain/series.ts';

/** What a series is called in its panel, and what its colour is chosen by. */
export interface SeriesName {
  readonly text: string;
  /** Equal for the same label set in every panel; '' for a series without labels of its own. */
  readonly colorKey: string;
}

/** Labels that say where a series comes from: no part of its identity while all series of a panel share them. */
const ORIGIN_LABELS: ReadonlySet<string> = new Set([METRIC_NAME_LABEL, 'job', 'instance']);

/** What a series is coloured by: equal for the same labels in every panel, wherever the series comes from. */
export function labelsKey(labels: LabelSet): string {
  return keyOf(labels.filter(([label]) => !ORIGIN_LABELS.has(label)));
}

function keyOf(labels: LabelSet): string {
  return labels.map(([label, value]) => `${label}=${JSON.stringify(value)}`).join(',');
}

/** A label set in PromQL's notation: `name{a="b"}`. */
export function formatLabelSet(labels: LabelSet): string {
  let name = '';
  const pairs: string[] = [];
  for (const [label, value] of labels) {
    if (label === METRIC_NAME_LABEL) name = value;
    else pairs.push(`${label}=${JSON.stringify(value)}`);
  }
  return pairs.length === 0 && name !== '' ? name : `${name}{${pairs.join(', ')}}`;
}

/**
 * Names for the series of a panel by the labels in which they differ: the bare value where that is one label, else
 * `value · value` in label order; a lone series is called by its own labels, else by `fallback`. Labels of `told` are part
 * of every name, also where all series share them.
 */
export function nameSeries(
  sets: readonly LabelSet[],
  fallback: string,
  told: readonly string[] = [],
): SeriesName[] {
  const values = new Map<string, Set<string>>();
  const counts = new Map<string, number>();
  for (const labels of sets) {
    for (const [label, value] of labels) {
      const seen = values.get(label);
      if (seen === undefined) values.set(label, new Set([value]));
      else seen.add(value);
      counts.set(label, (counts.get(label) ?? 0) + 1);
    }
  }
  const differs = (label: string): boolean =>
    (values.get(label)?.size ?? 0) > 1 || counts.get(label) !== sets.length || told.includes(label);
  return sets.map((labels) => {
    const own = labels.filter(([label]) => !ORIGIN_LABELS.has(label) || differs(label));
    const telling = own.filter(([label]) => differs(label));
    const shown = telling.length > 0 ? telling : own;
    return {
      text:
        shown.length === 0 ? fallback : shown.map(([, value]) => (value === '' ? '""' : value)).join(' · '),
      colorKey: keyOf(own),
    };
  });
}

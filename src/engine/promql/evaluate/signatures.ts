import { type LabelSet, METRIC_NAME_LABEL } from '../../../shared/domain/series.ts';
import { labelsKey } from '../../model/labels.ts';
import type { VectorMatching } from '../ast.ts';
import type { VectorSeries } from './values.ts';

/** The labels by which series of two vectors are matched. */
export function matchLabels(labels: LabelSet, matching: VectorMatching): LabelSet {
  if (matching.on) return labels.filter(([name]) => matching.labels.includes(name));
  return labels.filter(([name]) => name !== METRIC_NAME_LABEL && !matching.labels.includes(name));
}

/** The series of a vector by their match labels. */
export function groupBySignature(
  series: readonly VectorSeries[],
  matching: VectorMatching,
): Map<string, VectorSeries[]> {
  const groups = new Map<string, VectorSeries[]>();
  for (const one of series) {
    const key = labelsKey(matchLabels(one.labels, matching));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}

/** For each step 1 where any of the series has a sample. */
export function presenceOf(series: readonly VectorSeries[], stepCount: number): Uint8Array {
  const presence = new Uint8Array(stepCount);
  for (const { present } of series) {
    if (present === null) return presence.fill(1);
    for (let step = 0; step < stepCount; step++)
      presence[step] = (presence[step] as number) | (present[step] as number);
  }
  return presence;
}

/** The series at only those steps where `mask` is `wanted`; null where none is left. */
export function maskSeries(series: VectorSeries, mask: Uint8Array, wanted: 0 | 1): VectorSeries | null {
  const unwanted = wanted === 1 ? 0 : 1;
  if (mask.indexOf(unwanted) < 0) return series;
  const present = new Uint8Array(mask.length);
  let any = false;
  for (let step = 0; step < mask.length; step++) {
    if (mask[step] !== wanted || (series.present !== null && series.present[step] === 0)) continue;
    present[step] = 1;
    any = true;
  }
  return any ? { ...series, present } : null;
}

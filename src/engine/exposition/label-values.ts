import type { LabelPair, MetricType } from '../../shared/domain/series.ts';
import { formatOpenMetricsFloat, parseGoFloat } from './go-float.ts';

/**
 * What the last TYPE line says of `le` and `quantile`: both are kept, `le` is a bucket bound of a histogram, or
 * `quantile` is a quantile of a summary. Prometheus lets it count until the next TYPE line, whatever the family.
 */
export const MODE_NONE = 0;
export const MODE_HISTOGRAM = 1;
export const MODE_SUMMARY = 2;
export type NormalisationMode = typeof MODE_NONE | typeof MODE_HISTOGRAM | typeof MODE_SUMMARY;

const LE_LENGTH = 'le'.length;
const QUANTILE_LENGTH = 'quantile'.length;

/** How TYPE decides about `le` and `quantile`. */
export function modeOfType(type: MetricType): NormalisationMode {
  return type === 'histogram' ? MODE_HISTOGRAM : type === 'summary' ? MODE_SUMMARY : MODE_NONE;
}

/** Prometheus' normal form of `le` and `quantile` values; other pairs are kept. Answers whether one was such a label. */
export function normaliseBounds(pairs: LabelPair[], mode: NormalisationMode): boolean {
  let dependsOnMode = false;
  for (let i = 1; i < pairs.length; i++) {
    const [name, text] = pairs[i] as LabelPair;
    if (name.length !== LE_LENGTH && name.length !== QUANTILE_LENGTH) continue;
    if (name !== 'le' && name !== 'quantile') continue;
    dependsOnMode = true;
    if (mode !== (name === 'le' ? MODE_HISTOGRAM : MODE_SUMMARY)) continue;
    const value = parseGoFloat(text);
    if (value !== undefined) pairs[i] = [name, formatOpenMetricsFloat(value)];
  }
  return dependsOnMode;
}

const FEW_LABELS = 24;

/** The first name that stands twice, or null. */
export function findDuplicateName(pairs: readonly LabelPair[]): string | null {
  if (pairs.length > FEW_LABELS) {
    const seen = new Set<string>();
    for (const [name] of pairs) {
      if (seen.has(name)) return name;
      seen.add(name);
    }
    return null;
  }
  for (let i = 1; i < pairs.length; i++) {
    const name = (pairs[i] as LabelPair)[0];
    for (let k = 0; k < i; k++) if ((pairs[k] as LabelPair)[0] === name) return name;
  }
  return null;
}

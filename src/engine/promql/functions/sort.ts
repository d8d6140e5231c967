import { labelValue } from '../../../shared/domain/series.ts';
import { compareLabels } from '../../model/labels.ts';
import { isFloat, mapFloats, type VectorSeries, type VectorValue } from '../evaluate/values.ts';

/** sort() and sort_desc(): floats only, NaN last; only a query of one step keeps the order. */
export function sortByValue(
  vector: VectorValue,
  order: 'ascending' | 'descending',
  stepCount: number,
): VectorValue {
  const names = new Map(vector.series.map((series) => [series.labels, series.dropName]));
  const floats = mapFloats(vector, (value) => value).series.map((series) => ({
    ...series,
    dropName: names.get(series.labels) ?? false,
  }));
  if (stepCount !== 1) return { kind: 'vector', series: floats };
  const direction = order === 'ascending' ? 1 : -1;
  const floatOf = (series: VectorSeries): number =>
    isFloat(series, 0) ? (series.values[0] as number) : Number.NaN;
  const sorted = floats.sort((a, b) => {
    const left = floatOf(a);
    const right = floatOf(b);
    if (Number.isNaN(left) || Number.isNaN(right))
      return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
    return direction * (left - right) || 0;
  });
  return { kind: 'vector', series: sorted };
}

/** sort_by_label() and its reverse: by the named labels in natural order, then by all labels. */
export function sortByLabels(
  vector: VectorValue,
  names: readonly string[],
  order: 'ascending' | 'descending',
): VectorValue {
  const direction = order === 'ascending' ? 1 : -1;
  const sorted = [...vector.series].sort((a, b) => {
    for (const name of names) {
      const compared = compareNaturally(labelValue(a.labels, name), labelValue(b.labels, name));
      if (compared !== 0) return direction * compared;
    }
    return direction * compareLabels(a.labels, b.labels);
  });
  return { kind: 'vector', series: sorted };
}

const CHUNK = /\d+|\D+/g;

/** Runs of digits compare as numbers: "a2" before "a10". */
function compareNaturally(a: string, b: string): number {
  if (a === b) return 0;
  const left = a.match(CHUNK) ?? [];
  const right = b.match(CHUNK) ?? [];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const x = left[i] as string;
    const y = right[i] as string;
    if (x === y) continue;
    const bothNumbers = /^\d/.test(x) && /^\d/.test(y);
    const difference = bothNumbers ? Number(x) - Number(y) : 0;
    return difference !== 0 ? difference : x < y ? -1 : 1;
  }
  return left.length - right.length;
}

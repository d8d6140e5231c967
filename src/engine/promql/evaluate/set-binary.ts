import { assertNever } from '../../../shared/assert.ts';
import { labelsKey } from '../../model/labels.ts';
import type { SetOperator, VectorMatching } from '../ast.ts';
import { mergeSameLabels } from './merge.ts';
import { groupBySignature, maskSeries, matchLabels, presenceOf } from './signatures.ts';
import { pushSeries, type VectorSeries, type VectorValue } from './values.ts';

/** `and`, `or` and `unless`: which samples stay depends on what the other side has at the same step. */
export function setBinary(
  op: SetOperator,
  left: VectorValue,
  right: VectorValue,
  matching: VectorMatching,
  stepCount: number,
): VectorValue {
  switch (op) {
    case 'and':
      return filterByOther(left, right, matching, stepCount, 1);
    case 'unless':
      return filterByOther(left, right, matching, stepCount, 0);
    case 'or': {
      const added = filterByOther(right, left, matching, stepCount, 0);
      return { kind: 'vector', series: mergeSameLabels([...left.series, ...added.series]) };
    }
    default:
      return assertNever(op);
  }
}

/** The samples of `vector` at steps where `other` has (1) or lacks (0) a match. */
function filterByOther(
  vector: VectorValue,
  other: VectorValue,
  matching: VectorMatching,
  stepCount: number,
  wanted: 0 | 1,
): VectorValue {
  const masks = new Map<string, Uint8Array>();
  for (const [key, series] of groupBySignature(other.series, matching)) {
    masks.set(key, presenceOf(series, stepCount));
  }
  const result: VectorSeries[] = [];
  for (const series of vector.series) {
    const mask = masks.get(labelsKey(matchLabels(series.labels, matching)));
    if (mask !== undefined) pushSeries(result, maskSeries(series, mask, wanted));
    else if (wanted === 0) result.push(series);
  }
  return { kind: 'vector', series: result };
}

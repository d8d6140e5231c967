import { type BinaryOperator, isArithmetic, isComparison, type SourceRange } from '../ast.ts';
import {
  addHistograms,
  divideHistogram,
  equalHistograms,
  scaleHistogram,
  subtractHistograms,
} from '../histogram/arithmetic.ts';
import { compact, type SparseHistogram } from '../histogram/sparse-histogram.ts';
import { trimHistogram } from '../histogram/trim.ts';
import type { AnnotationCollector } from './annotations.ts';
import { arithmeticOf, comparisonOf } from './operators.ts';

/** A float or a histogram. */
export type Sample = number | SparseHistogram;

/**
 * The outcome of an operator on two samples: `sample` is what a filter passes on, `keep` whether it does; null where
 * the operator does not know such operands.
 */
export interface ElementResult {
  readonly sample: Sample;
  readonly keep: boolean;
}

export type ElementOperation = (left: Sample, right: Sample) => ElementResult | null;

/** The operation of an operator on samples of any kind, with Prometheus' remarks about `range`. */
export function elementOperation(
  op: BinaryOperator,
  annotations: AnnotationCollector,
  range: SourceRange,
): ElementOperation {
  const ofFloats = floatOperation(op);
  const kindOf = (sample: Sample): string => (typeof sample === 'number' ? 'float' : 'histogram');
  const unsupported = (left: Sample, right: Sample): null => {
    annotations.incompatibleTypes(kindOf(left), op, kindOf(right), range);
    return null;
  };
  return (left, right) => {
    if (typeof left === 'number') {
      if (typeof right === 'number') return ofFloats?.(left, right) ?? unsupported(left, right);
      return op === '*' ? kept(compact(scaleHistogram(right, left))) : unsupported(left, right);
    }
    if (typeof right === 'number') {
      return histogramAndFloat(op, left, right) ?? unsupported(left, right);
    }
    switch (op) {
      case '+':
      case '-':
        return combine(op, left, right, annotations, range);
      case '==':
        return { sample: left, keep: equalHistograms(left, right) };
      case '!=':
        return { sample: left, keep: !equalHistograms(left, right) };
      default:
        return unsupported(left, right);
    }
  };
}

function kept(sample: Sample): ElementResult {
  return { sample, keep: true };
}

function floatOperation(op: BinaryOperator): ((left: number, right: number) => ElementResult) | null {
  if (isArithmetic(op)) {
    const operate = arithmeticOf(op);
    return (left, right) => kept(operate(left, right));
  }
  if (!isComparison(op)) return null;
  const test = comparisonOf(op);
  return (left, right) => ({ sample: left, keep: test(left, right) });
}

function histogramAndFloat(op: BinaryOperator, left: SparseHistogram, right: number): ElementResult | null {
  switch (op) {
    case '*':
      return kept(compact(scaleHistogram(left, right)));
    case '/':
      return kept(compact(divideHistogram(left, right)));
    case '</':
      return kept(trimHistogram(left, right, 'below'));
    case '>/':
      return kept(trimHistogram(left, right, 'above'));
    default:
      return null;
  }
}

function combine(
  op: '+' | '-',
  left: SparseHistogram,
  right: SparseHistogram,
  annotations: AnnotationCollector,
  range: SourceRange,
): ElementResult | null {
  const combined = op === '+' ? addHistograms(left, right) : subtractHistograms(left, right);
  if (combined === null) {
    annotations.incompatibleBucketLayout(op, range);
    return null;
  }
  const operation = op === '+' ? 'addition' : 'subtraction';
  if (combined.hintsCollide) annotations.hintsCollide(operation, range);
  if (combined.boundsReconciled) annotations.boundsReconciled(operation, range);
  const histogram = compact(combined.histogram);
  return kept(op === '-' ? { ...histogram, hint: 'gauge' } : histogram);
}

import type { FloatHistogram } from '../../shared/domain/histogram.ts';
import type { LabelSet } from '../../shared/domain/series.ts';

/** One element of an instant vector; the value of a histogram sample is meaningless. */
export interface RuleSample {
  readonly labels: LabelSet;
  readonly value: number;
  readonly histogram: FloatHistogram | null;
}

/**
 * Evaluates PromQL at one instant; a scalar comes as one sample without labels. Rejects with an AppError for a query
 * that fails or whose result is neither a vector nor a scalar.
 */
export type RuleQuery = (expr: string, atMs: number, signal: AbortSignal) => Promise<readonly RuleSample[]>;

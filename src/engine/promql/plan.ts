import type { Matcher } from '../model/matcher.ts';
import type {
  AggregationOperator,
  BinaryOperator,
  SourceRange,
  VectorMatching,
  WindowExtension,
} from './ast.ts';

/** Where a selection looks: at each step's time, or at `atMs` where it is set, minus `offsetMs`. */
export interface Lookup {
  readonly offsetMs: number;
  readonly atMs: number | null;
}

export interface InstantSelection extends Lookup {
  readonly kind: 'select';
  readonly matchers: readonly Matcher[];
  readonly smoothed: boolean;
  readonly range: SourceRange;
}

export interface RangeSelection extends Lookup {
  readonly kind: 'rangeSelect';
  readonly matchers: readonly Matcher[];
  readonly rangeMs: number;
  readonly extension: WindowExtension;
  readonly range: SourceRange;
}

export interface SubqueryPlan extends Lookup {
  readonly kind: 'subquery';
  readonly expr: Plan;
  readonly rangeMs: number;
  readonly stepMs: number;
  readonly range: SourceRange;
}

/** What a function of a range vector reads. */
export type WindowSource = RangeSelection | SubqueryPlan;

/** A call of a function over windows; `args` are its other arguments in their order, all scalars. */
export interface RangeCallPlan {
  readonly kind: 'rangeCall';
  readonly name: string;
  readonly source: WindowSource;
  readonly args: readonly Plan[];
  /** The place of the first argument, where Prometheus puts annotations. */
  readonly firstArgRange: SourceRange;
  readonly range: SourceRange;
}

export interface CallPlan {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Plan[];
  readonly range: SourceRange;
}

/** A call of info(); `selection` reads the info series at the times that the first argument looks at. */
export interface InfoPlan {
  readonly kind: 'info';
  readonly expr: Plan;
  readonly selection: InstantSelection;
  readonly nameMatchers: readonly Matcher[];
  readonly dataMatchers: readonly Matcher[];
  readonly range: SourceRange;
}

export interface AggregationPlan {
  readonly kind: 'aggregation';
  readonly op: AggregationOperator;
  readonly expr: Plan;
  readonly param: Plan | null;
  readonly without: boolean;
  readonly grouping: readonly string[];
  readonly range: SourceRange;
}

export interface BinaryPlan {
  readonly kind: 'binary';
  readonly op: BinaryOperator;
  readonly lhs: Plan;
  readonly rhs: Plan;
  readonly returnBool: boolean;
  readonly matching: VectorMatching;
  readonly range: SourceRange;
}

/** A part whose value does not depend on the step: evaluated once. */
export interface InvariantPlan {
  readonly kind: 'invariant';
  readonly expr: Plan;
  readonly range: SourceRange;
}

/**
 * An expression made ready for one query: durations are numbers, start(), end(), step() and range() are constants,
 * parentheses are gone, parts that are the same at every step are marked.
 */
export type Plan =
  | { readonly kind: 'number'; readonly value: number; readonly range: SourceRange }
  | { readonly kind: 'string'; readonly value: string; readonly range: SourceRange }
  | { readonly kind: 'unary'; readonly op: '+' | '-'; readonly expr: Plan; readonly range: SourceRange }
  | InstantSelection
  | WindowSource
  | RangeCallPlan
  | CallPlan
  | InfoPlan
  | AggregationPlan
  | BinaryPlan
  | InvariantPlan;

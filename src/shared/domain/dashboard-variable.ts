import type { WithExtra } from './dashboard-field.ts';
import type { Json } from './json.ts';

/** The value that stands for all options together. */
export const ALL_VALUE = '$__all';

/** What a user can choose; `text` is shown, `value` goes into queries. */
export interface VariableOption {
  readonly text: string;
  readonly value: string;
}

/** What is chosen: one value, or several of a multi-value variable. */
export interface VariableChoice {
  readonly text: string | readonly string[];
  readonly value: string | readonly string[];
}

interface VariableBase extends WithExtra {
  readonly name: string;
  readonly label?: string;
  readonly description?: string;
  /** [shown] */
  readonly hide?: 'shown' | 'labelHidden' | 'hidden';
  readonly current?: VariableChoice;
}

interface ChoiceVariable extends VariableBase {
  readonly multi?: boolean;
  readonly includeAll?: boolean;
  /** Stands in queries for "all", unescaped; null or absent: a regular expression of all options. */
  readonly allValue?: string | null;
  /** The options as they were last known. */
  readonly options?: readonly VariableOption[];
  /** A user may type a value that is no option [true]. */
  readonly allowCustomValue?: boolean;
}

export const VARIABLE_SORTS = [
  'none',
  'alphabetical',
  'alphabeticalDescending',
  'numerical',
  'numericalDescending',
  'caseInsensitive',
  'caseInsensitiveDescending',
  'natural',
  'naturalDescending',
] as const;

export type VariableSort = (typeof VARIABLE_SORTS)[number];

/** Options are asked from the data: `label_values(...)`, `label_names(...)`, `metrics(...)`, `query_result(...)`. */
export interface QueryVariable extends ChoiceVariable {
  readonly kind: 'query';
  readonly query: string;
  /** Filters the answers and picks a part of each: `/pattern/flags`, or a pattern that the whole answer must fit. */
  readonly regex?: string;
  /** [never: asked once, on load] */
  readonly refresh?: 'never' | 'onLoad' | 'onTimeRangeChange';
  readonly sort?: VariableSort;
  readonly datasource?: Json;
}

/** `query` holds the options: "a, b, text : value"; a backslash takes a comma's meaning away. */
export interface CustomVariable extends ChoiceVariable {
  readonly kind: 'custom';
  readonly query: string;
}

/** `query` holds durations: "1m,10m,1h"; with `auto` there is one more, `stepCount` steps in the time range wide. */
export interface IntervalVariable extends VariableBase {
  readonly kind: 'interval';
  readonly query: string;
  readonly auto?: boolean;
  /** [30] */
  readonly stepCount?: number;
  /** The least that `auto` may be, as a duration [10s]. */
  readonly minStep?: string;
  readonly options?: readonly VariableOption[];
}

export interface ConstantVariable extends VariableBase {
  readonly kind: 'constant';
  readonly query: string;
}

export interface TextboxVariable extends VariableBase {
  readonly kind: 'textbox';
  /** The value before the user types one. */
  readonly query: string;
}

/** Chooses where queries go. Here all go to the environment, which is the one option. */
export interface DatasourceVariable extends ChoiceVariable {
  readonly kind: 'datasource';
  /** The kind of source, say `prometheus`. */
  readonly query: string;
  readonly regex?: string;
}

/** A matcher that is added to every selector of the dashboard. */
export interface AdhocFilter extends WithExtra {
  readonly key: string;
  readonly operator: string;
  readonly value: string;
}

export interface AdhocVariable extends VariableBase {
  readonly kind: 'adhoc';
  readonly filters?: readonly AdhocFilter[];
  readonly datasource?: Json;
}

/** A variable of a kind that is not known here; its whole definition is in `extra`. */
export interface UnsupportedVariable extends VariableBase {
  readonly kind: 'unsupported';
  readonly type: string;
  readonly reason: string;
}

export type DashboardVariable =
  | QueryVariable
  | CustomVariable
  | IntervalVariable
  | ConstantVariable
  | TextboxVariable
  | DatasourceVariable
  | AdhocVariable
  | UnsupportedVariable;

import { assertNever } from '../../assert.ts';
import {
  type AdhocVariable,
  ALL_VALUE,
  type DashboardVariable,
  type IntervalVariable,
  type QueryVariable,
  type VariableOption,
} from '../../domain/dashboard-variable.ts';
import { formatDurationMs, parseDurationMs } from '../../domain/duration.ts';
import type { LabelMatcher } from '../../domain/label-matcher.ts';
import { chooseStepMs } from '../../domain/time-range.ts';
import { AppError } from '../../errors.ts';
import { formatMatchers, matcherOfFilter, parseFilterChoice } from './adhoc-filters.ts';
import type { BuiltinContext } from './builtins.ts';
import { type FilledVariable, fillVariable, interpolatePromql, interpolateText } from './interpolate.ts';
import { orderVariables } from './order-variables.ts';
import { ALL_OPTION, customOptions, intervalOptions, sortOptions, toOptions } from './variable-options.ts';
import { parseVariableQuery, type VariableRequest } from './variable-query.ts';
import { compileVariableRegex, type RegexCompiler, type RegexSearch } from './variable-regex.ts';

/** Who answers what variables ask. */
export interface VariableHost {
  answer(request: VariableRequest): Promise<readonly string[]>;
  readonly compileRegex: RegexCompiler;
}

/** A variable with its options and its value; `problem` says why it has none to choose from, null where all is well. */
export interface ResolvedVariable {
  readonly variable: DashboardVariable;
  readonly options: readonly VariableOption[];
  readonly filled: FilledVariable;
  readonly problem: string | null;
}

/** Values that the user chose, by the variable's name; those of the dashboard where there is none. */
export type VariableChoices = ReadonlyMap<string, readonly string[]>;

const AUTO_STEP_COUNT = 30;
const AUTO_MIN_MS = 10_000;

interface Resolving {
  readonly host: VariableHost;
  readonly builtins: BuiltinContext;
  readonly filled: Map<string, FilledVariable>;
  /** Why a variable can't be asked, by its name. */
  readonly circles: ReadonlyMap<string, string>;
}

function searchOf(regex: string | undefined, { host, filled, builtins }: Resolving): RegexSearch | null {
  if (regex === undefined || regex === '') return null;
  return compileVariableRegex(interpolateText(regex, filled, builtins).text, host.compileRegex);
}

async function queryOptions(variable: QueryVariable, resolving: Resolving): Promise<VariableOption[]> {
  const query = interpolatePromql(variable.query, resolving.filled, resolving.builtins).text;
  const search = searchOf(variable.regex, resolving);
  const answers = await resolving.host.answer(parseVariableQuery(query));
  return sortOptions(toOptions(answers, search), variable.sort ?? 'none');
}

function listOptions(variable: DashboardVariable, resolving: Resolving): VariableOption[] {
  const query = (text: string): string => interpolateText(text, resolving.filled, resolving.builtins).text;
  switch (variable.kind) {
    case 'custom':
      return customOptions(query(variable.query));
    case 'interval':
      return intervalOptions(query(variable.query));
    case 'constant':
    case 'textbox': {
      const value = query(variable.query);
      return [{ text: value, value }];
    }
    default:
      return [];
  }
}

async function optionsOf(variable: DashboardVariable, resolving: Resolving): Promise<VariableOption[]> {
  switch (variable.kind) {
    case 'query':
      return queryOptions(variable, resolving);
    case 'datasource': {
      const names = await resolving.host.answer({ kind: 'datasources', type: variable.query });
      const filtered = toOptions(names, searchOf(variable.regex, resolving));
      // The environment is the one source that there is: a filter of another server's names can't rule it out.
      return filtered.length > 0 ? filtered : toOptions(names, null);
    }
    case 'custom':
    case 'interval':
    case 'constant':
    case 'textbox':
      return listOptions(variable, resolving);
    case 'adhoc':
    case 'unsupported':
      return [];
    default:
      return assertNever(variable);
  }
}

function listed(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

/** A step of about a thirtieth of the range, as `auto` of an interval variable stands for. */
function autoInterval(variable: IntervalVariable, builtins: BuiltinContext): string {
  const rangeMs = builtins.endMs - builtins.startMs;
  const minMs = variable.minStep === undefined ? AUTO_MIN_MS : parseDurationMs(variable.minStep);
  return formatDurationMs(chooseStepMs(rangeMs, variable.stepCount ?? AUTO_STEP_COUNT, minMs));
}

/** The wished values that are options, or what comes first. Kinds that are typed in take any value. */
function chooseValues(
  variable: DashboardVariable,
  options: readonly VariableOption[],
  wished: readonly string[],
): readonly string[] {
  if (variable.kind === 'textbox') return wished.length > 0 ? wished : options.map((option) => option.value);
  if (variable.kind === 'constant') return options.map((option) => option.value);
  const choosable = variable.kind === 'query' || variable.kind === 'custom' || variable.kind === 'datasource';
  const includeAll = choosable && variable.includeAll === true;
  if (includeAll && wished.includes(ALL_VALUE)) return [ALL_VALUE];
  const offered = new Set(options.map((option) => option.value));
  const kept = wished.filter((value) => offered.has(value));
  const multiple = choosable && variable.multi === true;
  if (kept.length > 0) return multiple ? kept : kept.slice(0, 1);
  const isAuto = variable.kind === 'interval' && wished[0]?.startsWith('$__auto') === true;
  if (isAuto) return wished;
  if (includeAll) return [ALL_VALUE];
  return options.slice(0, 1).map((option) => option.value);
}

function textOf(values: readonly string[], options: readonly VariableOption[]): string {
  const names = new Map([ALL_OPTION, ...options].map((option) => [option.value, option.text]));
  return values.map((value) => names.get(value) ?? value).join(' + ');
}

/** Filters by label, as chosen or else as saved; as a text they are what stands between the braces of a selector. */
function resolveFilters(variable: AdhocVariable, choices: VariableChoices): ResolvedVariable {
  const saved = (): LabelMatcher[] => (variable.filters ?? []).flatMap((one) => matcherOfFilter(one) ?? []);
  const matchers =
    choices.get(variable.name)?.flatMap((choice) => parseFilterChoice(choice) ?? []) ?? saved();
  const text = formatMatchers(matchers);
  const filled = fillVariable(variable, matchers.length === 0 ? [] : [text], [], text);
  return { variable, options: [], problem: null, filled: { ...filled, matchers } };
}

async function resolveOne(
  variable: DashboardVariable,
  choices: VariableChoices,
  resolving: Resolving,
): Promise<ResolvedVariable> {
  if (variable.kind === 'adhoc') return resolveFilters(variable, choices);
  const saved = listed(variable.current?.value);
  let options: readonly VariableOption[] = [];
  let problem =
    variable.kind === 'unsupported' ? variable.reason : (resolving.circles.get(variable.name) ?? null);
  try {
    if (problem === null) options = await optionsOf(variable, resolving);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    problem = error.message;
  }
  if (problem !== null && 'options' in variable && variable.options !== undefined) {
    options = variable.options.filter((option) => option.value !== ALL_VALUE);
  }
  const wished = choices.get(variable.name) ?? saved;
  const failed = problem !== null && options.length === 0;
  let values = failed
    ? wished.filter((value) => value !== ALL_VALUE)
    : chooseValues(variable, options, wished);
  const text = textOf(values, options);
  if (
    variable.kind === 'interval' &&
    (values[0]?.startsWith('$__auto') === true || (values.length === 0 && variable.auto === true))
  ) {
    values = [autoInterval(variable, resolving.builtins)];
  }
  const all = options.map((option) => option.value);
  return { variable, options, problem, filled: fillVariable(variable, values, all, text) };
}

/**
 * Asks the host for the options of all variables, one after the other as they depend on each other, and chooses values:
 * the user's, else the dashboard's, else "all" or the first. A variable that can't be asked keeps the dashboard's own
 * values and says so in `problem`.
 */
export async function resolveVariables(
  variables: readonly DashboardVariable[],
  choices: VariableChoices,
  host: VariableHost,
  builtins: BuiltinContext,
): Promise<readonly ResolvedVariable[]> {
  const { ordered, circles } = orderVariables(variables);
  const resolving: Resolving = { host, builtins, filled: new Map(), circles };
  const resolved: ResolvedVariable[] = [];
  for (const variable of ordered) {
    const one = await resolveOne(variable, choices, resolving);
    resolving.filled.set(variable.name, one.filled);
    resolved.push(one);
  }
  return resolved;
}

import { ALL_VALUE, type DashboardVariable } from '../../domain/dashboard-variable.ts';
import type { LabelMatcher } from '../../domain/label-matcher.ts';
import { type BuiltinContext, builtinValue } from './builtins.ts';
import { escapeInQuotes, escapeRegex } from './escape.ts';
import { type FormatInput, formatValues } from './formats.ts';
import { type QuoteContext, quoteContexts } from './quote-context.ts';
import { findReferences, type VariableReference } from './reference.ts';

/** A variable that is ready to be filled in. */
export interface FilledVariable {
  readonly name: string;
  /** The chosen values; all options where `all` is set and the variable has no value of its own for that. */
  readonly values: readonly string[];
  readonly text: string;
  readonly all: boolean;
  /** Stands for "all" as it is; null for none. */
  readonly allValue: string | null;
  /** Several values may be chosen: they are written as alternatives of a regular expression. */
  readonly multiple: boolean;
  /** Of filters by label: what is added to each selector. */
  readonly matchers?: readonly LabelMatcher[];
}

export type FilledVariables = ReadonlyMap<string, FilledVariable>;

/** A filled text, and the mentions that nothing could be filled in for; those stay as they were written. */
export interface Interpolated {
  readonly text: string;
  readonly unknown: readonly string[];
}

/** The variable's chosen options as a filled variable. */
export function fillVariable(
  variable: DashboardVariable,
  values: readonly string[],
  options: readonly string[],
  text: string,
): FilledVariable {
  const choosable = variable.kind === 'query' || variable.kind === 'custom' || variable.kind === 'datasource';
  const all = values.includes(ALL_VALUE);
  const allValue = choosable ? (variable.allValue ?? null) : null;
  return {
    name: variable.name,
    values: all ? options : values,
    text,
    all,
    allValue: allValue === '' ? null : allValue,
    multiple: choosable && (variable.multi === true || variable.includeAll === true),
  };
}

function pathValues(variable: FilledVariable, path: string): FormatInput {
  const { name, text } = variable;
  if (path === 'text') return { name, text, values: [text] };
  const values = variable.all && variable.allValue !== null ? [variable.allValue] : variable.values;
  return { name, text, values };
}

/**
 * How Prometheus queries get values: several as `(a|b)` of escaped texts, one of a variable that may have several
 * escaped too where it stands in a regular expression, others as they are. In strings, quotes and backslashes are escaped on
 * top, so that a value can't end its string. The value for "all" is the author's regular expression and stays.
 */
function promqlValue(variable: FilledVariable, path: string, context: QuoteContext): string {
  const { values } = pathValues(variable, path);
  if (path !== 'text' && variable.all && variable.allValue !== null) {
    return context.quote === null ? variable.allValue : escapeQuoteOnly(variable.allValue, context);
  }
  if (!variable.multiple || path === 'text') return escapeInQuotes(values.join(','), context.quote);
  if (values.length === 0) return '';
  const alternatives = values.length > 1;
  if (!alternatives && !context.regex) return escapeInQuotes(values[0] as string, context.quote);
  const escaped = values.map((value) =>
    context.quote === null ? value : escapeInQuotes(escapeRegex(value), context.quote),
  );
  return alternatives ? `(${escaped.join('|')})` : (escaped[0] as string);
}

/** An author's value for "all" is already written for the inside of a string. */
function escapeQuoteOnly(text: string, { quote }: QuoteContext): string {
  let escaped = '';
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === '\\' && quote !== '`') {
      escaped += char + (text.charAt(i + 1) || '\\');
      i += 1;
    } else if (char === quote) escaped += quote === '`' ? '' : `\\${char}`;
    else if (char === '\n' && quote !== '`') escaped += '\\n';
    else escaped += char;
  }
  return escaped;
}

function fill(
  text: string,
  variables: FilledVariables,
  builtins: BuiltinContext,
  write: (variable: FilledVariable, reference: VariableReference, index: number) => string | undefined,
): Interpolated {
  const unknown: string[] = [];
  let filled = '';
  let done = 0;
  findReferences(text).forEach((reference, index) => {
    const variable = variables.get(reference.name);
    const value =
      variable === undefined
        ? builtinValue(reference.name, reference.format, builtins)
        : write(variable, reference, index);
    if (value === undefined) unknown.push(reference.name);
    filled += text.slice(done, reference.start) + (value ?? text.slice(reference.start, reference.end));
    done = reference.end;
  });
  return { text: filled + text.slice(done), unknown };
}

/** Fills the variables of a PromQL text; values are escaped for the place where they stand. */
export function interpolatePromql(
  expr: string,
  variables: FilledVariables,
  builtins: BuiltinContext,
): Interpolated {
  const contexts = quoteContexts(
    expr,
    findReferences(expr).map((reference) => reference.start),
  );
  return fill(expr, variables, builtins, (variable, reference, index) => {
    const context = contexts[index] as QuoteContext;
    if (reference.format === '') return promqlValue(variable, reference.path, context);
    const formatted = formatValues(reference.format, pathValues(variable, reference.path));
    return formatted === undefined || isQuoting(reference.format)
      ? formatted
      : escapeInQuotes(formatted, context.quote);
  });
}

/** Formats that bring quotes of their own. */
function isQuoting(format: string): boolean {
  return ['doublequote', 'singlequote', 'sqlstring', 'json'].includes(format);
}

/** Fills the variables of a title, legend, text or link; several values are shown as `a + b`. */
export function interpolateText(
  text: string,
  variables: FilledVariables,
  builtins: BuiltinContext,
): Interpolated {
  return fill(text, variables, builtins, (variable, reference) =>
    formatValues(reference.format === '' ? 'text' : reference.format, pathValues(variable, reference.path)),
  );
}

import { AppError } from '../../errors.ts';

/** What a variable asks a host for; the host answers with texts. `selector` null means all series. */
export type VariableRequest =
  | { readonly kind: 'labelValues'; readonly selector: string | null; readonly label: string }
  | { readonly kind: 'labelNames'; readonly selector: string | null }
  /** Names of metrics that the RE2 pattern matches anywhere. */
  | { readonly kind: 'metricNames'; readonly pattern: string }
  /** The expression's result now, each row as `formatResultRow` writes it. */
  | { readonly kind: 'queryResult'; readonly expr: string }
  /** The series of a selector, each as `name{label="value"}`. */
  | { readonly kind: 'series'; readonly selector: string }
  /** Names of the sources of a kind, say `prometheus`. */
  | { readonly kind: 'datasources'; readonly type: string };

const CALL = /^(label_values|label_names|metrics|query_result)\s*\(([\s\S]*)\)$/;
const LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Offset of the last comma that is in no string and no bracket; -1 for none. */
function lastComma(text: string): number {
  let depth = 0;
  let quote = '';
  let found = -1;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (quote !== '') {
      if (char === '\\' && quote !== '`') i += 1;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'" || char === '`') quote = char;
    else if ('({['.includes(char)) depth += 1;
    else if (')}]'.includes(char)) depth -= 1;
    else if (char === ',' && depth === 0) found = i;
  }
  return found;
}

/** A label's name, plain or quoted as names outside the classic alphabet are. */
function labelName(text: string, query: string): string {
  const trimmed = text.trim();
  if (LABEL.test(trimmed)) return trimmed;
  const quoted = /^(["'])(.+)\1$/.exec(trimmed);
  if (quoted?.[2] !== undefined) return quoted[2];
  throw new AppError('bad_data', `not a label name: "${trimmed}" in the variable query "${query}"`);
}

function labelValues(argument: string, query: string): VariableRequest {
  const comma = lastComma(argument);
  const selector = comma < 0 ? '' : argument.slice(0, comma).trim();
  const label = labelName(argument.slice(comma + 1), query);
  return { kind: 'labelValues', selector: selector === '' ? null : selector, label };
}

/**
 * The request of a query variable's text, its own variables filled in before. Throws AppError `bad_data` for a
 * `label_values` without a label.
 */
export function parseVariableQuery(text: string): VariableRequest {
  const query = text.trim();
  const match = CALL.exec(query);
  const argument = match?.[2]?.trim() ?? '';
  switch (match?.[1]) {
    case 'label_values':
      return labelValues(argument, query);
    case 'label_names':
      return { kind: 'labelNames', selector: argument === '' ? null : argument };
    case 'metrics':
      return { kind: 'metricNames', pattern: argument };
    case 'query_result':
      return { kind: 'queryResult', expr: argument };
    default:
      if (query === '')
        throw new AppError('bad_data', 'the variable has no query; write one like label_values(up, job)');
      return { kind: 'series', selector: query };
  }
}

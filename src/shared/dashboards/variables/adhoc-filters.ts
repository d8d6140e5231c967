import type { AdhocFilter } from '../../domain/dashboard-variable.ts';
import { type LabelMatcher, MATCH_TYPES } from '../../domain/label-matcher.ts';
import { isJsonArray } from '../json/json.ts';
import { escapeInQuotes, escapeRegex } from './escape.ts';
import type { FilledVariables } from './interpolate.ts';

/** Grafana's operators for "is one of" and "is none of"; their values are a list beside `value`. */
const ONE_OF: ReadonlyMap<string, LabelMatcher['type']> = new Map([
  ['=|', '=~'],
  ['!=|', '!~'],
]);

/** What a choice writes for a `|` within its parts, as Grafana's addresses do. */
const BAR = '__gfp__';

function isMatchType(operator: string): operator is LabelMatcher['type'] {
  return (MATCH_TYPES as readonly string[]).includes(operator);
}

/** A filter as a matcher of PromQL; null for one that is not complete or compares as PromQL can't (`<`, `>`). */
export function matcherOfFilter({ key, operator, value, extra }: AdhocFilter): LabelMatcher | null {
  if (key === '') return null;
  const listed = ONE_OF.get(operator);
  if (listed !== undefined) {
    const values = isJsonArray(extra?.values) ? extra.values : [value];
    const alternatives = values.filter((one) => typeof one === 'string' && one !== '') as string[];
    if (alternatives.length === 0) return null;
    return { name: key, type: listed, value: alternatives.map(escapeRegex).join('|') };
  }
  return value !== '' && isMatchType(operator) ? { name: key, type: operator, value } : null;
}

/** A matcher as a variable's chosen value: `label|operator|value`. */
export function formatFilterChoice({ name, type, value }: LabelMatcher): string {
  return [name, type, value].map((part) => part.replaceAll('|', BAR)).join('|');
}

/** The matcher of a chosen value; null for a text that is none. */
export function parseFilterChoice(choice: string): LabelMatcher | null {
  const [name, type, value, ...more] = choice.split('|').map((part) => part.replaceAll(BAR, '|'));
  if (name === undefined || name === '' || type === undefined || value === undefined) return null;
  return more.length === 0 && isMatchType(type) ? { name, type, value } : null;
}

const LABEL_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Matchers as they stand between the braces of a selector. */
export function formatMatchers(matchers: readonly LabelMatcher[]): string {
  return matchers
    .map(({ name, type, value }) => {
      const label = LABEL_NAME.test(name) ? name : `"${escapeInQuotes(name, '"')}"`;
      return `${label}${type}"${escapeInQuotes(value, '"')}"`;
    })
    .join(',');
}

/** All filters that are chosen: what is added to each selector of the dashboard's queries. */
export function chosenMatchers(variables: FilledVariables): readonly LabelMatcher[] {
  return [...variables.values()].flatMap(({ matchers }) => matchers ?? []);
}

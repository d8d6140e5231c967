import { assertNever } from '../../assert.ts';
import { ALL_VALUE, type VariableOption, type VariableSort } from '../../domain/dashboard-variable.ts';
import type { RegexSearch } from './variable-regex.ts';

function readMatches(answer: string, search: RegexSearch): VariableOption[] {
  const matches = search(answer);
  if (matches.length === 0) return [];
  const named = (group: string): string | undefined =>
    matches.map((match) => match.named.get(group)).find((found) => found !== undefined && found !== '');
  const value = named('value') ?? named('text');
  if (value !== undefined) return [{ text: named('text') ?? value, value }];
  const grouped = matches.filter((match) => match.groups.length > 1);
  if (grouped.length === 0) return [{ text: answer, value: answer }];
  const parts = matches.length > 1 ? grouped : grouped.slice(0, 1);
  return parts.flatMap((match) => {
    const part = match.groups[1];
    return part === undefined ? [] : { text: part, value: part };
  });
}

/** A host's answers as options: filtered and cut by the regex (null for none), each value once. */
export function toOptions(answers: readonly string[], search: RegexSearch | null): VariableOption[] {
  const options = new Map<string, VariableOption>();
  for (const answer of answers) {
    const found = search === null ? [{ text: answer, value: answer }] : readMatches(answer, search);
    for (const option of found) if (!options.has(option.value)) options.set(option.value, option);
  }
  return [...options.values()];
}

/** The first whole number in a text; texts without one come first. */
function numberIn(text: string): number {
  const found = /\d+/.exec(text);
  return found === null ? -1 : Number(found[0]);
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

const NATURAL = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** The options in the order that the variable asks for. */
export function sortOptions(options: readonly VariableOption[], sort: VariableSort): VariableOption[] {
  const by = (compare: (a: string, b: string) => number, sign = 1): VariableOption[] =>
    [...options].sort((a, b) => sign * compare(a.text, b.text));
  const numerically = (a: string, b: string): number => numberIn(a) - numberIn(b);
  const caseless = (a: string, b: string): number => compareTexts(a.toLowerCase(), b.toLowerCase());
  switch (sort) {
    case 'none':
      return [...options];
    case 'alphabetical':
      return by(compareTexts);
    case 'alphabeticalDescending':
      return by(compareTexts, -1);
    case 'numerical':
      return by(numerically);
    case 'numericalDescending':
      return by(numerically, -1);
    case 'caseInsensitive':
      return by(caseless);
    case 'caseInsensitiveDescending':
      return by(caseless, -1);
    case 'natural':
      return by(NATURAL.compare);
    case 'naturalDescending':
      return by(NATURAL.compare, -1);
    default:
      return assertNever(sort);
  }
}

/** The parts of "a, b\, c, text : value"; a backslash takes a comma's meaning away. */
function splitList(query: string): string[] {
  const parts = query.match(/(?:\\,|[^,])+/g) ?? [];
  return parts.map((part) => part.replaceAll('\\,', ',').trim()).filter((part) => part !== '');
}

/** The options of a custom variable's list. */
export function customOptions(query: string): VariableOption[] {
  return splitList(query).map((part) => {
    const pair = /^(.+?)\s+:\s+(.+)$/.exec(part);
    return pair === null
      ? { text: part, value: part }
      : { text: pair[1] as string, value: pair[2] as string };
  });
}

/** The durations of an interval variable; some are written in quotes. */
export function intervalOptions(query: string): VariableOption[] {
  return splitList(query).map((part) => {
    const value = part.replace(/^(["'])(.*)\1$/, '$2');
    return { text: value, value };
  });
}

export const ALL_OPTION: VariableOption = { text: 'All', value: ALL_VALUE };

import { RE2JS, RE2JSException } from 're2js';
import type { RegexCompiler, RegexMatch } from '../../shared/dashboards/variables/variable-regex.ts';
import { AppError } from '../../shared/errors.ts';

const FLAGS: ReadonlyMap<string, number> = new Map([
  ['i', RE2JS.CASE_INSENSITIVE],
  ['m', RE2JS.MULTILINE],
  ['s', RE2JS.DOTALL],
]);

function compile(pattern: string, flags: string): RE2JS {
  try {
    return RE2JS.compile(
      pattern,
      [...flags].reduce((bits, flag) => bits | (FLAGS.get(flag) ?? 0), 0),
    );
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    throw new AppError('bad_data', `not a regular expression of RE2: ${JSON.stringify(pattern)}`, {}, error);
  }
}

/** RE2 for regular expressions out of files: none of them can hang the window. */
export const compileRe2: RegexCompiler = (pattern, flags) => {
  const regex = compile(pattern, flags);
  const names = Object.keys(regex.namedGroups());
  return (text) => {
    const matches: RegexMatch[] = [];
    const matcher = regex.matcher(text);
    while (matcher.find()) {
      const groups = Array.from(
        { length: matcher.groupCount() + 1 },
        (_, i) => matcher.group(i) ?? undefined,
      );
      const named = new Map<string, string>();
      for (const name of names) {
        const value = matcher.group(name);
        if (value !== null) named.set(name, value);
      }
      matches.push({ groups, named });
    }
    return matches;
  };
};

const compiled = new Map<string, ((text: string) => boolean) | null>();
const MAX_COMPILED = 500;

/**
 * Whether a text fits a pattern as Grafana writes them: `/pattern/flags`, or the pattern alone. false for one that RE2
 * refuses.
 */
export function fitsPattern(pattern: string, text: string): boolean {
  let test = compiled.get(pattern);
  if (test === undefined) {
    const slashed = /^\/([\s\S]*)\/([a-z]*)$/.exec(pattern);
    try {
      const regex = compile((slashed?.[1] ?? pattern).replaceAll('\\/', '/'), slashed?.[2] ?? '');
      test = (candidate) => regex.matcher(candidate).find();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      test = null;
    }
    if (compiled.size >= MAX_COMPILED) compiled.clear();
    compiled.set(pattern, test);
  }
  return test?.(text) ?? false;
}

/**
 * A text with what fits the pattern replaced, `$1` for what a group caught: the first fit, or all with `/pattern/g`. The
 * text as it is where RE2 refuses the pattern.
 */
export function replacePattern(pattern: string, text: string, replacement: string): string {
  const slashed = /^\/([\s\S]*)\/([a-z]*)$/.exec(pattern);
  const flags = slashed?.[2] ?? '';
  try {
    const matcher = compile((slashed?.[1] ?? pattern).replaceAll('\\/', '/'), flags).matcher(text);
    return flags.includes('g') ? matcher.replaceAll(replacement) : matcher.replaceFirst(replacement);
  } catch (error) {
    // A replacement may also name a group that the pattern does not have.
    if (error instanceof AppError || error instanceof RE2JSException) return text;
    throw error;
  }
}

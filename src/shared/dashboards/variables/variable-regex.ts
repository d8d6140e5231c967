import { AppError } from '../../errors.ts';

/** A match: the whole (0) and its groups; a group that took no part is undefined. */
export interface RegexMatch {
  readonly groups: readonly (string | undefined)[];
  readonly named: ReadonlyMap<string, string>;
}

/** All matches of an expression in a text, one after the other. */
export type RegexSearch = (text: string) => readonly RegexMatch[];

/**
 * Compiles an RE2 expression (so that no pattern can hang the program); flags are `i`, `m` and `s`. Throws AppError
 * `bad_data` for one that RE2 refuses.
 */
export type RegexCompiler = (pattern: string, flags: string) => RegexSearch;

/** A condition on the text around a match, which RE2 has no words for. */
interface Guard {
  readonly pattern: string;
  readonly wanted: boolean;
  /** Looks at what is before the match's end, and so at the whole text; others at what follows its start. */
  readonly behind: boolean;
}

interface SplitPattern {
  /** The match starts at the text's start only. */
  readonly anchored: boolean;
  readonly core: string;
  readonly guards: readonly Guard[];
}

/** Offset behind the bracket that closes the one at `open`. */
function closingBracket(source: string, open: number): number {
  let depth = 0;
  let inClass = false;
  for (let i = open; i < source.length; i++) {
    const char = source.charAt(i);
    if (char === '\\') i += 1;
    else if (inClass) inClass = char !== ']';
    else if (char === '[') inClass = true;
    else if (char === '(') depth += 1;
    else if (char === ')') {
      depth -= 1;
      if (depth === 0) return i + 1;
    }
  }
  return source.length;
}

function hasTopLevelAlternative(source: string): boolean {
  for (let i = 0; i < source.length; i++) {
    const char = source.charAt(i);
    if (char === '\\') i += 1;
    else if (char === '(') i = closingBracket(source, i) - 1;
    else if (char === '[') {
      while (i < source.length && source.charAt(i) !== ']') i += source.charAt(i) === '\\' ? 2 : 1;
    } else if (char === '|') return true;
  }
  return false;
}

const LOOKAROUND = /\(\?<?[=!]/;
/** "Nothing in it is ...": a dot that looks ahead, repeated. */
const TEMPERED = /^\^\((?:\?:)?\(\?!([^()]*)\)\.\)\*\$$/;

/**
 * Takes lookaheads off the start and lookbehinds off the end, where nearly all patterns have them. null where others
 * remain.
 */
function splitLookarounds(source: string): SplitPattern | null {
  const tempered = TEMPERED.exec(source);
  if (tempered !== null) {
    return {
      anchored: true,
      core: '.*',
      guards: [{ pattern: tempered[1] as string, wanted: false, behind: false }],
    };
  }
  const guards: Guard[] = [];
  const anchored = source.startsWith('^');
  let core = anchored ? source.slice(1) : source;
  while (core.startsWith('(?!') || core.startsWith('(?=')) {
    const end = closingBracket(core, 0);
    guards.push({ pattern: `^(?:${core.slice(3, end - 1)})`, wanted: core.charAt(2) === '=', behind: false });
    core = core.slice(end);
  }
  const behind = /\(\?<[!=][^()]*\)\$$/.exec(core);
  if (behind !== null) {
    const inner = behind[0].slice(4, -2);
    guards.push({ pattern: `(?:${inner})$`, wanted: behind[0].charAt(3) === '=', behind: true });
    core = `${core.slice(0, behind.index)}$`;
  }
  const rest = [core, ...guards.map((guard) => guard.pattern)];
  return rest.some((part) => LOOKAROUND.test(part)) || hasTopLevelAlternative(core)
    ? null
    : { anchored, core, guards };
}

function searchWithGuards(split: SplitPattern, flags: string, compile: RegexCompiler): RegexSearch {
  const core = compile(`^(?:${split.core})`, flags);
  const guards = split.guards.map((guard) => ({ ...guard, search: compile(guard.pattern, flags) }));
  return (text) => {
    const last = split.anchored ? 0 : text.length;
    for (let at = 0; at <= last; at++) {
      const suffix = text.slice(at);
      const refused = guards.some(
        ({ search, wanted, behind }) => search(behind ? text : suffix).length > 0 !== wanted,
      );
      if (refused) continue;
      const match = core(suffix)[0];
      if (match !== undefined) return [match];
    }
    return [];
  };
}

/**
 * The regex of a variable: `/pattern/flags`, or a pattern that must fit from start to end. Without the flag `g` only the
 * first match of a text counts. Throws AppError `bad_data`.
 */
export function compileVariableRegex(regex: string, compile: RegexCompiler): RegexSearch {
  const slashed = /^\/([\s\S]*)\/([a-z]*)$/.exec(regex);
  const source = slashed?.[1] ?? `^${regex}$`;
  const given = slashed?.[2] ?? '';
  const flags = given.replace(/[^ims]/g, '');
  if (LOOKAROUND.test(source)) {
    const split = splitLookarounds(source);
    if (split === null) {
      throw new AppError(
        'bad_data',
        `the regular expression ${JSON.stringify(regex)} looks ahead or behind in a way that RE2 can't; write it without (?! and (?<!`,
      );
    }
    return searchWithGuards(split, flags, compile);
  }
  const search = compile(source.replaceAll('\\/', '/'), flags);
  return given.includes('g') ? search : (text) => search(text).slice(0, 1);
}

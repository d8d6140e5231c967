import { RE2JS, RE2JSException } from 're2js';
import { AppError } from '../../shared/errors.ts';
import { remember } from './bounded-cache.ts';

/** How a matcher compares a label's value; an absent label counts as ''. */
export type MatchType = '=' | '!=' | '=~' | '!~';

/** A label matcher as Prometheus defines it: regular expressions are RE2 and anchored at both ends. */
export interface Matcher {
  readonly name: string;
  readonly type: MatchType;
  readonly value: string;
}

/** Tells whether a label value passes. */
export type ValuePredicate = (value: string) => boolean;

/** The same few patterns are asked for by rules, panels and every evaluation of theirs. */
const PATTERNS_KEPT = 1_000;

const LITERAL_ALTERNATIVES = /^[A-Za-z0-9_:/ -]+(?:\|[A-Za-z0-9_:/ -]+)*$/;

/**
 * The RE2 test of a whole value, `.` matching newlines too, as in Prometheus. Throws AppError `bad_data` for a pattern
 * that RE2 refuses.
 */
function compileAnchoredRegex(pattern: string): ValuePredicate {
  if (LITERAL_ALTERNATIVES.test(pattern)) {
    const alternatives = new Set(pattern.split('|'));
    return (value) => alternatives.has(value);
  }
  const regex = compileRe2(pattern);
  return (value) => regex.testExact(value);
}

/** An unanchored RE2 expression. Throws AppError `bad_data` for a pattern that RE2 refuses. */
export function compileRe2(pattern: string): RE2JS {
  return compiled(pattern);
}

const compiled = remember(PATTERNS_KEPT, (pattern) => {
  try {
    return RE2JS.compile(pattern, RE2JS.DOTALL);
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    throw new AppError('bad_data', `invalid regular expression "${pattern}": ${error.message}`);
  }
});

/** The predicate of a matcher's value part. Throws AppError `bad_data` for a bad regular expression. */
export function compileMatcher(matcher: Matcher): ValuePredicate {
  const { type, value } = matcher;
  if (type === '=') return (candidate) => candidate === value;
  if (type === '!=') return (candidate) => candidate !== value;
  const matches = compileAnchoredRegex(value);
  return type === '=~' ? matches : (candidate) => !matches(candidate);
}

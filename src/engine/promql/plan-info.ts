import { assertNever } from '../../shared/assert.ts';
import { METRIC_NAME_LABEL } from '../../shared/domain/series.ts';
import type { Matcher } from '../model/matcher.ts';
import type { Lookup, Plan } from './plan.ts';

const INFO_METRIC: Matcher = { name: METRIC_NAME_LABEL, type: '=', value: 'target_info' };
const ANY_INFO_METRIC: Matcher = { name: METRIC_NAME_LABEL, type: '=~', value: '.+_info' };

/** Without a matcher that asks for names, all info metrics but the excluded ones count. */
export function infoNameMatchers(matchers: readonly Matcher[]): readonly Matcher[] {
  if (matchers.some(({ type }) => type === '=' || type === '=~')) return matchers;
  return matchers.length > 0 ? [ANY_INFO_METRIC, ...matchers] : [INFO_METRIC];
}

/** Where the first selector of a plan looks, with the shifts of the subqueries around it. */
export function firstLookup(plan: Plan): Lookup | null {
  switch (plan.kind) {
    case 'number':
    case 'string':
      return null;
    case 'select':
    case 'rangeSelect':
      return { offsetMs: plan.offsetMs, atMs: plan.atMs };
    case 'subquery': {
      const inner = firstLookup(plan.expr);
      if (inner === null || inner.atMs !== null) return inner;
      return { offsetMs: inner.offsetMs + plan.offsetMs, atMs: plan.atMs };
    }
    case 'unary':
    case 'invariant':
    case 'info':
      return firstLookup(plan.expr);
    case 'rangeCall':
      return firstOf([plan.source, ...plan.args]);
    case 'call':
      return firstOf(plan.args);
    case 'aggregation':
      return firstOf(plan.param === null ? [plan.expr] : [plan.expr, plan.param]);
    case 'binary':
      return firstOf([plan.lhs, plan.rhs]);
    default:
      return assertNever(plan);
  }
}

function firstOf(plans: readonly Plan[]): Lookup | null {
  for (const plan of plans) {
    const found = firstLookup(plan);
    if (found !== null) return found;
  }
  return null;
}

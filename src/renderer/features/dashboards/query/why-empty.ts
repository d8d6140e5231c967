import type { FilledVariables } from '../../../../shared/dashboards/variables/interpolate.ts';
import { findReferences } from '../../../../shared/dashboards/variables/reference.ts';
import type { ExprTree } from '../../../../shared/domain/expr-tree.ts';
import type { TimeRange } from '../../../../shared/domain/time-range.ts';

/** Why queries that were answered have no series. */
export type EmptyReason =
  /** Variables of the queries have no value. */
  | { readonly kind: 'variable'; readonly names: readonly string[] }
  /** The environment has never had the metric; `down` are endpoints that might. */
  | { readonly kind: 'metric'; readonly name: string; readonly down: readonly string[] }
  /** The metric's last samples are older, and endpoints are down. */
  | { readonly kind: 'down'; readonly names: readonly string[] }
  /** There are samples, though not in the range; `wider` is the shortest of the usual ones that holds some. */
  | { readonly kind: 'range'; readonly selector: string; readonly wider: TimeRange }
  /** The metric is there, without series that fit the selector's labels. */
  | { readonly kind: 'labels'; readonly selector: string }
  /** All selectors find series: what is calculated from them has no result. */
  | { readonly kind: 'result' };

/** What must be known of the environment. */
export interface EmptyFacts {
  explain(expr: string): Promise<ExprTree>;
  /** Whether a selector has series in a range. */
  hasSeries(selector: string, range: TimeRange): Promise<boolean>;
  /** The names of endpoints whose last scrape failed. */
  listDown(): Promise<readonly string[]>;
}

/** Tried from the shortest on where a range holds nothing. */
const WIDER_RANGES = ['now-1h', 'now-6h', 'now-24h', 'now-7d', 'now-30d'] as const;
const ALWAYS: TimeRange = { from: 0, to: 'now' };
const NAME = /^[a-zA-Z_:][\w:]*/;
const NAME_MATCHER = /(?:^\{|[{,]\s*)(?:__name__\s*=\s*)?"((?:\\.|[^"\\])*)"/;
const SELECTOR = /^(?:[a-zA-Z_:][\w:]*)?(?:\{(?:"(?:\\.|[^"\\])*"|[^"}])*\})?/;

/** The selectors of an expression, without ranges and offsets. */
export function selectorsOf({ expr, type, children }: ExprTree): readonly string[] {
  if (children.length > 0) return children.flatMap(selectorsOf);
  const selector = type === 'vector' || type === 'matrix' ? (SELECTOR.exec(expr)?.[0] ?? '') : '';
  return selector === '' ? [] : [selector];
}

/** The metric that a selector names; null where it names none. */
export function metricOf(selector: string): string | null {
  return NAME.exec(selector)?.[0] ?? NAME_MATCHER.exec(selector)?.[1] ?? null;
}

/** The variables that texts mention and that have no value. */
export function emptyVariables(texts: readonly string[], variables: FilledVariables): readonly string[] {
  const names = new Set(texts.flatMap((text) => findReferences(text).map(({ name }) => name)));
  return [...names].filter((name) => {
    const variable = variables.get(name);
    return (
      variable !== undefined &&
      variable.matchers === undefined &&
      !(variable.all && variable.allValue !== null) &&
      variable.values.every((value) => value === '')
    );
  });
}

async function widerRange(selector: string, facts: EmptyFacts): Promise<TimeRange> {
  for (const from of WIDER_RANGES) {
    const range = { from, to: 'now' };
    if (await facts.hasSeries(selector, range)) return range;
  }
  return ALWAYS;
}

async function reasonOfSelector(
  selector: string,
  range: TimeRange,
  facts: EmptyFacts,
): Promise<EmptyReason | null> {
  if (await facts.hasSeries(selector, range)) return null;
  const down = await facts.listDown();
  if (await facts.hasSeries(selector, ALWAYS)) {
    return down.length > 0 && typeof range.to === 'string'
      ? { kind: 'down', names: down }
      : { kind: 'range', selector, wider: await widerRange(selector, facts) };
  }
  const name = metricOf(selector);
  if (
    name === null ||
    (name !== selector && (await facts.hasSeries(`{__name__=${JSON.stringify(name)}}`, ALWAYS)))
  ) {
    return { kind: 'labels', selector };
  }
  return { kind: 'metric', name, down };
}

/** Why the queries `exprs`, with their variables filled in, have no series in a range: the first cause that is found. */
export async function explainEmpty(
  exprs: readonly string[],
  range: TimeRange,
  facts: EmptyFacts,
): Promise<EmptyReason> {
  for (const expr of exprs) {
    for (const selector of new Set(selectorsOf(await facts.explain(expr)))) {
      const reason = await reasonOfSelector(selector, range, facts);
      if (reason !== null) return reason;
    }
  }
  return { kind: 'result' };
}

import type { PromqlEngine } from './promql-engine.ts';

/** Answers with the second engine while `isSecond` says so: an engine whose settings change while it is in use. */
export function switchPromqlEngines(
  first: PromqlEngine,
  second: PromqlEngine,
  isSecond: () => boolean,
): PromqlEngine {
  const current = (): PromqlEngine => (isSecond() ? second : first);
  return {
    evaluateRange: (query, signal) => current().evaluateRange(query, signal),
    evaluateInstant: (query, signal) => current().evaluateInstant(query, signal),
    pastReach: (query) => current().pastReach(query),
    parseSelector: (text) => current().parseSelector(text),
    formatExpr: (text) => current().formatExpr(text),
    addMatchers: (text, matchers) => current().addMatchers(text, matchers),
    explainExpr: (text) => current().explainExpr(text),
    checkExpr: (text) => current().checkExpr(text),
  };
}

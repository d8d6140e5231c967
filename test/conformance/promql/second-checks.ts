import type { Expr } from '../../../src/engine/promql/ast.ts';
import { parseExpr } from '../../../src/engine/promql/parse/parse-expr.ts';
import { typeOf } from '../../../src/engine/promql/parse/type-check.ts';
import { printExpr } from '../../../src/engine/promql/print-expr.ts';
import type { PromqlEngine } from '../../../src/engine/promql/promql-engine.ts';
import { runCase } from './run-case.ts';
import type { EvalCase } from './script.ts';

const MINUTE_MS = 60_000;
const QUERY_CONSTANT = /\b(?:start|end|range|step)\s*\(/i;
const TIME_DEPENDENT: ReadonlySet<string> = new Set(
  'days_in_month day_of_month day_of_week day_of_year hour minute month year predict_linear time timestamp'.split(
    ' ',
  ),
);

/**
 * What must also hold of an instant case: the middle step of a range query gives the same, and with all selectors pinned
 * by `@` so do other evaluation times. Returns what does not, or null.
 */
export async function runSecondChecks(engine: PromqlEngine, testCase: EvalCase): Promise<string | null> {
  const { time } = testCase;
  if (time.kind !== 'instant' || testCase.fail !== undefined) return null;
  if (testCase.string !== null || testCase.matrix !== null) return null;
  const problem = await checkRangeMode(engine, testCase, time.atMs);
  return problem ?? (await checkPinned(engine, testCase, time.atMs));
}

async function checkRangeMode(
  engine: PromqlEngine,
  testCase: EvalCase,
  atMs: number,
): Promise<string | null> {
  if (testCase.ordered || QUERY_CONSTANT.test(testCase.expr)) return null;
  const middleOnly: PromqlEngine = {
    ...engine,
    async evaluateInstant({ expr }) {
      const range = { startMs: atMs - MINUTE_MS, endMs: atMs + MINUTE_MS, stepMs: MINUTE_MS };
      const result = await engine.evaluateRange({ expr, ...range });
      const rows = result.series
        .filter(({ present }) => present === null || present[1] !== 0)
        .map(({ labels, values, histograms }) => {
          const histogram = histograms?.[1] ?? null;
          return {
            labels,
            times: Float64Array.of(atMs),
            values: values.slice(1, 2),
            histograms: histogram === null ? null : [histogram],
          };
        });
      const isScalar = typeOf(parseExpr(expr, { experimental: true })) === 'scalar';
      return { ...result, kind: isScalar ? 'scalar' : 'vector', atMs, rows, text: '' };
    },
  };
  // Other steps may have remarks of their own.
  const withoutNotes = { ...testCase, warnings: [], infos: [], noWarnings: false, noInfos: false };
  const { failure } = await runCase(middleOnly, withoutNotes);
  return failure === null ? null : `as a range query: ${failure}`;
}

async function checkPinned(engine: PromqlEngine, testCase: EvalCase, atMs: number): Promise<string | null> {
  const expr = parseExpr(testCase.expr, { experimental: true });
  if (dependsOnTime(expr) || QUERY_CONSTANT.test(testCase.expr)) return null;
  const pinned = printExpr(pin(expr, atMs));
  const others = atMs === 0 ? [-1_000, 0, 1_000] : [-10 * atMs, 0, Math.trunc(atMs / 5), atMs, 10 * atMs];
  for (const otherMs of others) {
    const moved: EvalCase = { ...testCase, expr: pinned, time: { kind: 'instant', atMs: otherMs } };
    const { failure } = await runCase(engine, { ...moved, ordered: false });
    if (failure !== null) return `pinned (${pinned}) at ${otherMs / 1000}: ${failure}`;
  }
  return null;
}

function dependsOnTime(expr: Expr): boolean {
  if (expr.kind === 'call' && TIME_DEPENDENT.has(expr.name)) return true;
  return operandsOf(expr).some(dependsOnTime);
}

function operandsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'call':
      return expr.args;
    case 'binary':
      return [expr.lhs, expr.rhs];
    case 'aggregation':
      return expr.param === null ? [expr.expr] : [expr.param, expr.expr];
    case 'unary':
    case 'paren':
    case 'subquery':
      return [expr.expr];
    default:
      return [];
  }
}

/** The expression with `@` on all selectors and subqueries that have none; inside a pinned subquery nothing changes. */
function pin(expr: Expr, ms: number): Expr {
  const inner = (operand: Expr): Expr => pin(operand, ms);
  switch (expr.kind) {
    case 'vectorSelector':
    case 'matrixSelector':
    case 'subquery':
      return expr.at === null ? { ...expr, at: { kind: 'time', ms } } : expr;
    case 'call':
      return {
        ...expr,
        args: expr.args.map((arg, i) => (expr.name === 'info' && i === 1 ? arg : inner(arg))),
      };
    case 'binary':
      return { ...expr, lhs: inner(expr.lhs), rhs: inner(expr.rhs) };
    case 'aggregation':
      return { ...expr, expr: inner(expr.expr), param: expr.param === null ? null : inner(expr.param) };
    case 'unary':
    case 'paren':
      return { ...expr, expr: inner(expr.expr) };
    default:
      return expr;
  }
}

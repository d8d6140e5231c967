import type { QueryAnnotation, QueryStats } from '../../shared/domain/query.ts';
import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../ports.ts';
import { parseExpr } from '../promql/parse/parse-expr.ts';
import { printExpr } from '../promql/print-expr.ts';
import { createPromqlEngine, type PromqlEngine } from '../promql/promql-engine.ts';
import type { Queryable } from '../storage.ts';
import { type JsonPieces, matrixOfRange, resultOfInstant } from './format-result.ts';
import type { Parameters } from './parameters.ts';
import { jsonReply, type RouteReply } from './reply.ts';
import type { Route } from './routes.ts';

const MAX_POINTS = 11_000;
const TIMEOUT_MS = 120_000;
const TRUNCATED = 'results truncated due to limit';

/** What the query routes need. */
export interface QuerySource {
  readonly storage: Queryable;
  readonly clock: Clock;
}

/** /query, /query_range and /format_query. */
export function createQueryRoutes({ storage, clock }: QuerySource): readonly (readonly [string, Route])[] {
  const usual = createPromqlEngine(storage, { clock, timeoutMs: TIMEOUT_MS });

  function engineFor(parameters: Parameters): PromqlEngine {
    const timeoutMs = parameters.durationMs('timeout');
    if (timeoutMs === null || timeoutMs >= TIMEOUT_MS) return usual;
    return createPromqlEngine(storage, { clock, timeoutMs });
  }

  async function query(parameters: Parameters, signal: AbortSignal): Promise<RouteReply> {
    const limit = parameters.limit();
    const atMs = parameters.timeMs('time', clock.wallMs());
    const result = await engineFor(parameters).evaluateInstant(
      { expr: parameters.text('query'), atMs, ...lookbackOf(parameters) },
      signal,
    );
    const data = wrap(resultOfInstant(result, limit), parameters, result.stats);
    const isTruncated = limit > 0 && result.rows.length > limit;
    return { data, ...notes(result.annotations, isTruncated) };
  }

  async function queryRange(parameters: Parameters, signal: AbortSignal): Promise<RouteReply> {
    const limit = parameters.limit();
    const startMs = parameters.requiredTimeMs('start');
    const endMs = parameters.requiredTimeMs('end');
    const stepMs = parameters.requiredDurationMs('step');
    checkGrid(startMs, endMs, stepMs);
    const result = await engineFor(parameters).evaluateRange(
      { expr: parameters.text('query'), startMs, endMs, stepMs, ...lookbackOf(parameters) },
      signal,
    );
    const data = wrap(matrixOfRange(result, limit), parameters, result.stats);
    return { data, ...notes(result.annotations, limit > 0 && result.series.length > limit) };
  }

  async function formatQuery(parameters: Parameters): Promise<RouteReply> {
    return jsonReply(printExpr(parseExpr(parameters.text('query'))));
  }

  return [
    ['format_query', { methods: ['GET', 'POST'], answer: formatQuery }],
    ['query', { methods: ['GET', 'POST'], answer: query }],
    ['query_range', { methods: ['GET', 'POST'], answer: queryRange }],
  ];
}

function checkGrid(startMs: number, endMs: number, stepMs: number): void {
  if (endMs < startMs) {
    throw new AppError('bad_data', 'invalid parameter "end": end timestamp must not be before start time');
  }
  if (stepMs <= 0) {
    throw new AppError(
      'bad_data',
      'invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer',
    );
  }
  if ((endMs - startMs) / stepMs > MAX_POINTS) {
    throw new AppError(
      'bad_data',
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    );
  }
}

function lookbackOf(parameters: Parameters): { readonly lookbackDeltaMs?: number } {
  const lookbackDeltaMs = parameters.durationMs('lookback_delta');
  return lookbackDeltaMs === null || lookbackDeltaMs <= 0 ? {} : { lookbackDeltaMs };
}

function* wrap(
  result: JsonPieces,
  parameters: Parameters,
  stats: QueryStats,
): Generator<string | Uint8Array> {
  yield '{';
  yield* result;
  if (parameters.text('stats') !== '') yield `,"stats":${JSON.stringify(describeStats(stats))}`;
  yield '}';
}

function describeStats({ evaluationMs, samplesRead }: QueryStats): object {
  const seconds = evaluationMs / 1000;
  return {
    timings: { evalTotalTime: seconds, execTotalTime: seconds },
    samples: { totalQueryableSamples: samplesRead, samplesRead },
  };
}

function notes(
  annotations: readonly QueryAnnotation[],
  isTruncated: boolean,
): Pick<RouteReply, 'warnings' | 'infos'> {
  const ofKind = (wanted: QueryAnnotation['kind']): string[] =>
    annotations.filter(({ kind }) => kind === wanted).map(({ message }) => message);
  return { warnings: [...ofKind('warning'), ...(isTruncated ? [TRUNCATED] : [])], infos: ofKind('info') };
}

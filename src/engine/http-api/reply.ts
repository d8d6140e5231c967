import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { AppError } from '../../shared/errors.ts';
import type { JsonPieces } from './format-result.ts';

const CHUNK_LENGTH = 64 * 1024;

/** What a route answers: the JSON of `data` in pieces, and what stands beside it. */
export interface RouteReply {
  readonly data: JsonPieces;
  readonly warnings?: readonly string[];
  readonly infos?: readonly string[];
}

/** Prometheus' error types with their status (web/api/v1), and what HTTP itself asks for. */
const STATUS_OF_TYPE = {
  bad_data: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  execution: 422,
  canceled: 499,
  internal: 500,
  timeout: 503,
  unavailable: 503,
} as const;

export type ErrorType = keyof typeof STATUS_OF_TYPE;

function errorTypeOf(error: AppError): ErrorType {
  if (error.code === 'limit_exceeded') return 'execution';
  return error.code in STATUS_OF_TYPE ? (error.code as ErrorType) : 'internal';
}

/** The reply of one JSON value. */
export function jsonReply(data: unknown): RouteReply {
  return { data: [JSON.stringify(data)] };
}

function* envelope({ data, warnings = [], infos = [] }: RouteReply): Generator<string> {
  yield '{"status":"success","data":';
  yield* data;
  if (warnings.length > 0) yield `,"warnings":${JSON.stringify(warnings)}`;
  if (infos.length > 0) yield `,"infos":${JSON.stringify(infos)}`;
  yield '}';
}

/** Writes a success; a reader that is slow or gone holds no more than one chunk. */
export async function sendReply(response: ServerResponse, reply: RouteReply): Promise<void> {
  response.setHeader('Content-Type', 'application/json');
  let text = '';
  for (const piece of envelope(reply)) {
    text += piece;
    if (text.length < CHUNK_LENGTH) continue;
    if (response.destroyed) return;
    if (!response.write(text)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    text = '';
  }
  response.end(text);
}

/** Writes an error in Prometheus' envelope. */
export function sendError(response: ServerResponse, type: ErrorType, message: string): void {
  if (response.headersSent) {
    // Half an answer must not look like a whole one.
    response.destroy();
    return;
  }
  response.statusCode = STATUS_OF_TYPE[type];
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify({ status: 'error', errorType: type, error: message }));
}

/** Writes what a route threw. */
export function sendFailure(response: ServerResponse, error: unknown): void {
  if (error instanceof AppError) sendError(response, errorTypeOf(error), error.message);
  else sendError(response, 'internal', error instanceof Error ? error.message : String(error));
}

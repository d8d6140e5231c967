import { Buffer } from 'node:buffer';
import type { ServerResponse } from 'node:http';
import { AppError } from '../../shared/errors.ts';
import type { JsonPieces } from './format-result.ts';

const CHUNK_BYTES = 128 * 1024;
/** UTF-8 needs no more for a UTF-16 unit. */
const MAX_BYTES_PER_UNIT = 3;

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

function* envelope({ data, warnings = [], infos = [] }: RouteReply): Generator<string | Uint8Array> {
  yield '{"status":"success","data":';
  yield* data;
  if (warnings.length > 0) yield `,"warnings":${JSON.stringify(warnings)}`;
  if (infos.length > 0) yield `,"infos":${JSON.stringify(infos)}`;
  yield '}';
}

/** Writes a success; a reader that is slow or gone holds no more than one chunk. */
export async function sendReply(response: ServerResponse, reply: RouteReply): Promise<void> {
  response.setHeader('Content-Type', 'application/json');
  let chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let length = 0;
  const flush = async (): Promise<void> => {
    const full = chunk.subarray(0, length);
    chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    length = 0;
    if (!response.write(full)) await drained(response);
  };
  for (const piece of envelope(reply)) {
    if (typeof piece === 'string' && piece.length * MAX_BYTES_PER_UNIT <= CHUNK_BYTES - length) {
      length += chunk.write(piece, length);
      continue;
    }
    // Pieces may be longer than a chunk; their bytes are good until the next piece only.
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    for (let from = 0; from < bytes.length; ) {
      const taken = Math.min(bytes.length - from, CHUNK_BYTES - length);
      chunk.set(bytes.subarray(from, from + taken), length);
      length += taken;
      from += taken;
      if (length === CHUNK_BYTES) await flush();
      if (response.destroyed) return;
    }
  }
  response.end(chunk.subarray(0, length));
}

/** Waits until the reader has taken what was written, or is gone. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      response.off('drain', settle);
      response.off('close', settle);
      resolve();
    };
    response.on('drain', settle);
    response.on('close', settle);
  });
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

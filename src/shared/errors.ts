/** The kinds of failure that cross a process border; `internal` is a bug, all others have a cause outside the program. */
export const ERROR_CODES = [
  'bad_data',
  'not_found',
  'conflict',
  'unauthorized',
  'timeout',
  'canceled',
  'limit_exceeded',
  'execution',
  'storage',
  'vault',
  'unavailable',
  'internal',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Extra facts of an error that a page can show at the right place: plain JSON, never a secret. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean>>;

/** The form of an error on a wire (IPC, worker port). */
export interface ErrorReply {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details?: ErrorDetails;
}

/**
 * A failure with a cause outside the program. `message` is one neutral sentence that says what to do next and never
 * holds a secret.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails | undefined;

  constructor(code: ErrorCode, message: string, details?: ErrorDetails, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'AppError';
    this.code = code;
    this.details = details;
  }
}

/** The wire form of anything thrown; what is not an `AppError` becomes `internal` with its message kept. */
export function toErrorReply(thrown: unknown): ErrorReply {
  if (thrown instanceof AppError) {
    return thrown.details === undefined
      ? { code: thrown.code, message: thrown.message }
      : { code: thrown.code, message: thrown.message, details: thrown.details };
  }
  return { code: 'internal', message: thrown instanceof Error ? thrown.message : String(thrown) };
}

/** The error behind a wire form. */
export function fromErrorReply(reply: ErrorReply): AppError {
  return new AppError(reply.code, reply.message, reply.details);
}

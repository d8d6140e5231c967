import type { QueryServer } from '../../shared/domain/server.ts';
import { AppError, type ErrorCode, type ErrorDetails } from '../../shared/errors.ts';
import type { ServerReply, ServerRequest } from './server-transport.ts';

/** Prometheus' error types (web/api/v1) and the codes that mean the same here. */
const CODE_OF_TYPE: ReadonlyMap<string, ErrorCode> = new Map([
  ['bad_data', 'bad_data'],
  ['execution', 'execution'],
  ['timeout', 'timeout'],
  ['canceled', 'canceled'],
  ['internal', 'unavailable'],
  ['unavailable', 'unavailable'],
  ['not_found', 'not_found'],
  ['not_acceptable', 'bad_data'],
  ['unauthorized', 'unauthorized'],
  ['too_many_requests', 'limit_exceeded'],
]);

const CODE_OF_STATUS: ReadonlyMap<number, ErrorCode> = new Map([
  [400, 'bad_data'],
  [401, 'unauthorized'],
  [403, 'unauthorized'],
  [413, 'limit_exceeded'],
  [422, 'execution'],
  [429, 'limit_exceeded'],
  [499, 'canceled'],
  [503, 'unavailable'],
  [504, 'timeout'],
]);

/** An error as Prometheus' envelope writes it. */
export interface ApiFault {
  readonly errorType: string;
  readonly error: string;
}

/** Text of the other side for a sentence: one line, without control characters, shortened. */
export function quoteServer(text: string, maxLength = 500): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach a log or a page.
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+/g, ' ').trim();
  return clean.length > maxLength ? `${clean.slice(0, maxLength)}…` : clean;
}

/** Whether an answer means that the server does not have this route at all. */
export function isMissingRoute(
  { status, body }: Pick<ServerReply, 'status' | 'body'>,
  fault: ApiFault | null,
): boolean {
  if (status === 405 || status === 501) return true;
  if (status === 404) return fault === null || fault.errorType !== 'not_found';
  // VictoriaMetrics has its own way to say it.
  return status === 400 && fault === null && body.includes('unsupported path requested');
}

/** The sentence about a route that a server does not have. */
export function missingRouteMessage(server: QueryServer, path: string): string {
  return `${server.name} does not answer ${path}, so what it would tell is not shown.`;
}

/**
 * The character range in `expr` that a server's message points to with line and column, which count bytes ("1:7: parse
 * error: …"); null where it names none.
 */
export function findPosition(
  message: string,
  expr: string,
): { readonly line: number; readonly column: number; readonly start: number; readonly end: number } | null {
  const [, lineText, columnText] = /(?:^|[\s(])(\d+):(\d+)(?:: parse error|\)$)/.exec(message) ?? [];
  if (lineText === undefined || columnText === undefined) return null;
  const line = Number(lineText);
  const column = Number(columnText);
  const lines = expr.split('\n');
  const own = lines[line - 1];
  if (own === undefined || column < 1) return null;
  const inLine = Buffer.from(own, 'utf8')
    .subarray(0, column - 1)
    .toString('utf8').length;
  const start = lines.slice(0, line - 1).reduce((sum, before) => sum + before.length + 1, 0) + inLine;
  return { line, column, start, end: Math.min(expr.length, start + 1) };
}

function describeStatus(server: QueryServer, status: number, headers: ReadonlyMap<string, string>): string {
  if (status === 401) {
    return server.auth.kind === 'none'
      ? `${server.name} answered 401 Unauthorized: it wants a credential, and none was sent. Edit the server and enter one.`
      : `${server.name} answered 401 Unauthorized: it did not accept the credential. Edit the server and enter the one that it expects.`;
  }
  if (status === 403) return `${server.name} answered 403 Forbidden: the credential may not read this data.`;
  if (status >= 300 && status < 400) {
    return `${server.name} answered ${status} and points elsewhere. Redirects are not followed, so that no credential goes astray; if the other address is right, enter it as the server's URL.`;
  }
  if (/^text\/html/i.test(headers.get('content-type') ?? '')) {
    return `${server.name} answered ${status} with a web page instead of data. Check the URL and its path prefix, and whether a sign-in page stands in the way.`;
  }
  return `${server.name} answered with HTTP status ${status}.`;
}

/** The error of an answer that is no success; `expr` is the expression that was asked for, '' for none. */
export function errorOfReply(
  server: QueryServer,
  request: ServerRequest,
  reply: Omit<ServerReply, 'expiries'>,
  fault: ApiFault | null,
  expr: string,
): AppError {
  const details: Record<string, string | number> = {
    server: server.id,
    route: request.path,
    status: reply.status,
  };
  if (isMissingRoute(reply, fault)) {
    return new AppError('unavailable', missingRouteMessage(server, request.path), {
      ...details,
      missingRoute: true,
    });
  }
  const code = CODE_OF_STATUS.get(reply.status) ?? 'unavailable';
  if (fault === null) return new AppError(code, describeStatus(server, reply.status, reply.headers), details);
  const position = expr === '' ? null : findPosition(fault.error, expr);
  const withPlace: ErrorDetails = { ...details, errorType: fault.errorType, ...position };
  return new AppError(CODE_OF_TYPE.get(fault.errorType) ?? code, quoteServer(fault.error, 2_000), withPlace);
}

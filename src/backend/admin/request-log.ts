import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** What was seen of one request; of credentials never more than that they were there. */
export interface RecordedRequest {
  /** Wall time of arrival, milliseconds UTC. */
  atMs: number;
  method: string;
  /** Without the query, which may hold a secret. */
  path: string;
  queryNames: string[];
  /** Null when the request ended without a status, as when a fault breaks the connection. */
  status: number | null;
  userAgent: string | null;
  accept: string | null;
  /** Lower case, in the order of arrival. */
  headerNames: string[];
  /** Null without an Authorization header; else its scheme and the first 12 hex digits of the whole value's SHA-256. */
  authorization: { scheme: string; sha256Prefix: string } | null;
}

/** Keeps the latest requests. */
export interface RequestLog {
  /** Notes a request; its status is filled in when the response ends. */
  record(request: IncomingMessage, response: ServerResponse): void;
  /** Oldest first. */
  list(): RecordedRequest[];
}

function describeAuthorization(value: string | undefined): RecordedRequest['authorization'] {
  if (value === undefined) return null;
  const scheme = /^[A-Za-z][\w-]*(?= )/.exec(value)?.[0] ?? 'unknown';
  return {
    scheme: scheme.toLowerCase(),
    sha256Prefix: createHash('sha256').update(value).digest('hex').slice(0, 12),
  };
}

/** Creates a log that keeps that many requests. */
export function createRequestLog(capacity: number): RequestLog {
  const requests: RecordedRequest[] = [];
  return {
    record: (request, response) => {
      const url = new URL(`http://unused${request.url?.startsWith('/') ? request.url : '/'}`);
      const entry: RecordedRequest = {
        atMs: Date.now(),
        method: request.method ?? '',
        path: url.pathname,
        queryNames: [...url.searchParams.keys()],
        status: null,
        userAgent: request.headers['user-agent'] ?? null,
        accept: request.headers.accept ?? null,
        headerNames: request.rawHeaders
          .filter((_, index) => index % 2 === 0)
          .map((name) => name.toLowerCase()),
        authorization: describeAuthorization(request.headers.authorization),
      };
      requests.push(entry);
      if (requests.length > capacity) requests.shift();
      response.once('close', () => {
        if (response.headersSent) entry.status = response.statusCode;
      });
    },
    list: () => structuredClone(requests),
  };
}

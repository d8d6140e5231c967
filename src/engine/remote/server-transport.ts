import type { QueryServer, ServerStatus } from '../../shared/domain/server.ts';

/** One request to a server, below its URL. `form` goes into the URL of a GET and into the body of a POST. */
export interface ServerRequest {
  readonly method: 'GET' | 'POST';
  /** With a slash at its beginning: `/api/v1/query`. */
  readonly path: string;
  readonly form: readonly (readonly [name: string, value: string])[];
}

/** What is known to end of a server: its own certificate, and what lets requests in. Times are ms UTC. */
export type ServerExpiries = Pick<ServerStatus, 'certificateExpiresAtMs' | 'credentialExpiries'>;

/** A whole answer, whatever its status; header names are in lower case. */
export interface ServerReply {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
  readonly expiries: ServerExpiries;
}

/** How a server is reached: with its credential, its tenant, its TLS settings and its timeout, and nothing but its own origin. */
export interface ServerTransport {
  /**
   * Rejects with AppError `unavailable` (the network, a redirect), `unauthorized` (no credential to send), `timeout`,
   * `limit_exceeded` (an answer that is too large) or `canceled`.
   */
  send(server: QueryServer, request: ServerRequest, signal: AbortSignal): Promise<ServerReply>;
}

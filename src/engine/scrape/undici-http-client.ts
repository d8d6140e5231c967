import { TLSSocket } from 'node:tls';
import { buildConnector, type Dispatcher, errors, Pool } from 'undici';
import type { ConnectionSettings } from '../../shared/domain/endpoint.ts';
import type { Clock, HttpClient, HttpExchange, HttpReceiver, HttpRequest, HttpResponse } from '../ports.ts';
import { ConnectAttempt } from './connect-attempt.ts';
import { Exchange } from './exchange.ts';
import { errorCode, isConnectionClosed } from './network-failure.ts';
import { ResponseReader } from './response-reader.ts';
import { connectWithSharedBuffer } from './shared-read-buffer.ts';

const IDLE_MS = 5 * 60_000;
const CONNECT_TIMEOUT_MS = 30_000;
const MAX_HEADER_BYTES = 16 * 1024;

interface OriginPool {
  readonly pool: Pool;
  certificateExpiresAtMs: number | null;
  lastAttempt: ConnectAttempt | null;
  lastUsedMs: number;
}

/** A page's address, resolved once for all its scrapes. */
interface Route {
  readonly connection: ConnectionSettings;
  readonly entry: OriginPool;
  readonly path: string;
}

/** `unpaused`: responses are taken in as they come, without ever holding the sender back. */
function createPool(
  origin: string,
  connection: ConnectionSettings,
  unpaused: boolean,
  clock: Clock,
): OriginPool {
  const { caPem, serverName, insecureSkipVerify } = connection;
  const build = unpaused && origin.startsWith('http:') ? connectWithSharedBuffer : buildConnector;
  const connect = build({
    timeout: CONNECT_TIMEOUT_MS,
    allowH2: false,
    rejectUnauthorized: !insecureSkipVerify,
    ...(caPem === null || caPem === '' ? {} : { ca: caPem }),
    ...(serverName === null || serverName === '' ? {} : { servername: serverName }),
  });
  const entry: OriginPool = {
    certificateExpiresAtMs: null,
    lastAttempt: null,
    lastUsedMs: clock.monotonicMs(),
    pool: new Pool(origin, {
      connect: (options, callback) => {
        const attempt = new ConnectAttempt(() => clock.monotonicMs());
        entry.lastAttempt = attempt;
        // undici's types hide that its connector answers the socket at once.
        const socket: unknown = connect(options, (...args) => {
          const socket = args[1];
          if (socket instanceof TLSSocket) {
            // A resumed session may come without the certificate.
            const until = socket.getPeerCertificate()?.valid_to;
            if (until !== undefined) entry.certificateExpiresAtMs = Date.parse(until);
          }
          callback(...args);
        });
        attempt.follow(socket);
      },
      pipelining: 1,
      keepAliveTimeout: IDLE_MS,
      keepAliveMaxTimeout: IDLE_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
      // The caller's deadline is the only one.
      headersTimeout: 0,
      bodyTimeout: 0,
    }),
  };
  return entry;
}

/** HTTP over undici: kept-alive connections per origin and connection settings, redirects never followed. */
export class UndiciHttpClient implements HttpClient {
  private readonly pools = new Map<string, OriginPool>();
  private readonly routes = new Map<string, Route>();
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  async request(request: HttpRequest): Promise<HttpResponse> {
    const url = new URL(request.url);
    const entry = this.poolFor(url.origin, request.connection, false);
    const reused = entry.pool.stats.free > 0;
    try {
      return await this.send(entry, url, request);
    } catch (error) {
      // A server may close an idle connection at the moment it is used again; nothing was answered, so ask once more.
      // What was posted may have been taken: whoever sent it decides.
      if (
        !reused ||
        request.method === 'POST' ||
        request.signal.aborted ||
        !isConnectionClosed(errorCode(error))
      )
        throw error;
      return this.send(entry, url, request);
    }
  }

  receive(
    { url, headers, connection }: Pick<HttpRequest, 'url' | 'headers' | 'connection'>,
    receiver: HttpReceiver,
  ): HttpExchange {
    const { clock } = this;
    const { entry, path } = this.routeFor(url, connection);
    const { pool } = entry;
    entry.lastUsedMs = clock.monotonicMs();
    const options: Dispatcher.DispatchOptions = { path, method: 'GET', headers: headers.flat() };
    return new Exchange(
      {
        dispatch: (handler) => void pool.dispatch(options, handler),
        reusesConnection: () => pool.stats.free > 0,
        monotonicMs: () => clock.monotonicMs(),
        certificateExpiresAtMs: () => entry.certificateExpiresAtMs,
        lastAttempt: () => entry.lastAttempt,
      },
      receiver,
    );
  }

  async close(): Promise<void> {
    const pools = [...this.pools.values()];
    this.pools.clear();
    this.routes.clear();
    await Promise.all(pools.map(({ pool }) => pool.destroy()));
  }

  private routeFor(url: string, connection: ConnectionSettings): Route {
    const known = this.routes.get(url);
    if (known?.connection === connection && !known.entry.pool.closed) return known;
    const { origin, pathname, search } = new URL(url);
    const entry = this.poolFor(origin, connection, true);
    const route: Route = { connection, entry, path: `${pathname}${search}` };
    this.routes.set(url, route);
    return route;
  }

  private poolFor(origin: string, connection: ConnectionSettings, unpaused: boolean): OriginPool {
    const now = this.clock.monotonicMs();
    const key = JSON.stringify([origin, connection, unpaused]);
    let entry = this.pools.get(key);
    if (entry === undefined) {
      this.closeIdle(now);
      entry = createPool(origin, connection, unpaused, this.clock);
      this.pools.set(key, entry);
    }
    entry.lastUsedMs = now;
    return entry;
  }

  /** Closes the pools that nothing used for long; with them go the routes over them. */
  private closeIdle(nowMs: number): void {
    for (const [key, entry] of this.pools) {
      if (nowMs - entry.lastUsedMs < 2 * IDLE_MS) continue;
      this.pools.delete(key);
      for (const [url, route] of this.routes) if (route.entry === entry) this.routes.delete(url);
      void entry.pool.destroy();
    }
  }

  private async send(entry: OriginPool, url: URL, request: HttpRequest): Promise<HttpResponse> {
    const startedMs = this.clock.monotonicMs();
    const reader = new ResponseReader(request.signal);
    const options: Dispatcher.DispatchOptions = {
      path: `${url.pathname}${url.search}`,
      method: request.method ?? 'GET',
      body: request.body ?? null,
      headers: request.headers.flat(),
    };
    entry.pool.dispatch(options, reader);
    try {
      const { status, headers } = await reader.head;
      return {
        status,
        headers,
        body: reader,
        headersMs: this.clock.monotonicMs() - startedMs,
        certificateExpiresAtMs: entry.certificateExpiresAtMs,
      };
    } catch (error) {
      if (!request.signal.aborted) throw error;
      throw reader.connected ? new errors.HeadersTimeoutError() : new errors.ConnectTimeoutError();
    }
  }
}

import { TLSSocket } from 'node:tls';
import type { ConnectionSettings } from '../../shared/domain/endpoint.ts';
import type { RefusedAddresses } from '../../shared/domain/refused-addresses.ts';
import { createAddressGuard } from '../http/address-guard.ts';
import { proxyFor } from '../http/no-proxy.ts';
import { createTunnelConnector, ProxyError } from '../http/proxy-tunnel.ts';
import { tlsOptions } from '../http/tls-options.ts';
import { buildConnector, type Dispatcher, errors, Pool } from '../http/undici.ts';
import type {
  AddressGuard,
  Clock,
  ConnectionMaterial,
  HttpClient,
  HttpExchange,
  HttpReceiver,
  HttpRequest,
  HttpResponse,
} from '../ports.ts';
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
  clientCertificateExpiresAtMs: number | null;
  lastAttempt: ConnectAttempt | null;
  lastUsedMs: number;
  connections: number;
  /** Exchanges that have a connection. */
  exchanges: number;
}

/** A page's address, resolved once for all its scrapes. */
interface Route {
  readonly connection: ConnectionSettings;
  readonly material: ConnectionMaterial | undefined;
  readonly refused: RefusedAddresses;
  readonly entry: OriginPool;
  readonly path: string;
  /** For a proxy that takes the request itself. */
  readonly headers: readonly string[];
}

/** A route of pages that are got again and again, with the headers of the last request in the form of undici. */
interface KeptRoute extends Route {
  lastHeaders: HttpRequest['headers'] | null;
  flatHeaders: string[];
}

/** How requests for an origin get there: straight, through a tunnel, or by the hand of a proxy (plain HTTP). */
interface Way {
  readonly url: URL;
  readonly connection: ConnectionSettings;
  readonly material: ConnectionMaterial | undefined;
  readonly proxy: URL | null;
}

function isForwarded({ url, proxy }: Way): boolean {
  return proxy !== null && url.protocol === 'http:';
}

/** Where a pool connects to. */
function poolOrigin(way: Way): string {
  return isForwarded(way) ? (way.proxy?.origin ?? '') : way.url.origin;
}

/** The request target and the headers that belong to the way, and not to the request. */
function addressOf(way: Way): Pick<Route, 'path' | 'headers'> {
  const { url, material } = way;
  if (!isForwarded(way)) return { path: `${url.pathname}${url.search}`, headers: [] };
  const path = `${url.origin}${url.pathname}${url.search}`;
  return { path, headers: ['Host', url.host, ...(material?.proxyHeaders.flat() ?? [])] };
}

function validUntil(certificate: { readonly valid_to?: string } | object | null): number | null {
  // A resumed session may come without the certificate.
  const text = certificate !== null && 'valid_to' in certificate ? certificate.valid_to : undefined;
  return text === undefined ? null : Date.parse(text);
}

function connectorOf(way: Way, unpaused: boolean, addresses: AddressGuard): buildConnector.connector {
  const { url, connection, material, proxy } = way;
  const timeout = CONNECT_TIMEOUT_MS;
  if (proxy !== null && url.protocol === 'https:') {
    const tls = tlsOptions(connection, material, 'proxy');
    const route = { url: proxy, tls, material, connectTimeoutMs: timeout, addresses: addresses.proxy };
    return createTunnelConnector(route, tlsOptions(connection, material));
  }
  const origin = poolOrigin(way);
  const build = unpaused && origin.startsWith('http:') ? connectWithSharedBuffer : buildConnector;
  const connect = build({
    timeout,
    allowH2: false,
    lookup: addresses[proxy === null ? 'server' : 'proxy'].lookup,
    ...tlsOptions(connection, material, proxy === null ? 'server' : 'proxy'),
  });
  if (proxy === null) return connect;
  return (options, callback) =>
    connect(options, (...args) => {
      if (args[0] === null) callback(...args);
      else callback(new ProxyError(proxy.host, null, args[0]), null);
    });
}

/** `unpaused`: responses are taken in as they come, without ever holding the sender back. */
function createPool(way: Way, unpaused: boolean, clock: Clock, addresses: AddressGuard): OriginPool {
  const connect = connectorOf(way, unpaused, addresses);
  const entry: OriginPool = {
    certificateExpiresAtMs: null,
    clientCertificateExpiresAtMs: null,
    lastAttempt: null,
    lastUsedMs: clock.monotonicMs(),
    connections: 0,
    exchanges: 0,
    pool: new Pool(poolOrigin(way), {
      connect: (options, callback) => {
        // An address is never looked up, and what a proxy is asked for is resolved by the proxy.
        try {
          addresses.server.check(way.url.hostname);
          if (way.proxy !== null) addresses.proxy.check(way.proxy.hostname);
        } catch (error) {
          callback(error as Error, null);
          return;
        }
        const attempt = new ConnectAttempt(() => clock.monotonicMs());
        entry.lastAttempt = attempt;
        // undici's types hide that its connector answers the socket at once.
        const socket: unknown = connect(options, (...args) => {
          const socket = args[1];
          if (socket instanceof TLSSocket) {
            entry.certificateExpiresAtMs =
              validUntil(socket.getPeerCertificate()) ?? entry.certificateExpiresAtMs;
            entry.clientCertificateExpiresAtMs = validUntil(socket.getCertificate());
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
  entry.pool.on('connect', () => entry.connections++);
  entry.pool.on('disconnect', () => entry.connections--);
  return entry;
}

function wayOf(url: URL, connection: ConnectionSettings, material: ConnectionMaterial | undefined): Way {
  return { url, connection, material, proxy: proxyFor(url, connection) };
}

/** HTTP over undici: kept-alive connections per origin and connection settings, redirects never followed. */
export class UndiciHttpClient implements HttpClient {
  private readonly pools = new Map<string, OriginPool>();
  private readonly routes = new Map<string, KeptRoute>();
  readonly addresses: AddressGuard;
  private readonly clock: Clock;

  constructor(clock: Clock, addresses = createAddressGuard()) {
    this.clock = clock;
    this.addresses = addresses;
  }

  async request(request: HttpRequest): Promise<HttpResponse> {
    const way = wayOf(new URL(request.url), request.connection, request.material);
    const entry = this.poolFor(way, false);
    const reused = entry.pool.stats.free > 0;
    try {
      return await this.send(entry, way, request);
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
      return this.send(entry, way, request);
    }
  }

  receive(
    { url, headers, connection, material }: Pick<HttpRequest, 'url' | 'headers' | 'connection' | 'material'>,
    receiver: HttpReceiver,
  ): HttpExchange {
    const { clock } = this;
    const route = this.routeFor(url, connection, material);
    const { entry, path } = route;
    const { pool } = entry;
    entry.lastUsedMs = clock.monotonicMs();
    if (route.lastHeaders !== headers) {
      route.lastHeaders = headers;
      route.flatHeaders = [...route.headers, ...headers.flat()];
    }
    const options: Dispatcher.DispatchOptions = { path, method: 'GET', headers: route.flatHeaders };
    return new Exchange(
      {
        dispatch: (handler) => void pool.dispatch(options, handler),
        // What the pool itself counts it counts anew each time, connection by connection.
        reusesConnection: () => entry.connections > entry.exchanges,
        connected: () => void entry.exchanges++,
        disconnected: () => void entry.exchanges--,
        monotonicMs: () => clock.monotonicMs(),
        certificateExpiresAtMs: () => entry.certificateExpiresAtMs,
        clientCertificateExpiresAtMs: () => entry.clientCertificateExpiresAtMs,
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

  private routeFor(
    url: string,
    connection: ConnectionSettings,
    material: ConnectionMaterial | undefined,
  ): KeptRoute {
    const known = this.routes.get(url);
    const { refused } = this.addresses;
    if (
      known?.connection === connection &&
      known.material === material &&
      known.refused === refused &&
      !known.entry.pool.closed
    ) {
      return known;
    }
    const way = wayOf(new URL(url), connection, material);
    const route: KeptRoute = {
      connection,
      material,
      refused,
      entry: this.poolFor(way, true),
      ...addressOf(way),
      lastHeaders: null,
      flatHeaders: [],
    };
    this.routes.set(url, route);
    return route;
  }

  private poolFor(way: Way, unpaused: boolean): OriginPool {
    const now = this.clock.monotonicMs();
    const { url, connection, material } = way;
    // Connections made while more was allowed are not used again.
    const { refused } = this.addresses;
    const key = JSON.stringify([url.origin, connection, material?.fingerprint ?? null, unpaused, refused]);
    let entry = this.pools.get(key);
    if (entry === undefined) {
      this.closeIdle(now);
      entry = createPool(way, unpaused, this.clock, this.addresses);
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

  private async send(entry: OriginPool, way: Way, request: HttpRequest): Promise<HttpResponse> {
    const startedMs = this.clock.monotonicMs();
    const reader = new ResponseReader(request.signal);
    const { path, headers: wayHeaders } = addressOf(way);
    const options: Dispatcher.DispatchOptions = {
      path,
      method: request.method ?? 'GET',
      body: request.body ?? null,
      headers: [...wayHeaders, ...request.headers.flat()],
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
        clientCertificateExpiresAtMs: entry.clientCertificateExpiresAtMs,
      };
    } catch (error) {
      if (!request.signal.aborted) throw error;
      throw reader.connected ? new errors.HeadersTimeoutError() : new errors.ConnectTimeoutError();
    }
  }
}

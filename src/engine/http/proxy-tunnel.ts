import type { Socket } from 'node:net';
import type { AddressFilter, ConnectionMaterial } from '../ports.ts';
import type { TlsOptions } from './tls-options.ts';
import { buildConnector, Client } from './undici.ts';

/** Why there is no way through a proxy: its status, or null where it was not reached at all. */
export class ProxyError extends Error {
  readonly proxyHost: string;
  readonly status: number | null;

  constructor(proxyHost: string, status: number | null, cause?: unknown) {
    super(status === null ? 'the proxy was not reached' : `the proxy answered ${status}`, { cause });
    this.name = 'ProxyError';
    this.proxyHost = proxyHost;
    this.status = status;
  }
}

/** The ProxyError in an error's chain of causes, or null. */
export function findProxyError(error: unknown): ProxyError | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof ProxyError) return cause;
  }
  return null;
}

/** A proxy, and what it wants to be told. */
export interface ProxyRoute {
  readonly url: URL;
  readonly tls: TlsOptions;
  readonly material: ConnectionMaterial | undefined;
  readonly connectTimeoutMs: number;
  /** Where proxies may be. */
  readonly addresses: AddressFilter;
}

/** Asks the proxy for a way to `authority` (host:port) with CONNECT; what travels over the socket is not the proxy's. */
export async function openTunnel(route: ProxyRoute, authority: string): Promise<Socket> {
  const { url, tls, material, connectTimeoutMs, addresses } = route;
  const client = new Client(url.origin, {
    connect: buildConnector({
      ...tls,
      timeout: connectTimeoutMs,
      allowH2: false,
      lookup: addresses.lookup,
    }),
    headersTimeout: connectTimeoutMs,
  });
  try {
    const { statusCode, socket } = await client.connect({
      path: authority,
      headers: { host: authority, ...Object.fromEntries(material?.proxyHeaders ?? []) },
    });
    socket.on('error', () => undefined);
    if (statusCode !== 200) {
      socket.destroy();
      throw new ProxyError(url.host, statusCode);
    }
    return socket as Socket;
  } catch (error) {
    throw error instanceof ProxyError ? error : new ProxyError(url.host, null, error);
  } finally {
    void client.close();
  }
}

/** Connects to https servers through a proxy: a tunnel, and TLS with the server inside it. */
export function createTunnelConnector(route: ProxyRoute, server: TlsOptions): buildConnector.connector {
  const secure = buildConnector({ ...server, timeout: route.connectTimeoutMs, allowH2: false });
  return (options, callback) => {
    const host = options.hostname.includes(':') ? `[${options.hostname}]` : options.hostname;
    openTunnel(route, `${host}:${options.port || '443'}`).then(
      (httpSocket) => secure({ ...options, httpSocket }, callback),
      (error: Error) => callback(error, null),
    );
  };
}

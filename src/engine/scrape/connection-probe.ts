import { lookup } from 'node:dns/promises';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { ConnectionSettings } from '../../shared/domain/endpoint.ts';
import { openTunnel } from '../http/proxy-tunnel.ts';
import { tlsOptions } from '../http/tls-options.ts';
import type { AddressFilter, AddressGuard, Clock, ConnectionMaterial } from '../ports.ts';

const REFUSAL_WAIT_MS = 150;
const CLIENT_CERTIFICATE_REFUSED = 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED';

/** An error as undici gives it when a connection takes too long. */
class ConnectTimeoutError extends Error {
  readonly code = 'UND_ERR_CONNECT_TIMEOUT';
}

async function within<T>(clock: Clock, timeoutMs: number, work: Promise<T>): Promise<T> {
  let cancel = (): void => {};
  const timeout = new Promise<never>((_, reject) => {
    cancel = clock.setTimer(timeoutMs, () => reject(new ConnectTimeoutError('timed out')));
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    cancel();
  }
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

/** The addresses of a URL's host. Rejects with the resolver's error. */
export async function probeDns(url: URL, clock: Clock, timeoutMs: number): Promise<readonly string[]> {
  const host = hostOf(url);
  if (isIP(host) !== 0) return [host];
  const found = await within(clock, timeoutMs, lookup(host, { all: true }));
  return found.map(({ address }) => address);
}

function whenConnected<T extends Socket>(socket: T, event: 'connect' | 'secureConnect'): Promise<T> {
  return new Promise((resolve, reject) => {
    socket.once(event, () => resolve(socket));
    socket.once('error', reject);
    socket.once('close', () => {
      reject(Object.assign(new Error('the connection was closed'), { code: 'ECONNRESET' }));
    });
  });
}

/** Connects to a URL's host and port and answers the address that took the connection. */
export async function probeTcp(
  url: URL,
  addresses: AddressFilter,
  clock: Clock,
  timeoutMs: number,
): Promise<string> {
  addresses.check(hostOf(url));
  const socket = connect({ host: hostOf(url), port: portOf(url), lookup: addresses.lookup });
  try {
    await within(clock, timeoutMs, whenConnected(socket, 'connect'));
    return `${socket.remoteAddress ?? hostOf(url)} port ${portOf(url)}`;
  } finally {
    socket.destroy();
  }
}

/** What a TLS handshake showed. */
export interface TlsFacts {
  readonly protocol: string;
  readonly subject: string;
  readonly issuer: string;
  readonly expiresAtMs: number;
  /** Common name of the client's certificate; null where none was shown. */
  readonly clientSubject: string | null;
}

function commonName(certificate: object | null): string | null {
  if (certificate === null || !('subject' in certificate)) return null;
  const { subject } = certificate as { readonly subject: { readonly CN?: string } };
  return String(subject.CN ?? 'without a name');
}

function factsOf(socket: TLSSocket): TlsFacts {
  const { subject, issuer, valid_to: validTo } = socket.getPeerCertificate();
  return {
    protocol: socket.getProtocol() ?? 'TLS',
    subject: String(subject?.CN ?? 'without a name'),
    issuer: String(issuer?.CN ?? 'unknown'),
    expiresAtMs: Date.parse(validTo),
    clientSubject: commonName(socket.getCertificate()),
  };
}

/**
 * With TLS 1.3 a client is done before the server has looked at its certificate: a refusal comes just after. Rejects
 * with the server's alert; one that just ends the connection refuses too.
 */
async function waitForRefusal(socket: TLSSocket, clock: Clock): Promise<void> {
  if (socket.getProtocol() !== 'TLSv1.3') return;
  let cancel = (): void => {};
  const accepted = new Promise<void>((resolve) => {
    cancel = clock.setTimer(REFUSAL_WAIT_MS, resolve);
  });
  const refused = new Promise<never>((_, reject) => {
    socket.once('error', reject);
    socket.once('close', () => {
      reject(Object.assign(new Error('closed after the handshake'), { code: CLIENT_CERTIFICATE_REFUSED }));
    });
  });
  refused.catch(() => undefined);
  // Nothing is noticed of a socket that nobody reads.
  socket.resume();
  try {
    await Promise.race([accepted, refused]);
  } finally {
    cancel();
  }
}

/** Asks a proxy for a way to a URL's host and port; the socket speaks with the server. Rejects with ProxyError. */
export async function probeTunnel(
  url: URL,
  proxy: URL,
  connection: ConnectionSettings,
  material: ConnectionMaterial | undefined,
  connectTimeoutMs: number,
  addresses: AddressGuard,
): Promise<Socket> {
  addresses.server.check(hostOf(url));
  const tls = tlsOptions(connection, material, 'proxy');
  const route = { url: proxy, tls, material, connectTimeoutMs, addresses: addresses.proxy };
  return openTunnel(route, `${url.hostname}:${portOf(url)}`);
}

/** Makes a TLS handshake with the settings that a scrape would use, through `tunnel` where there is one. */
export async function probeTls(
  url: URL,
  connection: ConnectionSettings,
  material: ConnectionMaterial | undefined,
  tunnel: Socket | null,
  addresses: AddressFilter,
  clock: Clock,
  timeoutMs: number,
): Promise<TlsFacts> {
  const host = hostOf(url);
  const { servername: name = host, ...options } = tlsOptions(connection, material);
  const socket = connectTls({
    host,
    port: portOf(url),
    lookup: addresses.lookup,
    ...options,
    ...(tunnel === null ? {} : { socket: tunnel }),
    ...(isIP(name) === 0 ? { servername: name } : {}),
  });
  try {
    const connected = await within(clock, timeoutMs, whenConnected(socket, 'secureConnect'));
    const facts = factsOf(connected);
    await waitForRefusal(connected, clock);
    return facts;
  } finally {
    socket.destroy();
    tunnel?.destroy();
  }
}

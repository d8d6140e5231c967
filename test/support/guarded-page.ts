import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';

/** A request that came, with the name in the client's certificate. */
export interface GuardedRequest {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly clientName: string | null;
  readonly tlsVersion: string | null;
}

/** How the page answers one request. */
export interface GuardedReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A metrics page on loopback over HTTP or HTTPS whose answers a test decides. */
export interface GuardedPage {
  readonly url: string;
  readonly origin: string;
  readonly seen: GuardedRequest[];
  reply: (request: GuardedRequest) => GuardedReply;
  close(): Promise<void>;
}

/** Starts it: 200 with two samples unless `reply` says otherwise. */
export async function startGuardedPage(tls?: ServerOptions): Promise<GuardedPage> {
  const seen: GuardedRequest[] = [];
  const listener: RequestListener = (request, response) => {
    const socket = request.socket as Partial<TLSSocket>;
    const certificate = tls === undefined ? undefined : socket.getPeerCertificate?.();
    const entry: GuardedRequest = {
      url: request.url ?? '',
      headers: request.headers,
      clientName: certificate?.subject === undefined ? null : String(certificate.subject.CN),
      tlsVersion: socket.getProtocol?.() ?? null,
    };
    seen.push(entry);
    const { status = 200, headers = {}, body = 'a 1\nb{x="y"} 2\n' } = page.reply(entry);
    response.writeHead(status, { 'Content-Type': 'text/plain; version=0.0.4', ...headers }).end(body);
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const origin = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const page: GuardedPage = {
    url: `${origin}/metrics`,
    origin,
    seen,
    reply: () => ({}),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
  return page;
}

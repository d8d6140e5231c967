import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** Certificates in PEM; with `clientCa` only clients with a certificate of that authority are let in. */
export interface TlsOptions {
  key: string;
  cert: string;
  clientCa?: string | undefined;
}

/** A listening server. */
export interface Listener {
  port: number;
  /** Scheme, host and port, without a slash at the end. */
  origin: string;
  /** Stops listening, gives running responses 300 ms to end and then breaks every connection. */
  close(): Promise<void>;
}

const CLOSE_GRACE_MS = 300;

function createServer(tls: TlsOptions | undefined, handler: RequestListener): Server {
  if (tls === undefined) return createHttpServer(handler);
  const { key, cert, clientCa } = tls;
  const clientCheck =
    clientCa === undefined ? {} : { ca: clientCa, requestCert: true, rejectUnauthorized: true };
  return createHttpsServer({ key, cert, minVersion: 'TLSv1.2', ...clientCheck }, handler);
}

/** Starts listening (port 0 picks a free one); rejects with the system's error, such as EADDRINUSE. */
export async function openListener(
  options: { host: string; port: number; tls?: TlsOptions | undefined },
  handler: RequestListener,
): Promise<Listener> {
  const server = createServer(options.tls, handler);
  // Also holds what the server's own list of connections lacks: those still before their TLS handshake.
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(options.port, options.host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;

  let closing: Promise<void> | undefined;
  async function close(): Promise<void> {
    const closed = once(server, 'close');
    server.close();
    server.closeIdleConnections();
    const timer = setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, CLOSE_GRACE_MS);
    await closed;
    clearTimeout(timer);
  }

  return {
    port,
    origin: `${options.tls === undefined ? 'http' : 'https'}://${host}:${port}`,
    close: () => (closing ??= close()),
  };
}

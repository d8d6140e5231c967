import { createServer, request as forward, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** What the proxy was asked, as it was asked. */
export interface ProxiedRequest {
  readonly method: string;
  /** host:port of CONNECT, an absolute URL of anything else. */
  readonly target: string;
  readonly headers: IncomingMessage['headers'];
}

/** A forward proxy on loopback: CONNECT, and plain requests with absolute URLs. */
export interface ForwardProxy {
  readonly url: string;
  readonly seen: ProxiedRequest[];
  close(): Promise<void>;
}

/** `credentials`: what its users must show, as `name:password`; `refuse`: a status for all who may use it. */
export async function startForwardProxy(
  options: { readonly credentials?: string; readonly refuse?: number } = {},
): Promise<ForwardProxy> {
  const seen: ProxiedRequest[] = [];
  const sockets = new Set<Socket>();
  const wanted =
    options.credentials === undefined ? null : `Basic ${Buffer.from(options.credentials).toString('base64')}`;

  function refusal(request: IncomingMessage): number | null {
    seen.push({ method: request.method ?? '', target: request.url ?? '', headers: request.headers });
    if (wanted !== null && request.headers['proxy-authorization'] !== wanted) return 407;
    return options.refuse ?? null;
  }

  const server = createServer((request, response) => {
    const status = refusal(request);
    if (status !== null) {
      response.writeHead(status, { 'Proxy-Authenticate': 'Basic realm="proxy"' }).end();
      return;
    }
    const { 'proxy-authorization': _, ...headers } = request.headers;
    const onward = forward(request.url ?? '', { method: request.method ?? 'GET', headers });
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.writeHead(502).end());
    request.pipe(onward);
  });
  server.on('connect', (request: IncomingMessage, client: Socket) => {
    sockets.add(client);
    client.on('error', () => client.destroy());
    const status = refusal(request);
    if (status !== null) {
      client.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const { hostname, port } = new URL(`http://${request.url}`);
    const onward = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(client);
      client.pipe(onward);
    });
    sockets.add(onward);
    onward.on('error', () => client.end('HTTP/1.1 502 Bad gateway\r\nContent-Length: 0\r\n\r\n'));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: () =>
      new Promise((closed) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

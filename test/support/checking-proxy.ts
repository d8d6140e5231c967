import { createServer, request as forward, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the proxy saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
}

/** A reverse proxy on loopback before a real server. Each rule may answer a request by itself, with a status. */
export interface CheckingProxy {
  readonly url: string;
  readonly seen: SeenRequest[];
  rule: (
    request: SeenRequest,
  ) => { readonly status: number; readonly body?: string; readonly headers?: Record<string, string> } | null;
  close(): Promise<void>;
}

/** Forwards to `target`, a URL without a path. */
export async function startCheckingProxy(target: string): Promise<CheckingProxy> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    const entry = { method, url, headers };
    seen.push(entry);
    const own = proxy.rule(entry);
    if (own !== null) {
      request.resume();
      response.writeHead(own.status, own.headers ?? {}).end(own.body ?? '');
      return;
    }
    const onward = forward(new URL(url, target), {
      method,
      headers: { ...headers, host: new URL(target).host },
    });
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.writeHead(502).end());
    request.pipe(onward);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const proxy: CheckingProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    rule: () => null,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
  return proxy;
}

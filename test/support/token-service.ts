import { createPublicKey, verify } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A token request as the service took it. */
export interface TokenRequest {
  readonly style: 'header' | 'form' | 'assertion' | 'none';
  readonly form: ReadonlyMap<string, string>;
  readonly headers: IncomingMessage['headers'];
}

/** A small OAuth2 token service (RFC 6749 section 4.4, RFC 7523) on loopback. */
export interface TokenService {
  readonly tokenUrl: string;
  readonly requests: readonly TokenRequest[];
  /** Whether the token is one of its own that still holds. */
  accepts(token: string): boolean;
  /** Takes all tokens back before their time. */
  revokeAll(): void;
  close(): Promise<void>;
}

export interface TokenServiceOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where the client's secret is looked for; in both places unless given. */
  readonly style?: 'header' | 'form';
  /** PEM; for assertions. */
  readonly publicKey?: string;
  readonly expiresInS?: number | null;
  /** TLS, where it speaks it. */
  readonly tls?: ServerOptions;
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

function basicPair(header: string | undefined): readonly [string, string] | null {
  if (header === undefined || !header.startsWith('Basic ')) return null;
  const [id = '', secret = ''] = Buffer.from(header.slice(6), 'base64').toString('utf8').split(':');
  return [decodeURIComponent(id.replaceAll('+', ' ')), decodeURIComponent(secret.replaceAll('+', ' '))];
}

function isGoodAssertion(assertion: string, publicKey: string, clientId: string): boolean {
  const [header = '', payload = '', signature = ''] = assertion.split('.');
  const input = Buffer.from(`${header}.${payload}`);
  const { alg } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { alg: string };
  const hash = `RSA-SHA${alg.slice(2)}`;
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { iss: string; exp: number };
  const isSigned = verify(hash, input, createPublicKey(publicKey), Buffer.from(signature, 'base64url'));
  return isSigned && claims.iss === clientId && claims.exp * 1_000 > Date.now();
}

/** Starts it; its path is /oauth/token, and anything else is answered with a page that is no token. */
export async function startTokenService(options: TokenServiceOptions): Promise<TokenService> {
  const { clientId, clientSecret, style, publicKey, expiresInS = 3_600 } = options;
  const requests: TokenRequest[] = [];
  const good = new Set<string>();

  function styleOf(form: ReadonlyMap<string, string>, authorization: string | undefined) {
    const pair = basicPair(authorization);
    const isOwn = (id: string | undefined, secret: string | undefined) =>
      id === clientId && secret === clientSecret;
    if (form.has('assertion')) {
      const isGood =
        publicKey !== undefined && isGoodAssertion(form.get('assertion') ?? '', publicKey, clientId);
      return { used: 'assertion', isGood } as const;
    }
    if (pair !== null) return { used: 'header', isGood: style !== 'form' && isOwn(...pair) } as const;
    const isGood = style !== 'header' && isOwn(form.get('client_id'), form.get('client_secret'));
    return { used: form.has('client_secret') ? 'form' : 'none', isGood } as const;
  }

  const listener: RequestListener = async (request, response) => {
    if (request.url !== '/oauth/token') {
      response.writeHead(404, { 'Content-Type': 'text/html' }).end('<h1>Not here</h1>');
      return;
    }
    const form = new Map(new URLSearchParams(await readBody(request)));
    const { used, isGood } = styleOf(form, request.headers.authorization);
    requests.push({ style: used, form, headers: request.headers });
    const json = (status: number, body: object) =>
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    if (!isGood) {
      json(401, { error: 'invalid_client', error_description: 'unknown client or wrong secret' });
      return;
    }
    const token = `token-${requests.length}-${Math.round(Math.random() * 1e9)}`;
    good.add(token);
    json(200, {
      access_token: token,
      token_type: 'bearer',
      ...(expiresInS === null ? {} : { expires_in: expiresInS }),
    });
  };
  const server = options.tls === undefined ? createServer(listener) : createTlsServer(options.tls, listener);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const scheme = options.tls === undefined ? 'http' : 'https';
  return {
    tokenUrl: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}/oauth/token`,
    requests,
    accepts: (token) => good.has(token),
    revokeAll: () => good.clear(),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

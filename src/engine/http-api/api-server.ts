import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { AppError } from '../../shared/errors.ts';
import type { ApiSource } from './api-source.ts';
import { createExemplarRoutes } from './exemplar-routes.ts';
import { createGuard, isLoopback } from './guard.ts';
import { Parameters } from './parameters.ts';
import { createQueryRoutes } from './query-routes.ts';
import { sendError, sendFailure, sendReply } from './reply.ts';
import type { Route } from './routes.ts';
import { createRuleRoutes } from './rule-routes.ts';
import { createSeriesRoutes } from './series-routes.ts';
import { createStatusRoutes } from './status-routes.ts';

const PREFIX = '/api/v1/';
const MAX_FORM_BYTES = 10 * 1024 * 1024;

/** Where to listen, and the token that requests must bear; null for none. */
export interface ApiServerOptions {
  readonly host: string;
  readonly port: number;
  readonly token: string | null;
}

/** A server of Prometheus' HTTP query API; `url` has the port that was given to it. */
export interface ApiServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Listens and answers from an engine of this thread. Rejects with the system's error where it can't listen. */
export async function startApiServer(
  { api, storage, clock, appVersion }: ApiSource,
  options: ApiServerOptions,
): Promise<ApiServer> {
  const routes = new Map<string, Route>([
    ...createQueryRoutes({ storage, clock }),
    ...createSeriesRoutes(storage),
    ...createExemplarRoutes(api),
    ...createStatusRoutes(api, appVersion),
    ...createRuleRoutes(api, storage),
  ]);
  const refusalOf = createGuard(isLoopback(options.host), options.token);
  const server = createServer((request, response) => {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Cache-Control', 'no-store');
    const refusal = refusalOf(request);
    if (refusal === null) {
      answer(routes, request, response).catch((error: unknown) => sendFailure(response, error));
      return;
    }
    if (refusal.type === 'unauthorized') response.setHeader('WWW-Authenticate', 'Bearer');
    sendError(response, refusal.type, refusal.message);
  });
  server.listen(options.port, options.host);
  await once(server, 'listening');
  return { url: urlOf(server), close: () => closeServer(server) };
}

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has an address');
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

async function answer(
  routes: ReadonlyMap<string, Route>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname === '/-/ready' || url.pathname === '/-/healthy') {
    response.setHeader('Content-Type', 'text/plain; charset=utf-8');
    response.end('Sextant is ready.\n');
    return;
  }
  const found = findRoute(routes, url.pathname);
  if (found === null) {
    sendError(response, 'not_found', `there is nothing at ${url.pathname}`);
    return;
  }
  const { route, name } = found;
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  if (!route.methods.some((allowed) => allowed === method)) {
    response.setHeader('Allow', route.methods.join(', '));
    sendError(response, 'method_not_allowed', `${url.pathname} answers ${route.methods.join(' and ')}`);
    return;
  }
  const parameters = url.searchParams;
  if (method === 'POST') {
    for (const [field, value] of new URLSearchParams(await readForm(request)))
      parameters.append(field, value);
  }
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  await sendReply(response, await route.answer(new Parameters(parameters), gone.signal, name));
}

function findRoute(
  routes: ReadonlyMap<string, Route>,
  path: string,
): { readonly route: Route; readonly name: string } | null {
  if (!path.startsWith(PREFIX)) return null;
  const own = path.slice(PREFIX.length);
  const [, encoded] = /^label\/([^/]+)\/values$/.exec(own) ?? [];
  const route = routes.get(encoded === undefined ? own : 'label/*/values');
  if (route === undefined) return null;
  try {
    return { route, name: decodeURIComponent(encoded ?? '') };
  } catch {
    throw new AppError('bad_data', `the path ${path} is not encoded as UTF-8`);
  }
}

async function readForm(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += (part as Buffer).length;
    if (bytes > MAX_FORM_BYTES) throw new AppError('bad_data', 'the form is larger than 10 MiB');
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString('utf8');
}

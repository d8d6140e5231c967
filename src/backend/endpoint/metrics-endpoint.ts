import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { createAuthenticator } from '../auth/authenticator.ts';
import {
  type CredentialSource,
  createEnvironmentSource,
  createFileSource,
  createStaticSource,
  type LogLine,
} from '../auth/credential-source.ts';
import { assertCredentials, type BasicCredential, type BearerCredential } from '../auth/credentials.ts';
import { createRefusalLog } from '../auth/refusal-log.ts';
import { type AnyRegistry, formatExposition } from './exposition-writer.ts';
import { acceptsGzip, CONTENT_TYPES, negotiateFormat } from './negotiation.ts';

/** Where the endpoint's credentials come from; several sources add up. A source that is empty admits nobody. */
export interface MetricsAuth {
  bearer?: readonly BearerCredential[] | undefined;
  basic?: readonly BasicCredential[] | undefined;
  /** Name of an environment variable that holds bearer tokens, separated by white space or commas. */
  tokenEnvironmentVariable?: string | undefined;
  /** Path of a credentials file (`parseCredentialFile`), read again when it changes. */
  credentialsFile?: string | undefined;
  /** The file is looked at for a change no more often than this; 1000 ms unless given. */
  credentialsFileRecheckMs?: number | undefined;
  /** The protection space named in challenges; "metrics" unless given. */
  realm?: string | undefined;
}

/** What the endpoint shows, and to whom. */
export interface MetricsEndpointOptions {
  /** A registry of prom-client in either mode: the endpoint chooses the format of each response itself. */
  registry: AnyRegistry;
  /** `none` opens the endpoint to everyone who reaches it. */
  auth: MetricsAuth | 'none';
  /** Gets one line per event worth an operator's look; standard error unless given. Never holds a secret. */
  log?: LogLine | undefined;
}

/** Answers one request whose path the caller has already matched; never rejects. */
export type MetricsHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const REFUSAL_LOG_WINDOW_MS = 60_000;
const FILE_SETTLE_MS = 50;
const compress = promisify(gzip);

function logToStandardError(line: string): void {
  process.stderr.write(`${line}\n`);
}

function openSources(auth: MetricsAuth, log: LogLine): CredentialSource[] {
  const { bearer = [], basic = [] } = auth;
  assertCredentials({ bearer, basic });
  const sources = [createStaticSource({ bearer, basic })];
  if (auth.tokenEnvironmentVariable !== undefined)
    sources.push(createEnvironmentSource(auth.tokenEnvironmentVariable, log));
  if (auth.credentialsFile !== undefined)
    sources.push(
      createFileSource(
        {
          path: auth.credentialsFile,
          recheckMs: auth.credentialsFileRecheckMs ?? 1000,
          settleMs: FILE_SETTLE_MS,
        },
        log,
      ),
    );
  return sources;
}

function createGate(
  auth: MetricsAuth,
  log: LogLine,
): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  const realm = auth.realm ?? 'metrics';
  if (!/^[\w .-]+$/.test(realm))
    throw new TypeError('The realm may hold letters, digits, spaces, dots, dashes and underscores only.');
  const authenticator = createAuthenticator(openSources(auth, log), realm);
  const noteRefusal = createRefusalLog(log, REFUSAL_LOG_WINDOW_MS, () => performance.now());
  return async (request, response) => {
    const verdict = await authenticator.judge(request.headers.authorization);
    if (verdict.allowed) return true;
    noteRefusal(verdict.reason, request.socket.remoteAddress ?? 'an unknown address');
    if (verdict.challenges.length > 0) response.setHeader('WWW-Authenticate', verdict.challenges);
    sendText(
      response,
      verdict.status,
      verdict.status === 401
        ? 'A valid credential is required.\n'
        : 'This credential may not read metrics.\n',
    );
    return false;
  };
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}

async function sendMetrics(
  registry: AnyRegistry,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const format = negotiateFormat(request.headers.accept);
  let body = Buffer.from(await formatExposition(registry, format));
  response.setHeader('Content-Type', CONTENT_TYPES[format]);
  response.setHeader('Vary', 'Accept, Accept-Encoding');
  if (acceptsGzip(request.headers['accept-encoding']?.toString())) {
    body = await compress(body);
    response.setHeader('Content-Encoding', 'gzip');
  }
  response.setHeader('Content-Length', body.byteLength);
  response.end(request.method === 'HEAD' ? undefined : body);
}

/**
 * Makes a handler that answers GET and HEAD with the registry's metrics: text 0.0.4 or OpenMetrics 1.0.0 by Accept,
 * gzip when asked for, 401 or 403 to those without the right credential, 405 to other methods and 500 (with the
 * cause in the log only) when a collector fails. Throws a TypeError when the options are wrong.
 */
export function createMetricsEndpoint(options: MetricsEndpointOptions): MetricsHandler {
  const { registry, auth, log = logToStandardError } = options;
  const admits = auth === 'none' ? async () => true : createGate(auth, log);

  return async (request, response) => {
    try {
      response.setHeader('Cache-Control', 'no-store');
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        response.setHeader('Allow', 'GET, HEAD');
        sendText(response, 405, 'Only GET and HEAD are answered here.\n');
      } else if (await admits(request, response)) {
        await sendMetrics(registry, request, response);
      }
    } catch (error) {
      log(
        `metrics endpoint: collecting the metrics failed: ${error instanceof Error ? error.message : String(error)}`,
      );
      if (response.headersSent) response.destroy();
      else
        sendText(response, 500, 'Collecting the metrics failed; the cause is in the log of this service.\n');
    }
  };
}

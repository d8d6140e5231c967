import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { QueryServer } from '../shared/domain/server.ts';
import { AppError } from '../shared/errors.ts';
import { openAccess } from './http/access.ts';
import { credentialExpiriesOf } from './http/expiries.ts';
import type { EnginePorts, HttpResponse } from './ports.ts';
import type { ServerReply, ServerRequest, ServerTransport } from './remote/server-transport.ts';
import { networkFailure } from './scrape/network-failure.ts';
import { formatBytes, formatSeconds, ScrapeFailedError } from './scrape/scrape-failure.ts';

/** Decompressed. A panel's answer has a hundredth of it; a question for all series of a fleet ends here and not out of memory. */
const MAX_REPLY_BYTES = 32 * 1024 * 1024;

type TransportPorts = Pick<EnginePorts, 'clock' | 'http' | 'secrets'>;

/** Sends requests to servers with the same credentials, TLS settings and care as scrapes. */
export function createServerTransport(
  { clock, http, secrets }: TransportPorts,
  appVersion: string,
  maxReplyBytes = MAX_REPLY_BYTES,
): ServerTransport {
  async function exchange(
    server: QueryServer,
    request: ServerRequest,
    signal: AbortSignal,
    mayRenew = true,
  ): Promise<ServerReply> {
    const url = urlOf(server, request);
    const access = await openAccess(server, url, { clock, http, secrets, appVersion });
    const isPost = request.method === 'POST';
    const response = await http.request({
      url: url.href,
      method: request.method,
      ...(isPost ? { body: encodeForm(request.form) } : {}),
      headers: [
        ['Accept', 'application/json'],
        ['Accept-Encoding', 'gzip'],
        ['User-Agent', `sextant/${appVersion}`],
        ...(isPost ? [['Content-Type', 'application/x-www-form-urlencoded'] as const] : []),
        ...(server.tenant === null ? [] : [[server.tenant.headerName, server.tenant.value] as const]),
        ...access.headers,
      ],
      connection: server.connection,
      material: access.material,
      signal,
    });
    if (response.status === 401 && access.isRenewable && mayRenew) {
      access.discardToken();
      await readText(response, maxReplyBytes, server);
      return exchange(server, request, signal, false);
    }
    const body = await readText(response, maxReplyBytes, server);
    const expiries = {
      certificateExpiresAtMs: response.certificateExpiresAtMs ?? null,
      credentialExpiries: credentialExpiriesOf(access, response),
    };
    return { status: response.status, headers: response.headers, body, expiries };
  }

  return {
    async send(server, request, signal) {
      const controller = new AbortController();
      let timedOut = false;
      const cancelTimer = clock.setTimer(server.timeoutMs, () => {
        timedOut = true;
        controller.abort();
      });
      const onAbort = (): void => controller.abort();
      signal.addEventListener('abort', onAbort, { once: true });
      if (signal.aborted) onAbort();
      try {
        return await untilAborted(exchange(server, request, controller.signal), controller.signal);
      } catch (error) {
        // What is still being read is of no use any more.
        controller.abort();
        if (signal.aborted) throw new AppError('canceled', 'The query was canceled.');
        if (timedOut) throw timeoutError(server);
        throw explain(error, server);
      } finally {
        cancelTimer();
        signal.removeEventListener('abort', onAbort);
      }
    },
  };
}

function encodeForm(form: ServerRequest['form']): string {
  return new URLSearchParams(form.map(([name, value]): [string, string] => [name, value])).toString();
}

function urlOf(server: QueryServer, request: ServerRequest): URL {
  const url = new URL(`${server.url.replace(/\/+$/, '')}${request.path}`);
  for (const [name, value] of server.queryParams) url.searchParams.append(name, value);
  if (request.method === 'GET')
    for (const [name, value] of request.form) url.searchParams.append(name, value);
  return url;
}

/** A keychain may wait for its user for ever; a query can't. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(new Error('aborted'));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

async function readText(
  { headers, body }: HttpResponse,
  maxBytes: number,
  server: QueryServer,
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const collect = async (source: AsyncIterable<Uint8Array>): Promise<void> => {
    for await (const chunk of source) {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        throw new AppError(
          'limit_exceeded',
          `${server.name} answered with more than ${formatBytes(maxBytes)}, so reading was stopped. Ask for fewer series, a shorter range or a longer step.`,
        );
      }
      chunks.push(chunk);
    }
  };
  const encoding = headers.get('content-encoding')?.trim().toLowerCase() ?? '';
  if (encoding === 'gzip') {
    await pipeline(body, createGunzip(), (source: AsyncIterable<Uint8Array>) => collect(source));
  } else if (encoding === '' || encoding === 'identity') await collect(body);
  else
    throw new AppError('unavailable', `${server.name} compressed its answer in a way that was not offered.`);
  return Buffer.concat(chunks, bytes).toString('utf8');
}

function timeoutError(server: QueryServer): AppError {
  return new AppError(
    'timeout',
    `${server.name} did not answer within ${formatSeconds(server.timeoutMs)}. Ask for less, or raise the server's timeout.`,
  );
}

function explain(error: unknown, server: QueryServer): AppError {
  if (error instanceof AppError) return error;
  const isKnown = error instanceof ScrapeFailedError;
  const { message, step, reason } = isKnown ? error.failure : networkFailure(error, new URL(server.url).host);
  const details = { server: server.id, reason };
  if (step === 'credential' || step === 'token') {
    return new AppError('unauthorized', `${message} Edit the server ${server.name} to see to it.`, details);
  }
  const remedy = step === 'tls' ? ' See to the TLS settings of the server.' : '';
  return new AppError('unavailable', `${message}${remedy}`, details, error);
}

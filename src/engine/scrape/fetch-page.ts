import type { Endpoint } from '../../shared/domain/endpoint.ts';
import type { ScrapeFailure } from '../../shared/domain/target.ts';
import { type PageFormat, parseContentType } from '../exposition/negotiation.ts';
import type { Clock, HttpClient, HttpResponse, Logger, SecretResolver } from '../ports.ts';
import { requireReadableAuthority } from './authority.ts';
import { errorCode, isConnectionClosed, networkFailure } from './network-failure.ts';
import { PageBody, type PageBuffers, readBody } from './page-body.ts';
import { credentialHeaders, scrapeHeaders } from './request-headers.ts';
import { contentTypeFailure, statusFailure } from './response-failure.ts';
import {
  formatBytes,
  formatSeconds,
  quoteForeign,
  ScrapeFailedError,
  scrapeFailure,
} from './scrape-failure.ts';
import { parseTargetUrl } from './target-address.ts';

/** What fetching needs of the engine. */
export interface FetchContext {
  readonly clock: Clock;
  readonly http: HttpClient;
  readonly secrets: SecretResolver;
  readonly buffers: PageBuffers;
  readonly logger: Logger;
  readonly appVersion: string;
}

/** A page or why there is none. Fields are '' or null where the request did not get so far. */
export interface FetchedPage {
  readonly failure: ScrapeFailure | null;
  /** With the page's bytes if `failure` is null; `release` it when they are parsed. */
  readonly body: PageBody | null;
  readonly format: PageFormat;
  /** Media type of the response. */
  readonly contentType: string;
  readonly certificateExpiresAtMs: number | null;
  /** Ms from the request's start to the headers, null if none came. */
  readonly headersMs: number | null;
}

interface Progress {
  credentialsRead: boolean;
  response: HttpResponse | null;
  body: PageBody | null;
}

const INITIAL_BODY_BYTES = 32 * 1024;

/**
 * Gets an endpoint's page: one deadline of the scrape timeout over connect, headers and body. Nothing is thrown; a
 * `stop` signal ends it with the failure `canceled`.
 */
export async function fetchPage(
  endpoint: Endpoint,
  context: FetchContext,
  stop: AbortSignal,
): Promise<FetchedPage> {
  const controller = new AbortController();
  let timedOut = false;
  const cancelTimer = context.clock.setTimer(endpoint.scrapeTimeoutMs, () => {
    timedOut = true;
    controller.abort();
  });
  const onStop = () => controller.abort();
  stop.addEventListener('abort', onStop, { once: true });
  if (stop.aborted) controller.abort();
  const progress: Progress = { credentialsRead: false, response: null, body: null };
  try {
    const format = await receive(endpoint, context, controller.signal, progress);
    return outcome(progress, format, null);
  } catch (error) {
    controller.abort();
    const failure = explain(error, endpoint, progress, timedOut, stop.aborted);
    progress.body?.release();
    logUnexpected(error, failure, endpoint, context.logger);
    return outcome({ ...progress, body: null }, 'text', failure);
  } finally {
    cancelTimer();
    stop.removeEventListener('abort', onStop);
  }
}

function outcome(progress: Progress, format: PageFormat, failure: ScrapeFailure | null): FetchedPage {
  const { response, body } = progress;
  return {
    failure,
    body,
    format,
    contentType: parseContentType(response?.headers.get('content-type')).media,
    certificateExpiresAtMs: response?.certificateExpiresAtMs ?? null,
    headersMs: response?.headersMs ?? null,
  };
}

/** A keychain may wait for its user for ever; a scrape can't. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(new Error('aborted'));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function logUnexpected(error: unknown, failure: ScrapeFailure, endpoint: Endpoint, logger: Logger): void {
  const cause = error instanceof ScrapeFailedError ? error.cause : error;
  if (failure.reason !== 'internal' && !(error instanceof ScrapeFailedError && cause !== undefined)) return;
  logger.warn('a scrape failed for an unexpected reason', {
    target: endpoint.id,
    reason: failure.reason,
    error: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
  });
}

async function receive(
  endpoint: Endpoint,
  context: FetchContext,
  signal: AbortSignal,
  progress: Progress,
): Promise<PageFormat> {
  const url = parseTargetUrl(endpoint.url);
  requireReadableAuthority(url, endpoint.connection);
  const credentials = await untilAborted(credentialHeaders(endpoint.auth, url, context.secrets), signal);
  progress.credentialsRead = true;
  const response = await context.http.request({
    url: url.href,
    headers: [...scrapeHeaders(url, endpoint, context.appVersion), ...credentials],
    connection: endpoint.connection,
    signal,
  });
  progress.response = response;
  const { headers } = response;
  const failure =
    statusFailure(endpoint, url, response.status, headers) ??
    contentTypeFailure(headers.get('content-type')) ??
    encodingFailure(headers.get('content-encoding'));
  if (failure !== null) throw new ScrapeFailedError(failure);
  const encoding = headers.get('content-encoding')?.trim().toLowerCase();
  const announced = encoding === 'gzip' ? Number.NaN : Number(headers.get('content-length'));
  const body = new PageBody(
    context.buffers,
    endpoint.limits.bodyBytes,
    announced > 0 ? announced : INITIAL_BODY_BYTES,
  );
  progress.body = body;
  await readBody(response.body, encoding, body);
  return parseContentType(headers.get('content-type')).format as PageFormat;
}

function encodingFailure(header: string | undefined): ScrapeFailure | null {
  const encoding = header?.trim().toLowerCase() ?? '';
  if (encoding === '' || encoding === 'identity' || encoding === 'gzip') return null;
  return scrapeFailure(
    'body',
    'content_encoding',
    `The page is compressed as "${quoteForeign(encoding, 60)}", and only gzip was offered.`,
    'Have the service or the proxy before it send gzip or no compression.',
    200,
  );
}

function explain(
  error: unknown,
  endpoint: Endpoint,
  progress: Progress,
  timedOut: boolean,
  stopped: boolean,
): ScrapeFailure {
  if (error instanceof ScrapeFailedError) return error.failure;
  if (timedOut) return timeoutFailure(error, endpoint, progress);
  if (stopped) {
    return scrapeFailure('request', 'canceled', 'The scrape was ended because the endpoint was changed.', '');
  }
  if (progress.response === null) return networkFailure(error, new URL(endpoint.url).host);
  return bodyFailure(error, progress);
}

function timeoutFailure(error: unknown, endpoint: Endpoint, progress: Progress): ScrapeFailure {
  const { credentialsRead, response, body } = progress;
  const timeout = formatSeconds(endpoint.scrapeTimeoutMs);
  const longer = 'Find out why the service is slow, or raise the scrape timeout.';
  const { host } = new URL(endpoint.url);
  if (!credentialsRead) {
    return scrapeFailure(
      'credential',
      'credential_unavailable',
      `The keychain did not hand over the credential within ${timeout}, so nothing was sent.`,
      'See whether the keychain asks for something; the next scrape tries again.',
    );
  }
  if (response !== null) {
    const received = formatBytes(body?.receivedBytes ?? 0);
    return scrapeFailure(
      'body',
      'body_timeout',
      `The page was not complete after ${timeout}: ${received} had come, and nothing of it was kept.`,
      longer,
      response.status,
    );
  }
  if (errorCode(error) === 'UND_ERR_CONNECT_TIMEOUT') {
    return scrapeFailure(
      'tcp',
      'connect_timeout',
      `No connection to ${host} came about within ${timeout}.`,
      'Check the address, and whether a firewall drops the connection.',
    );
  }
  return scrapeFailure(
    'request',
    'headers_timeout',
    `${host} took the request but did not begin to answer within ${timeout}.`,
    longer,
  );
}

function bodyFailure(error: unknown, { response, body }: Progress): ScrapeFailure {
  const code = errorCode(error);
  const status = response?.status ?? null;
  if (code === 'Z_DATA_ERROR' || code === 'Z_NEED_DICT') {
    return scrapeFailure(
      'body',
      'content_encoding',
      'The page is marked as gzip but cannot be unpacked.',
      'Look into what the service or the proxy before it does to its responses.',
      status,
    );
  }
  if (code === 'Z_BUF_ERROR' || code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' || isConnectionClosed(code)) {
    return scrapeFailure(
      'body',
      'body_truncated',
      `The connection ended after ${formatBytes(body?.receivedBytes ?? 0)}, before the page was complete; nothing of it was kept.`,
      "Look into the service's log, and at proxies on the way.",
      status,
    );
  }
  if (code.startsWith('HPE_')) {
    return scrapeFailure(
      'body',
      'protocol_error',
      `The page broke the rules of HTTP on its way (${code}).`,
      'Look at proxies on the way.',
      status,
    );
  }
  return scrapeFailure(
    'body',
    'internal',
    `Reading the page failed${code === '' ? '' : ` (${code})`}.`,
    'See the log for the cause.',
    status,
  );
}

import { describeTokenSource } from '../../shared/domain/auth.ts';
import type { Endpoint } from '../../shared/domain/endpoint.ts';
import type { ScrapeFailure } from '../../shared/domain/target.ts';
import type { Logger } from '../ports.ts';
import type { FetchProgress } from './fetch-progress.ts';
import { errorCode, isConnectionClosed, networkFailure } from './network-failure.ts';
import { formatBytes, formatSeconds, ScrapeFailedError, scrapeFailure } from './scrape-failure.ts';

/** Why a request that threw, and got so far, is a failed scrape. */
export function explainFailure(
  error: unknown,
  endpoint: Endpoint,
  progress: FetchProgress,
  timedOut: boolean,
  stopped: boolean,
): ScrapeFailure {
  if (progress.refusal !== null && !stopped) return progress.refusal;
  if (error instanceof ScrapeFailedError) return error.failure;
  if (timedOut) return timeoutFailure(error, endpoint, progress);
  if (stopped) {
    return scrapeFailure('request', 'canceled', 'The scrape was ended because the endpoint was changed.', '');
  }
  if (progress.response === null) return networkFailure(error, new URL(endpoint.url).host);
  return bodyFailure(error, progress);
}

function timeoutFailure(error: unknown, endpoint: Endpoint, progress: FetchProgress): ScrapeFailure {
  const { credentialsRead, response, body } = progress;
  const timeout = formatSeconds(endpoint.scrapeTimeoutMs);
  const longer = 'Find out why the service is slow, or raise the scrape timeout.';
  const { host } = new URL(endpoint.url);
  if (!credentialsRead && endpoint.auth.kind === 'oauth2') {
    return scrapeFailure(
      'token',
      'token_unreachable',
      `No token came from ${new URL(endpoint.auth.tokenUrl).host} within ${timeout}, so nothing was sent.`,
      'Check the token URL, or raise the scrape timeout.',
    );
  }
  if (!credentialsRead && endpoint.auth.kind === 'token_source') {
    return scrapeFailure(
      'credential',
      'credential_source_failed',
      `No token came from ${describeTokenSource(endpoint.auth.source)} within ${timeout}, so nothing was sent.`,
      'See why it takes so long, or raise the scrape timeout.',
    );
  }
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

function bodyFailure(error: unknown, { response, body }: FetchProgress): ScrapeFailure {
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

/** Logs what no failure that a user is told has the cause of. */
export function logUnexpected(
  error: unknown,
  failure: ScrapeFailure,
  endpoint: Endpoint,
  logger: Logger,
): void {
  const cause = error instanceof ScrapeFailedError ? error.cause : error;
  if (failure.reason !== 'internal' && !(error instanceof ScrapeFailedError && cause !== undefined)) return;
  logger.warn('a scrape failed for an unexpected reason', {
    target: endpoint.id,
    reason: failure.reason,
    error: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
  });
}

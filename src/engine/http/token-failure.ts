import type { ScrapeFailureReason } from '../../shared/domain/target.ts';
import { networkFailure } from '../scrape/network-failure.ts';
import { quoteForeign, ScrapeFailedError, scrapeFailure } from '../scrape/scrape-failure.ts';

function failure(reason: ScrapeFailureReason, message: string, remedy: string, status: number | null = null) {
  return new ScrapeFailedError(scrapeFailure('token', reason, message, remedy, status));
}

/** The token service was not reached, or spoke no TLS or HTTP. */
export function tokenServiceUnreachable(error: unknown, url: URL): ScrapeFailedError {
  if (error instanceof ScrapeFailedError) return error;
  const { reason, step, message, remedy } = networkFailure(error, url.host);
  const isProxy = reason.startsWith('proxy_');
  return new ScrapeFailedError(
    scrapeFailure(
      isProxy ? 'proxy' : 'token',
      isProxy ? reason : 'token_unreachable',
      `No token could be got: ${message}`,
      step === 'tls'
        ? "See to the TLS settings of the token service in the endpoint's authentication."
        : `Check the token URL. ${remedy}`,
    ),
    error,
  );
}

/** The token service did not answer in time. */
export function tokenServiceSlow(url: URL, seconds: number): ScrapeFailedError {
  return failure(
    'token_unreachable',
    `The token service at ${url.host} did not answer within ${seconds} s.`,
    'Check the token URL, and whether the service runs.',
  );
}

interface OAuthError {
  readonly error: string;
  readonly description: string;
}

function readError(body: string): OAuthError | null {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null || !('error' in parsed)) return null;
    if (typeof parsed.error !== 'string') return null;
    const description =
      'error_description' in parsed && typeof parsed.error_description === 'string'
        ? parsed.error_description
        : '';
    return { error: parsed.error, description };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const REMEDIES: Readonly<Record<string, string>> = {
  invalid_client: 'Check the client id, and enter the client secret or the signing key again.',
  unauthorized_client: 'Ask whether this client may use this grant.',
  invalid_scope: 'Check the scopes.',
  invalid_grant: 'Check issuer, audience and key of the assertion, and the clock of this computer.',
  unsupported_grant_type: 'Ask which grant the token service offers.',
};

/** What an answer without a token means (RFC 6749 section 5.2). */
export function tokenRefused(status: number, body: string, url: URL): ScrapeFailedError {
  const known = readError(body);
  if (known !== null) {
    const description = known.description === '' ? '' : `: ${quoteForeign(known.description, 160)}`;
    return failure(
      'token_refused',
      `The token service refused with "${quoteForeign(known.error, 60)}" (HTTP ${status})${description}.`,
      REMEDIES[known.error] ?? 'Check the settings of the token request.',
      status,
    );
  }
  if (status === 401 || status === 403) {
    return failure(
      'token_refused',
      `The token service answered HTTP ${status}: it did not accept the client id with its secret.`,
      'Check the client id, and enter the client secret again.',
      status,
    );
  }
  return failure(
    'token_url',
    `What answers at ${url.origin}${quoteForeign(url.pathname)} is no token service: HTTP ${status}.`,
    'Check the token URL.',
    status,
  );
}

/** A good answer without a token that can be used. */
export function tokenInvalid(detail: string, url: URL): ScrapeFailedError {
  return failure(
    'token_invalid',
    `The answer of ${url.host} has no token that can be used: ${detail}.`,
    'Check the token URL.',
    200,
  );
}

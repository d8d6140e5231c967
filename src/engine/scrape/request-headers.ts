import { assertNever } from '../../shared/assert.ts';
import type { Endpoint, EndpointAuth } from '../../shared/domain/endpoint.ts';
import { acceptHeader } from '../exposition/negotiation.ts';
import type { SecretResolution, SecretResolver } from '../ports.ts';
import { ScrapeFailedError, scrapeFailure } from './scrape-failure.ts';
import { isNearHost } from './target-address.ts';

export type RequestHeader = readonly [name: string, value: string];

/** Headers of every scrape request, without credentials. Near hosts are asked not to compress: unpacking costs more than reading. */
export function scrapeHeaders(
  url: URL,
  { scrapeTimeoutMs, scrape }: Pick<Endpoint, 'scrapeTimeoutMs' | 'scrape'>,
  appVersion: string,
): RequestHeader[] {
  return [
    ['Accept', acceptHeader(scrape)],
    ['Accept-Encoding', isNearHost(url.hostname) ? 'identity' : 'gzip'],
    ['User-Agent', `sextant/${appVersion}`],
    ['X-Prometheus-Scrape-Timeout-Seconds', String(scrapeTimeoutMs / 1000)],
  ];
}

async function lookUp(secretRef: string, origin: string, secrets: SecretResolver): Promise<SecretResolution> {
  try {
    return await secrets.resolveSecret(secretRef, origin);
  } catch (error) {
    throw new ScrapeFailedError(
      scrapeFailure(
        'credential',
        'credential_unavailable',
        'The credential could not be looked up, so nothing was sent.',
        'See the log for the cause; the next scrape tries again.',
      ),
      error,
    );
  }
}

async function resolve(secretRef: string, url: URL, secrets: SecretResolver): Promise<string> {
  const resolution = await lookUp(secretRef, url.origin, secrets);
  const fail = (reason: Parameters<typeof scrapeFailure>[1], message: string, remedy: string): never => {
    throw new ScrapeFailedError(scrapeFailure('credential', reason, message, remedy));
  };
  switch (resolution.state) {
    case 'stored':
    case 'session':
      return resolution.value;
    case 'missing':
      return fail(
        'credential_missing',
        'The credential of this endpoint is not in the keychain, so nothing was sent.',
        'Edit the endpoint and enter the credential.',
      );
    case 'locked':
      return fail(
        'credential_locked',
        'The keychain is locked, so the credential could not be read and nothing was sent.',
        'Unlock the keychain; the next scrape tries again.',
      );
    case 'unavailable':
      return fail(
        'credential_unavailable',
        'There is no keychain service that holds the credential, so nothing was sent.',
        'Start the keychain service, or enter the credential for this session.',
      );
    case 'origin_changed':
      return fail(
        'credential_origin_changed',
        `The credential was saved for another server than ${url.origin}, so nothing was sent.`,
        'If the new address is right, edit the endpoint and enter the credential again.',
      );
    default:
      return assertNever(resolution, 'secret state');
  }
}

function refuseUnsendable(value: string): string {
  // A header can't hold these, and the HTTP client's own message would quote the value.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  if (!/[\u0000-\u0008\u000a-\u001f\u007f]|[^\u0000-\u00ff]/.test(value)) return value;
  throw new ScrapeFailedError(
    scrapeFailure(
      'credential',
      'credential_missing',
      'The credential has a line break or another character that cannot be sent, so nothing was sent.',
      'Edit the endpoint and enter the credential again, without a line break at its end.',
    ),
  );
}

/**
 * The headers that prove who scrapes. Secrets are looked up for the URL's origin at this moment and not kept. Throws
 * ScrapeFailedError at the step `credential`.
 */
export async function credentialHeaders(
  auth: EndpointAuth,
  url: URL,
  secrets: SecretResolver,
): Promise<RequestHeader[]> {
  switch (auth.kind) {
    case 'none':
      return [];
    case 'basic': {
      const password = await resolve(auth.passwordRef, url, secrets);
      const token = Buffer.from(`${auth.username}:${password}`, 'utf8').toString('base64');
      return [['Authorization', `Basic ${token}`]];
    }
    case 'bearer': {
      const token = await resolve(auth.tokenRef, url, secrets);
      return [['Authorization', `Bearer ${refuseUnsendable(token)}`]];
    }
    case 'header': {
      const value = await resolve(auth.valueRef, url, secrets);
      return [[auth.headerName, refuseUnsendable(value)]];
    }
    default:
      return assertNever(auth, 'auth');
  }
}

/** How a credential is called in a sentence. */
export function describeAuth(endpoint: Endpoint): string {
  switch (endpoint.auth.kind) {
    case 'none':
      return 'no credential';
    case 'basic':
      return `the password of user "${endpoint.auth.username}"`;
    case 'bearer':
      return 'the bearer token';
    case 'header':
      return `the value of the header "${endpoint.auth.headerName}"`;
  }
}

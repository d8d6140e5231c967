import { assertNever } from '../../shared/assert.ts';
import { describeTokenSource, type OAuth2Auth, type TokenSource } from '../../shared/domain/auth.ts';
import type { Endpoint, EndpointAuth } from '../../shared/domain/endpoint.ts';
import { acceptHeader } from '../exposition/negotiation.ts';
import { basicCredentials } from '../http/connection-material.ts';
import { credentialFailure, readSecret, refuseUnsendable } from '../http/secret-value.ts';
import type { SecretResolver } from '../ports.ts';
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

async function readFromSource(source: TokenSource, url: URL, secrets: SecretResolver): Promise<string> {
  if (secrets.readToken === undefined) {
    throw credentialFailure(
      'credential_not_approved',
      'The token comes from outside of the keychain, which is not offered here, so nothing was sent.',
      'Use a credential of another kind.',
    );
  }
  const reading = await secrets.readToken(source, url.origin);
  switch (reading.state) {
    case 'read':
      return reading.value;
    case 'not_approved':
      throw credentialFailure(
        'credential_not_approved',
        `${reading.message} Nothing was sent.`,
        'Edit the endpoint and allow it on this computer, if you trust where the environment comes from.',
      );
    case 'failed':
      throw credentialFailure(
        'credential_source_failed',
        `${reading.message} Nothing was sent.`,
        `See to ${describeTokenSource(source)}, or edit the endpoint.`,
      );
    default:
      return assertNever(reading, 'token reading');
  }
}

/**
 * The headers that prove who scrapes, but for tokens that are fetched (openAccess). Secrets are looked up for the URL's origin at this moment and not kept. Throws
 * ScrapeFailedError at the step `credential`.
 */
export async function credentialHeaders(
  auth: Exclude<EndpointAuth, OAuth2Auth>,
  url: URL,
  secrets: SecretResolver,
): Promise<RequestHeader[]> {
  switch (auth.kind) {
    case 'none':
      return [];
    case 'basic': {
      const password = await readSecret(auth.passwordRef, url, secrets);
      return [['Authorization', basicCredentials(auth.username, password)]];
    }
    case 'bearer': {
      const token = await readSecret(auth.tokenRef, url, secrets);
      return [['Authorization', `Bearer ${refuseUnsendable(token)}`]];
    }
    case 'authorization': {
      const credentials = await readSecret(auth.credentialsRef, url, secrets);
      return [['Authorization', `${auth.scheme} ${refuseUnsendable(credentials)}`]];
    }
    case 'cookie': {
      const cookie = await readSecret(auth.cookieRef, url, secrets, 'cookie');
      return [['Cookie', refuseUnsendable(cookie, 'cookie')]];
    }
    case 'token_source': {
      const token = await readFromSource(auth.source, url, secrets);
      return [['Authorization', `${auth.scheme} ${refuseUnsendable(token, 'token')}`]];
    }
    case 'header': {
      const value = await readSecret(auth.valueRef, url, secrets);
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
    case 'authorization':
      return `the ${endpoint.auth.scheme} credentials`;
    case 'cookie':
      return 'the session cookie';
    case 'oauth2':
      return `the token of ${new URL(endpoint.auth.tokenUrl).host}`;
    case 'token_source':
      return `the token from ${describeTokenSource(endpoint.auth.source)}`;
  }
}

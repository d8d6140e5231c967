import { randomUUID } from 'node:crypto';
import type { OAuth2Auth } from '../../shared/domain/auth.ts';
import type { Clock, ConnectionMaterial, HttpClient, SecretResolver } from '../ports.ts';
import { requireReadableAuthority } from '../scrape/authority.ts';
import { readMaterial } from './connection-material.ts';
import { parseSigningKey, signJwt } from './jwt.ts';
import { credentialFailure, readSecret, refuseUnsendable } from './secret-value.ts';
import { tokenInvalid, tokenRefused, tokenServiceSlow, tokenServiceUnreachable } from './token-failure.ts';

const MAX_ANSWER_BYTES = 1_048_576;
const TIMEOUT_MS = 10_000;
const ASSERTION_LIFE_S = 3_600;
const JWT_GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** What asking for a token needs. */
export interface TokenPorts {
  readonly clock: Clock;
  readonly http: HttpClient;
  readonly secrets: SecretResolver;
  readonly appVersion: string;
}

/** The secrets of a token request, read for this one use. */
export interface TokenSecrets {
  /** Client secret or signing key. */
  readonly main: string;
  readonly params: readonly (readonly [name: string, value: string])[];
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly material: ConnectionMaterial | undefined;
}

/** A token as it was handed out; `lifeMs` is null where nothing was said about its end. */
export interface IssuedToken {
  readonly value: string;
  readonly scheme: string;
  readonly lifeMs: number | null;
}

/** How a client shows its secret (RFC 6749 section 2.3.1): in the header, or in the form. */
export type ClientAuthStyle = 'header' | 'form';

/** Reads all secrets that a token request needs, for the token service's origin. Throws ScrapeFailedError. */
export async function readTokenSecrets(auth: OAuth2Auth, secrets: SecretResolver): Promise<TokenSecrets> {
  const url = new URL(auth.tokenUrl);
  requireReadableAuthority(url, auth.connection);
  const { grant, secretParams, connection } = auth;
  const main =
    grant.kind === 'client_credentials'
      ? await readSecret(grant.clientSecretRef, url, secrets, 'client secret')
      : await readSecret(grant.keyRef, url, secrets, 'signing key');
  const params: [string, string][] = [];
  for (const { name, valueRef } of secretParams) {
    params.push([name, await readSecret(valueRef, url, secrets, `parameter "${name}" of the token request`)]);
  }
  const headers: [string, string][] = [];
  for (const { name, valueRef } of connection.headers) {
    const what = `value of the header "${name}" for the token service`;
    headers.push([name, refuseUnsendable(await readSecret(valueRef, url, secrets, what), what)]);
  }
  return { main, params, headers, material: await readMaterial(connection, url, secrets) };
}

function createAssertion(auth: OAuth2Auth, pem: string, wallMs: number): string {
  const { grant, clientId, tokenUrl, scopes } = auth;
  if (grant.kind !== 'jwt_bearer') return '';
  const key = parseSigningKey(pem);
  if (key === null) {
    throw credentialFailure(
      'credential_missing',
      'The signing key cannot be read, so no token was asked for.',
      'Edit the endpoint and enter an RSA private key as PEM, from -----BEGIN PRIVATE KEY----- on.',
    );
  }
  const now = Math.floor(wallMs / 1_000);
  const issuer = grant.issuer === '' ? clientId : grant.issuer;
  const claims = new Map<string, unknown>([
    ['iss', issuer],
    ['sub', issuer],
    ['aud', grant.audience === '' ? tokenUrl : grant.audience],
    ['iat', now],
    ['exp', now + ASSERTION_LIFE_S],
    ['jti', randomUUID()],
    ...(scopes.length === 0 ? [] : [['scope', scopes.join(' ')] as const]),
    ...grant.claims,
  ]);
  return signJwt(Object.fromEntries(claims), { key, algorithm: grant.algorithm, keyId: grant.keyId });
}

/** application/x-www-form-urlencoded as RFC 6749 section 2.3.1 wants it of id and secret. */
function formEncode(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}

function formOf(auth: OAuth2Auth, secrets: TokenSecrets, style: ClientAuthStyle, wallMs: number) {
  const form = new URLSearchParams();
  const { grant, scopes, clientId } = auth;
  if (grant.kind === 'client_credentials') form.set('grant_type', 'client_credentials');
  else {
    form.set('grant_type', JWT_GRANT);
    form.set('assertion', createAssertion(auth, secrets.main, wallMs));
  }
  if (scopes.length > 0) form.set('scope', scopes.join(' '));
  if (style === 'form' || grant.kind === 'jwt_bearer') form.set('client_id', clientId);
  if (style === 'form' && grant.kind === 'client_credentials') form.set('client_secret', secrets.main);
  // They may replace what is above, as with Prometheus: that is how the password grant is asked for.
  for (const [name, value] of [...auth.endpointParams, ...secrets.params]) form.set(name, value);
  return form.toString();
}

async function readAnswer(body: AsyncIterable<Uint8Array>, url: URL): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw tokenInvalid('it is larger than 1 MiB', url);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseToken(body: string, url: URL): IssuedToken {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw tokenInvalid('it is not JSON', url);
  }
  if (typeof parsed !== 'object' || parsed === null) throw tokenInvalid('it is not an object', url);
  const fields = new Map(Object.entries(parsed));
  const value: unknown = fields.get('access_token');
  if (typeof value !== 'string' || value === '') throw tokenInvalid('access_token is missing', url);
  const type: unknown = fields.get('token_type');
  const life = Number(fields.get('expires_in') ?? Number.NaN);
  return {
    value: refuseUnsendable(value, 'token'),
    // Some services write "bearer", which not every server takes.
    scheme:
      typeof type !== 'string' || /^(bearer)?$/i.test(type) ? 'Bearer' : refuseUnsendable(type, 'token'),
    lifeMs: life > 0 ? life * 1_000 : null,
  };
}

/** Asks the token service once. Throws ScrapeFailedError at the step `token`, `proxy` or `credential`. */
export async function requestToken(
  auth: OAuth2Auth,
  secrets: TokenSecrets,
  style: ClientAuthStyle,
  { clock, http, appVersion }: TokenPorts,
): Promise<IssuedToken> {
  const url = new URL(auth.tokenUrl);
  const isHeader = style === 'header' && auth.grant.kind === 'client_credentials';
  const credentials = `${formEncode(auth.clientId)}:${formEncode(secrets.main)}`;
  const body = formOf(auth, secrets, style, clock.wallMs());
  const controller = new AbortController();
  let isLate = false;
  const cancel = clock.setTimer(TIMEOUT_MS, () => {
    isLate = true;
    controller.abort();
  });
  try {
    const response = await http.request({
      url: url.href,
      method: 'POST',
      body,
      headers: [
        ['Accept', 'application/json'],
        ['Content-Type', 'application/x-www-form-urlencoded'],
        ['User-Agent', `sextant/${appVersion}`],
        ...(isHeader
          ? [['Authorization', `Basic ${Buffer.from(credentials, 'utf8').toString('base64')}`] as const]
          : []),
        ...secrets.headers,
      ],
      connection: auth.connection,
      material: secrets.material,
      signal: controller.signal,
    });
    const answer = await readAnswer(response.body, url);
    if (response.status < 200 || response.status > 299) throw tokenRefused(response.status, answer, url);
    return parseToken(answer, url);
  } catch (error) {
    if (isLate) throw tokenServiceSlow(url, TIMEOUT_MS / 1_000);
    throw tokenServiceUnreachable(error, url);
  } finally {
    cancel();
  }
}

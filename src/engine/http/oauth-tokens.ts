import { createHash } from 'node:crypto';
import type { OAuth2Auth } from '../../shared/domain/auth.ts';
import type { HttpClient } from '../ports.ts';
import { ScrapeFailedError } from '../scrape/scrape-failure.ts';
import {
  type ClientAuthStyle,
  type IssuedToken,
  readTokenSecrets,
  requestToken,
  type TokenPorts,
  type TokenSecrets,
} from './token-request.ts';

/** A token is renewed this long before it expires, so that it does not expire on its way. */
const RENEWED_BEFORE_MS = 10_000;
const KEPT = 1_000;

/** A token that is in use. */
export interface HeldToken {
  /** As it stands in the Authorization header, without its scheme. */
  readonly value: string;
  readonly scheme: string;
  /** ms UTC, null where the service said nothing. */
  readonly expiresAtMs: number | null;
  /** Forgets it, because a server refused it. */
  discard(): void;
}

interface Entry {
  readonly token: IssuedToken;
  readonly expiresAtMs: number | null;
  /** On the monotonic clock. */
  readonly renewAtMs: number;
}

interface TokenCache {
  readonly entries: Map<string, Entry>;
  readonly pending: Map<string, Promise<Entry>>;
  /** What the token URL is known to take. */
  readonly styles: Map<string, ClientAuthStyle>;
}

// Tokens live as long as the client that fetched them, and are shared by all who send with it.
const caches = new WeakMap<HttpClient, TokenCache>();

function cacheOf(http: HttpClient): TokenCache {
  let cache = caches.get(http);
  if (cache === undefined) {
    cache = { entries: new Map(), pending: new Map(), styles: new Map() };
    caches.set(http, cache);
  }
  return cache;
}

/** The same for the same request with the same secrets. */
function keyOf(auth: OAuth2Auth, { main, params, headers, material }: TokenSecrets): string {
  return createHash('sha256')
    .update(JSON.stringify([auth, main, params, headers, material?.fingerprint ?? null]))
    .digest('hex');
}

function mayTakeOtherStyle(error: unknown): boolean {
  if (!(error instanceof ScrapeFailedError) || error.failure.reason !== 'token_refused') return false;
  return error.failure.status === 400 || error.failure.status === 401;
}

async function fetchToken(
  auth: OAuth2Auth,
  secrets: TokenSecrets,
  ports: TokenPorts,
  styles: TokenCache['styles'],
): Promise<IssuedToken> {
  const style = styles.get(auth.tokenUrl);
  if (style !== undefined || auth.grant.kind === 'jwt_bearer') {
    return requestToken(auth, secrets, style ?? 'form', ports);
  }
  try {
    const token = await requestToken(auth, secrets, 'header', ports);
    styles.set(auth.tokenUrl, 'header');
    return token;
  } catch (error) {
    if (!mayTakeOtherStyle(error)) throw error;
    try {
      const token = await requestToken(auth, secrets, 'form', ports);
      styles.set(auth.tokenUrl, 'form');
      return token;
    } catch (second) {
      // The form is the unusual way; what it answers says less.
      throw mayTakeOtherStyle(second) ? error : second;
    }
  }
}

/**
 * The token for a request: the held one until ten seconds before its end, or a new one; requests at the same time share
 * it. `fresh` asks for a new one in any case. Throws ScrapeFailedError at the step `token`, `proxy` or `credential`.
 */
export async function holdToken(auth: OAuth2Auth, ports: TokenPorts, fresh = false): Promise<HeldToken> {
  const cache = cacheOf(ports.http);
  const secrets = await readTokenSecrets(auth, ports.secrets);
  const key = keyOf(auth, secrets);
  const known = cache.entries.get(key);
  const isUsable = known !== undefined && !fresh && ports.clock.monotonicMs() < known.renewAtMs;
  const entry = isUsable ? known : await renew(key, auth, secrets, ports, cache);
  return {
    value: entry.token.value,
    scheme: entry.token.scheme,
    expiresAtMs: entry.expiresAtMs,
    discard() {
      if (cache.entries.get(key) === entry) cache.entries.delete(key);
    },
  };
}

function renew(
  key: string,
  auth: OAuth2Auth,
  secrets: TokenSecrets,
  ports: TokenPorts,
  cache: TokenCache,
): Promise<Entry> {
  const under = cache.pending.get(key);
  if (under !== undefined) return under;
  const { clock } = ports;
  const work = fetchToken(auth, secrets, ports, cache.styles)
    .then((token) => {
      const { lifeMs } = token;
      const entry: Entry = {
        token,
        expiresAtMs: lifeMs === null ? null : clock.wallMs() + lifeMs,
        renewAtMs:
          lifeMs === null ? Number.POSITIVE_INFINITY : clock.monotonicMs() + lifeMs - RENEWED_BEFORE_MS,
      };
      if (cache.entries.size >= KEPT) cache.entries.clear();
      cache.entries.set(key, entry);
      return entry;
    })
    .finally(() => cache.pending.delete(key));
  cache.pending.set(key, work);
  return work;
}

import type { AccessTarget } from '../../shared/domain/secret-uses.ts';
import type { ConnectionMaterial, SecretResolver } from '../ports.ts';
import { requireReadableAuthority } from '../scrape/authority.ts';
import { credentialHeaders, type RequestHeader } from '../scrape/request-headers.ts';
import { readMaterial } from './connection-material.ts';
import { jwtExpiryMs } from './jwt.ts';
import { holdToken } from './oauth-tokens.ts';
import { readSecret, refuseUnsendable } from './secret-value.ts';
import type { TokenPorts } from './token-request.ts';

/** All that proves who asks, read for one request. */
export interface Access {
  readonly headers: readonly RequestHeader[];
  readonly material: ConnectionMaterial | undefined;
  /** When the token ends, ms UTC; null where it does not say. */
  readonly tokenExpiresAtMs: number | null;
  /** Whether the token is one that is fetched again by itself. */
  readonly isRenewable: boolean;
  /** Forgets a token that the server refused, so that the next access has another. */
  discardToken(): void;
}

const NO_ACCESS: Access = {
  headers: [],
  material: undefined,
  tokenExpiresAtMs: null,
  isRenewable: false,
  discardToken() {},
};

/** Whether requests to the target need nothing of the vault. */
export function needsNoAccess({ auth, connection }: Pick<AccessTarget, 'auth' | 'connection'>): boolean {
  const { headers, clientCertificate, proxy } = connection;
  return auth.kind === 'none' && headers.length === 0 && clientCertificate === null && proxy === null;
}

async function secretHeaders(
  { connection }: AccessTarget,
  url: URL,
  secrets: SecretResolver,
): Promise<RequestHeader[]> {
  const headers: RequestHeader[] = [];
  for (const { name, valueRef } of connection.headers) {
    const what = `value of the header "${name}"`;
    headers.push([name, refuseUnsendable(await readSecret(valueRef, url, secrets, what), what)]);
  }
  return headers;
}

/**
 * Reads what a request to the target needs: credential, secret headers, client key, the proxy's password; a token is
 * fetched where there is none (`fresh`: in any case). Throws ScrapeFailedError.
 */
export async function openAccess(
  target: AccessTarget,
  url: URL,
  ports: TokenPorts,
  fresh = false,
): Promise<Access> {
  requireReadableAuthority(url, target.connection);
  if (needsNoAccess(target)) return NO_ACCESS;
  const { auth, connection } = target;
  const material = await readMaterial(connection, url, ports.secrets);
  const extra = await secretHeaders(target, url, ports.secrets);
  if (auth.kind === 'oauth2') {
    const token = await holdToken(auth, ports, fresh);
    return {
      headers: [['Authorization', `${token.scheme} ${token.value}`], ...extra],
      material,
      tokenExpiresAtMs: token.expiresAtMs ?? jwtExpiryMs(token.value),
      isRenewable: true,
      discardToken: token.discard,
    };
  }
  const credential = await credentialHeaders(auth, url, ports.secrets);
  const sent = credential[0]?.[1] ?? '';
  return {
    headers: [...credential, ...extra],
    material,
    tokenExpiresAtMs: auth.kind === 'basic' ? null : jwtExpiryMs(sent.replace(/^\S+ /, '')),
    isRenewable: false,
    discardToken() {},
  };
}

/** Values of headers that prove who asks, which must not be shown where a server sends them back. */
export function listSentSecrets({ headers }: Pick<Access, 'headers'>): readonly string[] {
  return headers.flatMap(([, value]) => [value, value.replace(/^\S+ /, '')]);
}

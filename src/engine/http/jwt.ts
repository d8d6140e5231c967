import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import type { JwtAlgorithm } from '../../shared/domain/auth.ts';

const HASHES: Readonly<Record<JwtAlgorithm, string>> = {
  RS256: 'RSA-SHA256',
  RS384: 'RSA-SHA384',
  RS512: 'RSA-SHA512',
};

/** A private key from PEM, null where it is none of RSA. */
export function parseSigningKey(pem: string): KeyObject | null {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyType === 'rsa' ? key : null;
  } catch {
    // What is wrong with it is of no interest, and the error might quote it.
    return null;
  }
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part), 'utf8').toString('base64url');
}

/** A signed token (RFC 7515 section 3.1, compact). */
export function signJwt(
  claims: Readonly<Record<string, unknown>>,
  {
    key,
    algorithm,
    keyId,
  }: { readonly key: KeyObject; readonly algorithm: JwtAlgorithm; readonly keyId: string },
): string {
  const header = { alg: algorithm, typ: 'JWT', ...(keyId === '' ? {} : { kid: keyId }) };
  const input = `${encode(header)}.${encode(claims)}`;
  return `${input}.${sign(HASHES[algorithm], Buffer.from(input), key).toString('base64url')}`;
}

/** When a token says that it expires (`exp`, RFC 7519 section 4.1.4), ms UTC; null where it is no JWT or says nothing. */
export function jwtExpiryMs(token: string): number | null {
  const [header, payload, signature, ...rest] = token.split('.');
  if (header === undefined || payload === undefined || signature === undefined || rest.length > 0)
    return null;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    if (typeof claims !== 'object' || claims === null || !('exp' in claims)) return null;
    return typeof claims.exp === 'number' && Number.isFinite(claims.exp) ? claims.exp * 1_000 : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

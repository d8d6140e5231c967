import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { CredentialSource } from './credential-source.ts';
import type { CredentialSet } from './credentials.ts';

// Why a request was refused; safe to log.
type RefusalReason =
  | 'no credential'
  | 'wrong bearer token'
  | 'wrong user name or password'
  | 'unknown authorization scheme'
  | 'credential without the right to scrape';

// The verdict on one Authorization header, with the `WWW-Authenticate` challenges that go with a refusal.
type AuthVerdict =
  | { allowed: true }
  | { allowed: false; status: 401 | 403; reason: RefusalReason; challenges: readonly string[] };

/** Judges Authorization headers. */
export interface Authenticator {
  judge(authorization: string | undefined): Promise<AuthVerdict>;
}

interface PresentedSecret {
  scheme: 'bearer' | 'basic';
  secret: string;
}

interface KnownSecret extends PresentedSecret {
  mayScrape: boolean;
}

const REFUSAL_BY_SCHEME = { bearer: 'wrong bearer token', basic: 'wrong user name or password' } as const;

function listSecrets({ bearer, basic }: CredentialSet): KnownSecret[] {
  return [
    ...bearer.map(({ token, mayScrape = true }) => ({ scheme: 'bearer' as const, secret: token, mayScrape })),
    ...basic.map(({ username, password, mayScrape = true }) => ({
      scheme: 'basic' as const,
      secret: `${username}:${password}`,
      mayScrape,
    })),
  ];
}

function parseAuthorization(authorization: string): PresentedSecret | undefined {
  const [, scheme = '', rest = ''] = /^(\S+) *(.*)$/.exec(authorization.trim()) ?? [];
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return { scheme: 'bearer', secret: rest };
    case 'basic':
      return { scheme: 'basic', secret: Buffer.from(rest, 'base64').toString('utf8') };
    default:
      return undefined;
  }
}

/**
 * Compares what a request presents with every known credential: each is hashed to one length and compared in
 * constant time, and all are compared always, so that the time says neither which matched nor how far. Challenges
 * follow RFC 7617 and RFC 6750 section 3.
 */
export function createAuthenticator(sources: readonly CredentialSource[], realm: string): Authenticator {
  const hashKey = randomBytes(32);
  const hash = ({ scheme, secret }: PresentedSecret) =>
    createHmac('sha256', hashKey).update(`${scheme}\0${secret}`).digest();

  function challenge(known: readonly KnownSecret[], bearerError = ''): string[] {
    const offersBasic = known.some(({ scheme }) => scheme === 'basic');
    const offersBearer = !offersBasic || known.some(({ scheme }) => scheme === 'bearer');
    return [
      ...(offersBasic ? [`Basic realm="${realm}", charset="UTF-8"`] : []),
      ...(offersBearer ? [`Bearer realm="${realm}"${bearerError}`] : []),
    ];
  }

  return {
    judge: async (authorization) => {
      const known = (await Promise.all(sources.map((source) => source.current()))).flatMap(listSecrets);
      const refuse = (reason: RefusalReason, bearerError?: string): AuthVerdict => ({
        allowed: false,
        status: 401,
        reason,
        challenges: challenge(known, bearerError),
      });
      if (authorization === undefined) return refuse('no credential');
      const presented = parseAuthorization(authorization);
      if (presented === undefined) return refuse('unknown authorization scheme');

      const presentedHash = hash(presented);
      let matched = false;
      let mayScrape = false;
      for (const candidate of known) {
        const equal = timingSafeEqual(hash(candidate), presentedHash);
        matched ||= equal;
        mayScrape ||= equal && candidate.mayScrape;
      }
      if (mayScrape) return { allowed: true };
      if (!matched)
        return refuse(
          REFUSAL_BY_SCHEME[presented.scheme],
          presented.scheme === 'bearer' ? ', error="invalid_token"' : undefined,
        );
      return {
        allowed: false,
        status: 403,
        reason: 'credential without the right to scrape',
        challenges:
          presented.scheme === 'bearer' ? [`Bearer realm="${realm}", error="insufficient_scope"`] : [],
      };
    },
  };
}

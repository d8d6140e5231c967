import type { ConnectionSettings, SecretHeader } from './connection.ts';

export const JWT_ALGORITHMS = ['RS256', 'RS384', 'RS512'] as const;

export type JwtAlgorithm = (typeof JWT_ALGORITHMS)[number];

/** How a token is got: with the client's secret (RFC 6749 section 4.4), or with a signed assertion (RFC 7523). */
export type OAuth2Grant =
  | { readonly kind: 'client_credentials'; readonly clientSecretRef: string }
  | {
      readonly kind: 'jwt_bearer';
      /** The private key, PEM. */
      readonly keyRef: string;
      /** `kid` of the assertion; '' for none. */
      readonly keyId: string;
      readonly algorithm: JwtAlgorithm;
      /** '' for the client's id. */
      readonly issuer: string;
      /** '' for the token URL. */
      readonly audience: string;
      readonly claims: readonly (readonly [name: string, value: string])[];
    };

/** A token that a token service hands out; kept in memory until it expires. */
export interface OAuth2Auth {
  readonly kind: 'oauth2';
  readonly clientId: string;
  readonly tokenUrl: string;
  readonly grant: OAuth2Grant;
  readonly scopes: readonly string[];
  /** Further fields of the token request; Prometheus' endpoint_params. */
  readonly endpointParams: readonly (readonly [name: string, value: string])[];
  /** Further fields whose values are secrets. */
  readonly secretParams: readonly SecretHeader[];
  /** The token service's own TLS and proxy. */
  readonly connection: ConnectionSettings;
}

/** Where a token comes from that is not in the vault. Each needs an approval on this computer. */
export type TokenSource =
  | {
      readonly kind: 'command';
      /** The program and its arguments; no shell sees them. */
      readonly argv: readonly string[];
    }
  | { readonly kind: 'environment'; readonly variable: string }
  | { readonly kind: 'file'; readonly path: string };

/** A token from a command, a variable or a file, or why there is none; `message` is for a person. */
export type TokenReading =
  | { readonly state: 'read'; readonly value: string }
  | { readonly state: 'not_approved' | 'failed'; readonly message: string };

/** How requests to an endpoint prove who sends them. Secrets are references into the vault, never values. */
export type EndpointAuth =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly username: string; readonly passwordRef: string }
  | { readonly kind: 'bearer'; readonly tokenRef: string }
  /** Another `authorization` type: the header is `<scheme> <credentials>`. */
  | { readonly kind: 'authorization'; readonly scheme: string; readonly credentialsRef: string }
  | { readonly kind: 'header'; readonly headerName: string; readonly valueRef: string }
  /** The secret is the whole Cookie header: `session=abc`. */
  | { readonly kind: 'cookie'; readonly cookieRef: string }
  | OAuth2Auth
  /** A token from a command, a variable or a file, sent as `<scheme> <token>`. */
  | { readonly kind: 'token_source'; readonly scheme: string; readonly source: TokenSource };

const SCHEME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}$/;

/** Whether it may stand before credentials; Basic has a method of its own, as in Prometheus. */
export function isAuthorizationScheme(scheme: string): boolean {
  return SCHEME.test(scheme) && scheme.toLowerCase() !== 'basic';
}

/** A token source for people: the command line, the variable, the path. */
export function describeTokenSource(source: TokenSource): string {
  switch (source.kind) {
    case 'command':
      return source.argv
        .map((word) => (/^[\w./:=@%+,-]+$/.test(word) ? word : JSON.stringify(word)))
        .join(' ');
    case 'environment':
      return `the environment variable ${source.variable}`;
    case 'file':
      return `the file ${source.path}`;
  }
}

import type { ScrapeSettings } from './scrape-settings.ts';

/** How requests to an endpoint prove who sends them. Secrets are references into the vault, never values. */
export type EndpointAuth =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly username: string; readonly passwordRef: string }
  | { readonly kind: 'bearer'; readonly tokenRef: string }
  | { readonly kind: 'header'; readonly headerName: string; readonly valueRef: string };

/** How to reach an endpoint. `caPem` replaces the system's roots, as in Prometheus; null and '' mean: not set. */
export interface ConnectionSettings {
  readonly caPem: string | null;
  /** Name for SNI and verification where it differs from the URL's host. */
  readonly serverName: string | null;
  readonly insecureSkipVerify: boolean;
}

/** Limits of one scrape, all finite; a scrape beyond one fails as a whole. */
export interface ScrapeLimits {
  /** Decompressed bytes. */
  readonly bodyBytes: number;
  readonly samples: number;
  readonly labels: number;
  readonly labelNameLength: number;
  readonly labelValueLength: number;
  /** Series of the target that are kept ready for its next scrape, those that vanished lately with them. */
  readonly series: number;
}

export const DEFAULT_SCRAPE_LIMITS: ScrapeLimits = {
  bodyBytes: 64 * 1024 * 1024,
  samples: 200_000,
  labels: 64,
  labelNameLength: 1_024,
  labelValueLength: 16_384,
  series: 250_000,
};

export const DEFAULT_CONNECTION: ConnectionSettings = {
  caPem: null,
  serverName: null,
  insecureSkipVerify: false,
};

/** A service to scrape. `id` is stable; `labels` are added to each of its series (with `job` and `instance`). */
export interface Endpoint {
  readonly id: string;
  readonly name: string;
  /** Absolute http(s) URL of the metrics page, without credentials in it. */
  readonly url: string;
  readonly scrapeIntervalMs: number;
  readonly scrapeTimeoutMs: number;
  readonly labels: readonly (readonly [name: string, value: string])[];
  readonly scrape: ScrapeSettings;
  readonly auth: EndpointAuth;
  readonly connection: ConnectionSettings;
  readonly limits: ScrapeLimits;
}

/** Headers that belong to the protocol or to another method of authentication (Prometheus' http_headers refuses them). */
const RESERVED_HEADERS: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'authorization',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'www-authenticate',
  'x-prometheus-scrape-timeout-seconds',
]);

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/;

/** Whether a secret may be sent in a header of this name. */
export function isSecretHeaderName(name: string): boolean {
  return HEADER_NAME.test(name) && !RESERVED_HEADERS.has(name.toLowerCase());
}

/** The secret references that an endpoint uses. */
export function listSecretRefs(auth: EndpointAuth): readonly string[] {
  switch (auth.kind) {
    case 'none':
      return [];
    case 'basic':
      return [auth.passwordRef];
    case 'bearer':
      return [auth.tokenRef];
    case 'header':
      return [auth.valueRef];
  }
}

import type { EndpointAuth } from './auth.ts';
import type { ConnectionSettings } from './connection.ts';
import type { ScrapeSettings } from './scrape-settings.ts';

export type { EndpointAuth } from './auth.ts';
export { type ConnectionSettings, DEFAULT_CONNECTION } from './connection.ts';

/** Limits of one scrape, all finite; a scrape beyond one fails as a whole. */
export interface ScrapeLimits {
  /** Decompressed bytes. */
  readonly bodyBytes: number;
  readonly samples: number;
  readonly labels: number;
  readonly labelNameLength: number;
  readonly labelValueLength: number;
  /** Buckets of one native histogram; beyond them its resolution is lowered, and custom buckets fail the scrape. */
  readonly nativeHistogramBuckets: number;
  /** Series of the target that are kept ready for its next scrape, those that vanished lately with them. */
  readonly series: number;
}

export const DEFAULT_SCRAPE_LIMITS: ScrapeLimits = {
  bodyBytes: 64 * 1024 * 1024,
  samples: 200_000,
  labels: 64,
  labelNameLength: 1_024,
  labelValueLength: 16_384,
  nativeHistogramBuckets: 10_000,
  series: 250_000,
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
  'x-prometheus-remote-read-version',
  'x-prometheus-remote-write-version',
  'x-prometheus-scrape-timeout-seconds',
]);

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/;

/** Whether a secret may be sent in a header of this name. */
export function isSecretHeaderName(name: string): boolean {
  return HEADER_NAME.test(name) && !RESERVED_HEADERS.has(name.toLowerCase());
}

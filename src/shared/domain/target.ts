import type { LabelSet } from './series.ts';

/** The steps of a scrape in the order they happen; a failure names the one it happened at. */
export const SCRAPE_STEPS = [
  'credential',
  'dns',
  'tcp',
  'tls',
  'request',
  'status',
  'content_type',
  'body',
  'parse',
  'store',
] as const;

export type ScrapeStep = (typeof SCRAPE_STEPS)[number];

export const SCRAPE_FAILURE_REASONS = [
  'credential_missing',
  'credential_locked',
  'credential_unavailable',
  'credential_origin_changed',
  'invalid_url',
  'dns_failure',
  'connection_refused',
  'connection_reset',
  'network_unreachable',
  'connect_timeout',
  'tls_expired',
  'tls_untrusted',
  'tls_name_mismatch',
  'tls_client_certificate',
  'tls_failure',
  'headers_timeout',
  'body_timeout',
  'header_overflow',
  'protocol_error',
  'unauthorized',
  'forbidden',
  'not_found',
  'http_status',
  'redirect',
  'html',
  'content_type',
  'content_encoding',
  'body_truncated',
  'body_limit',
  'invalid_utf8',
  'missing_eof',
  'parse_error',
  'sample_limit',
  'label_limit',
  'series_limit',
  'canceled',
  'internal',
] as const;

export type ScrapeFailureReason = (typeof SCRAPE_FAILURE_REASONS)[number];

/** Why a scrape failed: `message` says what happened, `remedy` what to do; neither holds a secret. */
export interface ScrapeFailure {
  readonly reason: ScrapeFailureReason;
  readonly step: ScrapeStep;
  readonly message: string;
  readonly remedy: string;
  /** HTTP status where a response came. */
  readonly status: number | null;
}

/** One scrape's outcome; `failure` is null for a good one. Bytes are counted after decompression. */
export interface ScrapeSummary {
  /** The scrape's timestamp, ms UTC. */
  readonly atMs: number;
  readonly durationMs: number;
  readonly samplesScraped: number;
  readonly seriesAdded: number;
  readonly bodyBytes: number;
  /** Media type that chose the parser; '' when no response came. */
  readonly contentType: string;
  readonly failure: ScrapeFailure | null;
}

export type TargetHealth = 'unknown' | 'up' | 'down';

/** What the Targets page shows of one target; times are ms UTC. */
export interface TargetView {
  readonly id: string;
  readonly endpointId: string;
  readonly endpointName: string;
  readonly url: string;
  readonly labels: LabelSet;
  readonly health: TargetHealth;
  readonly scrapeIntervalMs: number;
  readonly scrapeTimeoutMs: number;
  readonly lastScrape: ScrapeSummary | null;
  /** The last good scrape, when the last one failed. */
  readonly lastSuccessAtMs: number | null;
  readonly nextScrapeAtMs: number | null;
  /** Failed scrapes, newest first, at most 20. */
  readonly recentFailures: readonly ScrapeSummary[];
  readonly certificateExpiresAtMs: number | null;
}

/** One step of *Test connection*. */
export interface ConnectionStep {
  readonly step: ScrapeStep;
  readonly state: 'ok' | 'failed' | 'skipped';
  readonly durationMs: number;
  /** What was found, e.g. the address, the certificate's subject, the number of samples. */
  readonly message: string;
}

/** What *Test connection* found; `failure` is null when the endpoint can be scraped. */
export interface ConnectionReport {
  readonly steps: readonly ConnectionStep[];
  readonly failure: ScrapeFailure | null;
  readonly samplesScraped: number;
  readonly metricFamilies: number;
}

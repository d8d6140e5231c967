import type { LabelSet } from './series.ts';

/** The steps of a scrape in the order they happen; a failure names the one it happened at. */
export const SCRAPE_STEPS = [
  'credential',
  'dns',
  'tcp',
  'proxy',
  'tls',
  'token',
  'request',
  'redirect',
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
  'credential_not_approved',
  'credential_source_failed',
  'invalid_url',
  'dns_failure',
  'address_refused',
  'connection_refused',
  'connection_reset',
  'network_unreachable',
  'connect_timeout',
  'tls_expired',
  'tls_untrusted',
  'tls_name_mismatch',
  'tls_client_certificate',
  'tls_client_key',
  'proxy_unreachable',
  'proxy_auth',
  'proxy_refused',
  'token_unreachable',
  'token_refused',
  'token_url',
  'token_invalid',
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
  'bucket_limit',
  'series_limit',
  'target_limit',
  'invalid_labels',
  'relabel_config',
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

/** Samples of a good scrape that were not stored, by why. */
export interface DroppedSamples {
  /** Not later than what is stored of the series. */
  readonly outOfOrder: number;
  /** A second one of the same series and time. */
  readonly duplicates: number;
  /** With a timestamp more than an hour old. */
  readonly tooOld: number;
  /** With a timestamp more than ten minutes ahead. */
  readonly tooFarAhead: number;
}

export const NOTHING_DROPPED: DroppedSamples = { outOfOrder: 0, duplicates: 0, tooOld: 0, tooFarAhead: 0 };

/** One scrape's outcome; `failure` is null for a good one. Bytes are counted after decompression. */
export interface ScrapeSummary {
  /** The scrape's timestamp, ms UTC. */
  readonly atMs: number;
  readonly durationMs: number;
  readonly samplesScraped: number;
  /** What metric relabelling left of them. */
  readonly samplesPostRelabeling: number;
  readonly dropped: DroppedSamples;
  readonly seriesAdded: number;
  readonly bodyBytes: number;
  /** Media type that chose the parser; '' when no response came. */
  readonly contentType: string;
  readonly failure: ScrapeFailure | null;
}

/** `dropped`: relabelling leaves no target, so nothing is scraped. */
export type TargetHealth = 'unknown' | 'up' | 'down' | 'dropped';

/** How many series a target takes, and which names take most; those are counted where a scrape broke the budget. */
export interface TargetCardinality {
  /** Series kept ready for the next scrape. */
  readonly activeSeries: number;
  readonly seriesBudget: number;
  /** Series by metric name, most first. */
  readonly topMetrics: readonly NamedCount[];
  /** Different values by label name, most first. */
  readonly topLabels: readonly NamedCount[];
}

export const UNKNOWN_CARDINALITY: TargetCardinality = {
  activeSeries: 0,
  seriesBudget: 0,
  topMetrics: [],
  topLabels: [],
};

/** How long the parts of a request took, ms; null for what was not come to, or not needed on a kept connection. */
export interface ScrapeTimings {
  readonly dnsMs: number | null;
  readonly connectMs: number | null;
  readonly tlsMs: number | null;
  /** From the request's start to the response's headers. */
  readonly firstByteMs: number | null;
  readonly bodyMs: number | null;
}

/** What a failed scrape left to look at; without secrets. */
export interface FailureEvidence {
  readonly timings: ScrapeTimings;
  /** Of the response; values that may be secret are replaced. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Of what came of the body, decompressed. */
  readonly bodyBytes: number;
  /** SHA-256 of its first MiB in hexadecimal digits, shortened; '' where nothing came. */
  readonly bodyHash: string;
  /** The body's beginning where it is text, else ''. */
  readonly bodyExcerpt: string;
}

/** Failures of the same cause without a good scrape between them. The failure and its evidence are the last one's. */
export interface FailureRun {
  readonly failure: ScrapeFailure;
  readonly count: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  /** The good scrape that ended it; null while it lasts, or where another cause followed. */
  readonly recoveredAtMs: number | null;
  readonly evidence: FailureEvidence;
}

export interface NamedCount {
  readonly name: string;
  readonly count: number;
}

/** When something that lets requests in ends, ms UTC. */
export interface CredentialExpiry {
  readonly kind: 'token' | 'client_certificate';
  readonly expiresAtMs: number;
  /** A new one is fetched by itself. */
  readonly isRenewed: boolean;
}

/** What the Targets page shows of one target; times are ms UTC. */
export interface TargetView {
  readonly id: string;
  readonly endpointId: string;
  readonly endpointName: string;
  /** What is scraped, after relabelling. */
  readonly url: string;
  readonly labels: LabelSet;
  /** The labels that relabelling began with. */
  readonly discoveredLabels: LabelSet;
  readonly health: TargetHealth;
  /** Why it is `dropped`, else null. */
  readonly notScraped: string | null;
  readonly cardinality: TargetCardinality;
  readonly scrapeIntervalMs: number;
  readonly scrapeTimeoutMs: number;
  readonly lastScrape: ScrapeSummary | null;
  /** The last good scrape, when the last one failed. */
  readonly lastSuccessAtMs: number | null;
  readonly nextScrapeAtMs: number | null;
  /** Newest first, at most 20. */
  readonly recentFailures: readonly FailureRun[];
  readonly certificateExpiresAtMs: number | null;
  readonly credentialExpiries: readonly CredentialExpiry[];
}

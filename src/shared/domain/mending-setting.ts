import type { Endpoint } from './endpoint.ts';
import type { ScrapeFailure, ScrapeFailureReason } from './target.ts';

/** Settings of an endpoint that *Test connection* may point to. */
export const MENDING_SETTINGS = [
  'url',
  'auth',
  'auth.secret',
  'auth.tokenUrl',
  'auth.clientSecret',
  'connection.ca',
  'connection.serverName',
  'connection.clientCertificate',
  'connection.tlsVersions',
  'connection.proxyUrl',
  'connection.proxyPassword',
  'connection.followRedirects',
  'scrapeTimeout',
  'limits',
  'relabel',
  'fallbackProtocol',
] as const;

export type MendingSetting = (typeof MENDING_SETTINGS)[number];

const BY_REASON: Partial<Record<ScrapeFailureReason, MendingSetting>> = {
  credential_missing: 'auth.secret',
  credential_origin_changed: 'auth.secret',
  credential_not_approved: 'auth',
  credential_source_failed: 'auth',
  invalid_url: 'url',
  dns_failure: 'url',
  address_refused: 'url',
  connection_refused: 'url',
  connection_reset: 'url',
  network_unreachable: 'url',
  connect_timeout: 'url',
  protocol_error: 'url',
  not_found: 'url',
  html: 'url',
  content_type: 'fallbackProtocol',
  tls_untrusted: 'connection.ca',
  tls_name_mismatch: 'connection.serverName',
  tls_client_certificate: 'connection.clientCertificate',
  tls_client_key: 'connection.clientCertificate',
  tls_failure: 'connection.tlsVersions',
  proxy_unreachable: 'connection.proxyUrl',
  proxy_refused: 'connection.proxyUrl',
  proxy_auth: 'connection.proxyPassword',
  token_unreachable: 'auth.tokenUrl',
  token_url: 'auth.tokenUrl',
  token_invalid: 'auth.tokenUrl',
  token_refused: 'auth.clientSecret',
  forbidden: 'auth',
  headers_timeout: 'scrapeTimeout',
  body_timeout: 'scrapeTimeout',
  body_limit: 'limits',
  sample_limit: 'limits',
  label_limit: 'limits',
  bucket_limit: 'limits',
  series_limit: 'limits',
  relabel_config: 'relabel',
};

/** The setting that mends a failure; null where nothing that is set here does, e.g. an expired certificate of the server. */
export function findMendingSetting(
  { reason }: Pick<ScrapeFailure, 'reason'>,
  { auth, connection }: Pick<Endpoint, 'auth' | 'connection'>,
): MendingSetting | null {
  if (reason === 'unauthorized') return auth.kind === 'none' ? 'auth' : 'auth.secret';
  if (reason === 'redirect') return connection.followRedirects ? 'url' : 'connection.followRedirects';
  return BY_REASON[reason] ?? null;
}

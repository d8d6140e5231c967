/** The formats of lines: Prometheus text 0.0.4 and 1.0.0, and OpenMetrics 1.0. */
export type ExpositionFormat = 'text' | 'openmetrics';

/** The formats that the engine reads; protobuf is delimited io.prometheus.client.MetricFamily. */
export type PageFormat = ExpositionFormat | 'protobuf';

/**
 * The Accept header of a Prometheus 3 scraper without native histograms, with its weights: the number of protocols that
 * Prometheus knows plus one, less one per step.
 */
export const ACCEPT_HEADER = [
  'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6',
  'application/openmetrics-text;version=0.0.1;q=0.5',
  'text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4',
  'text/plain;version=0.0.4;q=0.3',
  '*/*;q=0.2',
].join(',');

/**
 * The Accept header of a Prometheus 3 scraper with native histograms, which only protobuf carries. Such a target's
 * classic buckets are not taken in where it exposes native ones too, so that it is asked for, never the default.
 */
export const ACCEPT_HEADER_NATIVE_HISTOGRAMS = [
  'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6',
  'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5',
  'application/openmetrics-text;version=0.0.1;q=0.4',
  'text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3',
  'text/plain;version=0.0.4;q=0.2',
  '*/*;q=0.1',
].join(',');

/** What a Content-Type header says. `media` is the lower-case media type without parameters, '' where there is none. */
export interface ContentType {
  readonly media: string;
  /** Null for what is no exposition format that is read here. The version does not decide, as in Prometheus. */
  readonly format: PageFormat | null;
}

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+\/[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Reads a Content-Type header (RFC 9110 section 8.3); undefined is one that was not sent. */
export function parseContentType(header: string | undefined): ContentType {
  const media = (header ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (!TOKEN.test(media)) return { media: '', format: null };
  if (media === 'text/plain') return { media, format: 'text' };
  if (media === 'application/openmetrics-text') return { media, format: 'openmetrics' };
  if (media === 'application/vnd.google.protobuf') return { media, format: 'protobuf' };
  return { media, format: null };
}

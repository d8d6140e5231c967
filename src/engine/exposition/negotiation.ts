/** The formats that the engine reads: Prometheus text 0.0.4 and 1.0.0, and OpenMetrics 1.0. */
export type ExpositionFormat = 'text' | 'openmetrics';

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

/** What a Content-Type header says. `media` is the lower-case media type without parameters, '' where there is none. */
export interface ContentType {
  readonly media: string;
  /** Null for what is no exposition format that is read here. The version does not decide, as in Prometheus. */
  readonly format: ExpositionFormat | null;
}

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+\/[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Reads a Content-Type header (RFC 9110 section 8.3); undefined is one that was not sent. */
export function parseContentType(header: string | undefined): ContentType {
  const media = (header ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (!TOKEN.test(media)) return { media: '', format: null };
  if (media === 'text/plain') return { media, format: 'text' };
  if (media === 'application/openmetrics-text') return { media, format: 'openmetrics' };
  return { media, format: null };
}

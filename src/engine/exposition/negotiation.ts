import {
  SCRAPE_PROTOCOLS,
  type ScrapeProtocol,
  type ScrapeSettings,
} from '../../shared/domain/scrape-settings.ts';

/** The formats of lines: Prometheus text 0.0.4 and 1.0.0, and OpenMetrics 1.0. */
export type ExpositionFormat = 'text' | 'openmetrics';

/** The formats that the engine reads; protobuf is delimited io.prometheus.client.MetricFamily. */
export type PageFormat = ExpositionFormat | 'protobuf';

const PROTOCOL_HEADERS: Readonly<Record<ScrapeProtocol, string>> = {
  PrometheusProto:
    'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited',
  'OpenMetricsText1.0.0': 'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8',
  'OpenMetricsText0.0.1': 'application/openmetrics-text;version=0.0.1',
  'PrometheusText1.0.0': 'text/plain;version=1.0.0;escaping=allow-utf-8',
  'PrometheusText0.0.4': 'text/plain;version=0.0.4',
};

const TEXT_FIRST: readonly ScrapeProtocol[] = [
  'OpenMetricsText1.0.0',
  'OpenMetricsText0.0.1',
  'PrometheusText1.0.0',
  'PrometheusText0.0.4',
];
/** Only protobuf carries native histograms. */
const PROTOBUF_FIRST: readonly ScrapeProtocol[] = ['PrometheusProto', ...TEXT_FIRST];

/**
 * The Accept header of a Prometheus 3 scraper. Weights begin at the number of protocols that Prometheus knows plus one,
 * however many are asked for, and go down by one.
 */
export function acceptHeader({
  scrapeProtocols,
  scrapeNativeHistograms,
}: Pick<ScrapeSettings, 'scrapeProtocols' | 'scrapeNativeHistograms'>): string {
  const usual = scrapeNativeHistograms ? PROTOBUF_FIRST : TEXT_FIRST;
  const asked = scrapeProtocols.length > 0 ? scrapeProtocols : usual;
  const first = SCRAPE_PROTOCOLS.length + 1;
  return [...asked.map((protocol) => PROTOCOL_HEADERS[protocol]), '*/*']
    .map((header, i) => `${header};q=0.${first - i}`)
    .join(',');
}

/** How pages of a protocol are read. */
export function formatOfProtocol(protocol: ScrapeProtocol): PageFormat {
  if (protocol === 'PrometheusProto') return 'protobuf';
  return protocol.startsWith('OpenMetrics') ? 'openmetrics' : 'text';
}

/** What a Content-Type header says. `media` is the lower-case media type without parameters, '' where there is none. */
export interface ContentType {
  readonly media: string;
  /** Null for what is no exposition format that is read here. The version does not decide, as in Prometheus. */
  readonly format: PageFormat | null;
}

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+\/[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

let lastHeader: string | undefined;
let lastParsed: ContentType = { media: '', format: null };

/** Reads a Content-Type header (RFC 9110 section 8.3); undefined is one that was not sent. */
export function parseContentType(header: string | undefined): ContentType {
  // Each scrape asks several times, and most pages have the same one.
  if (header !== lastHeader) {
    lastParsed = parse(header);
    lastHeader = header;
  }
  return lastParsed;
}

function parse(header: string | undefined): ContentType {
  const media = (header ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (!TOKEN.test(media)) return { media: '', format: null };
  if (media === 'text/plain') return { media, format: 'text' };
  if (media === 'application/openmetrics-text') return { media, format: 'openmetrics' };
  if (media === 'application/vnd.google.protobuf') return { media, format: 'protobuf' };
  return { media, format: null };
}

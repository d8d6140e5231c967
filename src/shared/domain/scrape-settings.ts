import type { RelabelConfig } from './relabel.ts';

/** The formats a scrape may ask for, by Prometheus' names, in the order it prefers them without native histograms. */
export const SCRAPE_PROTOCOLS = [
  'OpenMetricsText1.0.0',
  'OpenMetricsText0.0.1',
  'PrometheusText1.0.0',
  'PrometheusText0.0.4',
  'PrometheusProto',
] as const;

export type ScrapeProtocol = (typeof SCRAPE_PROTOCOLS)[number];

/** How a page is asked for and what becomes of its samples, as in Prometheus' scrape_config. */
export interface ScrapeSettings {
  readonly honorLabels: boolean;
  readonly honorTimestamps: boolean;
  /** Series with timestamps of their own get staleness marks too. */
  readonly trackTimestampsStaleness: boolean;
  /** Asks for protobuf first, which carries native histograms; these then stand in for classic buckets. */
  readonly scrapeNativeHistograms: boolean;
  /** Takes the classic buckets of a native histogram, or of a converted one, in as well. */
  readonly alwaysScrapeClassicHistograms: boolean;
  /** Stores a classic histogram as one native histogram with custom buckets instead of its series. */
  readonly convertClassicHistogramsToNhcb: boolean;
  /** By how much buckets of native histograms grow at the least; finer ones are merged. 0 takes them as they come. */
  readonly nativeHistogramMinBucketFactor: number;
  /** In order of preference; empty for Prometheus' own order. */
  readonly scrapeProtocols: readonly ScrapeProtocol[];
  /** How a page without a usable Content-Type is read; null refuses it. */
  readonly fallbackScrapeProtocol: ScrapeProtocol | null;
  /** Applied to the target before its first scrape; a dropped target is not scraped. */
  readonly relabelConfigs: readonly RelabelConfig[];
  /** Applied to each series; dropped series are not stored. */
  readonly metricRelabelConfigs: readonly RelabelConfig[];
}

export const DEFAULT_SCRAPE_SETTINGS: ScrapeSettings = {
  honorLabels: false,
  honorTimestamps: true,
  trackTimestampsStaleness: false,
  scrapeNativeHistograms: false,
  alwaysScrapeClassicHistograms: false,
  convertClassicHistogramsToNhcb: false,
  nativeHistogramMinBucketFactor: 0,
  scrapeProtocols: [],
  fallbackScrapeProtocol: null,
  relabelConfigs: [],
  metricRelabelConfigs: [],
};

import type { MendingSetting } from './mending-setting.ts';
import type { ScrapeFailure, ScrapeStep } from './target.ts';

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
  /** The setting that mends the failure, where one does. */
  readonly setting: MendingSetting | null;
  readonly samplesScraped: number;
  readonly metricFamilies: number;
}

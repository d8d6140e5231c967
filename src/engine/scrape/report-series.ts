import type { LabelSet } from '../../shared/domain/series.ts';
import { METRIC_NAME_LABEL } from '../../shared/domain/series.ts';
import { withLabel } from '../model/labels.ts';
import { type Row, type RowAppender, SLOT_SAMPLE } from '../storage.ts';

/** What a scrape says about itself, good or failed; seconds and bytes as Prometheus exposes them. */
export interface ScrapeReport {
  readonly up: 0 | 1;
  readonly durationSeconds: number;
  readonly samplesScraped: number;
  readonly samplesPostRelabeling: number;
  readonly seriesAdded: number;
  readonly timeoutSeconds: number;
  readonly sampleLimit: number;
  /** Decompressed; -1 when the page was beyond the limit, 0 on another failure. */
  readonly bodyBytes: number;
}

const REPORTED: readonly (readonly [metricName: string, of: (report: ScrapeReport) => number])[] = [
  ['up', (report) => report.up],
  ['scrape_duration_seconds', (report) => report.durationSeconds],
  ['scrape_samples_scraped', (report) => report.samplesScraped],
  ['scrape_samples_post_metric_relabeling', (report) => report.samplesPostRelabeling],
  ['scrape_series_added', (report) => report.seriesAdded],
  ['scrape_timeout_seconds', (report) => report.timeoutSeconds],
  ['scrape_sample_limit', (report) => report.sampleLimit],
  ['scrape_body_size_bytes', (report) => report.bodyBytes],
];

/** Writes a target's report series into the rows of its scrapes. */
export class ReportSeries {
  private slots: number[] = [];
  private layoutVersion = -1;
  private readonly appender: RowAppender;
  private readonly ofTarget: LabelSet;

  constructor(appender: RowAppender, ofTarget: LabelSet) {
    this.appender = appender;
    this.ofTarget = ofTarget;
  }

  /** Makes sure of the slots; call it before a page's new slots are counted. */
  prepare(): void {
    if (this.layoutVersion === this.appender.layoutVersion) return;
    this.slots = REPORTED.map(([metricName]) =>
      this.appender.slot(withLabel(this.ofTarget, METRIC_NAME_LABEL, metricName)),
    );
    this.layoutVersion = this.appender.layoutVersion;
  }

  write(row: Row, report: ScrapeReport): void {
    REPORTED.forEach(([, of], i) => {
      const slot = this.slots[i] as number;
      row.values[slot] = of(report);
      row.state[slot] = SLOT_SAMPLE;
    });
  }
}

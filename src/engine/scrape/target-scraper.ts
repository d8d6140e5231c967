import type { Endpoint } from '../../shared/domain/endpoint.ts';
import type { LabelSet } from '../../shared/domain/series.ts';
import type { ScrapeFailure, ScrapeSummary } from '../../shared/domain/target.ts';
import { ExpositionError } from '../exposition/exposition-error.ts';
import { PageParser } from '../exposition/page-parser.ts';
import type { MetadataStore } from '../model/metadata.ts';
import type { Logger } from '../ports.ts';
import type { Row, RowAppender } from '../storage.ts';
import { type FetchContext, type FetchedPage, fetchPage } from './fetch-page.ts';
import { parseFailure } from './parse-failure.ts';
import { ReportSeries } from './report-series.ts';
import { checkSampleCount, SampleSink } from './sample-sink.ts';
import { ScrapeFailedError } from './scrape-failure.ts';
import { targetLabels } from './target-address.ts';

/** What scraping needs of the engine. */
export interface ScrapeContext extends FetchContext {
  readonly metadata: MetadataStore;
  readonly logger: Logger;
}

/** One scrape: its summary, and what the connection showed on the way. */
export interface ScrapeResult {
  readonly summary: ScrapeSummary;
  readonly certificateExpiresAtMs: number | null;
}

interface Intake {
  readonly failure: ScrapeFailure | null;
  readonly samplesScraped: number;
  readonly seriesAdded: number;
}

const NOTHING: Intake = { failure: null, samplesScraped: 0, seriesAdded: 0 };

/** Scrapes one target into its appender, one scrape at a time. A failed scrape is an empty row with `up` 0. */
export class TargetScraper {
  readonly labels: LabelSet;
  private readonly parser = new PageParser();
  private readonly report: ReportSeries;
  private layoutVersion: number;
  private readonly endpoint: Endpoint;
  private readonly appender: RowAppender;
  private readonly context: ScrapeContext;

  constructor(endpoint: Endpoint, appender: RowAppender, context: ScrapeContext) {
    this.endpoint = endpoint;
    this.appender = appender;
    this.context = context;
    this.labels = targetLabels(endpoint);
    this.report = new ReportSeries(appender, this.labels);
    this.layoutVersion = appender.layoutVersion;
  }

  /** Null when `stop` ended the scrape, of which nothing is then written. */
  async scrape(atMs: number, stop: AbortSignal): Promise<ScrapeResult | null> {
    const startedMs = this.context.clock.monotonicMs();
    const page = await fetchPage(this.endpoint, this.context, stop);
    if (stop.aborted) {
      page.body?.release();
      return null;
    }
    try {
      const summary = this.store(atMs, startedMs, page);
      return { summary, certificateExpiresAtMs: page.certificateExpiresAtMs };
    } finally {
      page.body?.release();
    }
  }

  private store(atMs: number, startedMs: number, page: FetchedPage): ScrapeSummary {
    const row = this.appender.begin(atMs);
    if (this.layoutVersion !== this.appender.layoutVersion) {
      this.parser.forget();
      this.layoutVersion = this.appender.layoutVersion;
    }
    this.report.prepare();
    const intake = page.failure === null ? this.takeIn(row, page) : { ...NOTHING, failure: page.failure };
    const { failure } = intake;
    const bodyBytes = page.body?.receivedBytes ?? 0;
    if (failure === null) this.context.metadata.recordScrape(this.endpoint.id, this.parser.listFamilies());
    else row.clear();
    const durationMs = this.context.clock.monotonicMs() - startedMs;
    this.report.write(row, {
      up: failure === null ? 1 : 0,
      durationSeconds: durationMs / 1000,
      samplesScraped: intake.samplesScraped,
      samplesPostRelabeling: failure === null ? intake.samplesScraped : 0,
      seriesAdded: intake.seriesAdded,
      timeoutSeconds: this.endpoint.scrapeTimeoutMs / 1000,
      sampleLimit: this.endpoint.limits.samples,
      bodyBytes: failure?.reason === 'body_limit' ? -1 : bodyBytes,
    });
    row.commit();
    return {
      atMs,
      durationMs,
      samplesScraped: intake.samplesScraped,
      seriesAdded: intake.seriesAdded,
      bodyBytes,
      contentType: page.contentType,
      failure,
    };
  }

  private takeIn(row: Row, page: FetchedPage): Intake {
    const { body, format } = page;
    if (body === null) return NOTHING;
    const slotsBefore = this.appender.slotCount;
    const sink = new SampleSink(row, this.appender, this.endpoint, this.labels);
    let samplesScraped = 0;
    try {
      samplesScraped = this.parser.parse(body.page(), format, this.endpoint.honorTimestamps, sink);
      if (sink.tooFarAhead > 0) {
        this.context.logger.warn('samples with timestamps more than ten minutes ahead were dropped', {
          target: this.endpoint.id,
          samples: sink.tooFarAhead,
        });
      }
      checkSampleCount(samplesScraped, this.endpoint.limits);
      return {
        failure: null,
        samplesScraped,
        seriesAdded: Math.max(0, this.appender.slotCount - slotsBefore),
      };
    } catch (error) {
      if (error instanceof ExpositionError) return { ...NOTHING, failure: parseFailure(error) };
      if (error instanceof ScrapeFailedError)
        return { failure: error.failure, samplesScraped, seriesAdded: 0 };
      throw error;
    }
  }
}

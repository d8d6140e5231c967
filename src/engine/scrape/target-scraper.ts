import type { Endpoint } from '../../shared/domain/endpoint.ts';
import type { LabelSet } from '../../shared/domain/series.ts';
import type { ScrapeFailure, ScrapeSummary } from '../../shared/domain/target.ts';
import { AppError } from '../../shared/errors.ts';
import { ExpositionError } from '../exposition/exposition-error.ts';
import { TargetParser } from '../exposition/target-parser.ts';
import type { MetadataStore } from '../model/metadata.ts';
import type { Row, RowAppender } from '../storage.ts';
import { type FetchContext, type FetchedPage, fetchPage } from './fetch-page.ts';
import { parseFailure } from './parse-failure.ts';
import { ReportSeries } from './report-series.ts';
import { checkSampleCount, SampleSink } from './sample-sink.ts';
import { ScrapeFailedError, scrapeFailure } from './scrape-failure.ts';
import { targetLabels } from './target-address.ts';

/** What scraping needs of the engine. */
export interface ScrapeContext extends FetchContext {
  readonly metadata: MetadataStore;
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
  private readonly parser = new TargetParser();
  private readonly report: ReportSeries;
  private layoutVersion: number;
  private wasAhead = false;
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
    try {
      return this.fill(row, startedMs, page);
    } catch (error) {
      row.clear();
      row.commit();
      this.context.logger.error('a scrape could not be stored', {
        target: this.endpoint.id,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
      return this.summarize(row, startedMs, page, { ...NOTHING, failure: storeFailure(error) });
    }
  }

  private fill(row: Row, startedMs: number, page: FetchedPage): ScrapeSummary {
    if (this.layoutVersion !== this.appender.layoutVersion) {
      this.parser.forget();
      this.layoutVersion = this.appender.layoutVersion;
    }
    this.report.prepare();
    const intake = page.failure === null ? this.takeIn(row, page) : { ...NOTHING, failure: page.failure };
    const { failure } = intake;
    if (failure === null) this.context.metadata.recordScrape(this.endpoint.id, this.parser.listFamilies());
    else row.clear();
    this.report.write(row, {
      up: failure === null ? 1 : 0,
      durationSeconds: (this.context.clock.monotonicMs() - startedMs) / 1000,
      samplesScraped: intake.samplesScraped,
      samplesPostRelabeling: failure === null ? intake.samplesScraped : 0,
      seriesAdded: intake.seriesAdded,
      timeoutSeconds: this.endpoint.scrapeTimeoutMs / 1000,
      sampleLimit: this.endpoint.limits.samples,
      bodyBytes: failure?.reason === 'body_limit' ? -1 : (page.body?.receivedBytes ?? 0),
    });
    row.commit();
    return this.summarize(row, startedMs, page, intake);
  }

  private summarize(row: Row, startedMs: number, page: FetchedPage, intake: Intake): ScrapeSummary {
    return {
      atMs: row.atMs,
      durationMs: this.context.clock.monotonicMs() - startedMs,
      samplesScraped: intake.samplesScraped,
      seriesAdded: intake.seriesAdded,
      bodyBytes: page.body?.receivedBytes ?? 0,
      contentType: page.contentType,
      failure: intake.failure,
    };
  }

  private takeIn(row: Row, page: FetchedPage): Intake {
    const { body, format } = page;
    if (body === null) return NOTHING;
    const slotsBefore = this.appender.slotCount;
    const sink = new SampleSink(row, this.appender, this.endpoint, this.labels);
    let samplesScraped = 0;
    try {
      samplesScraped = this.parser.parse(body.page(), format, this.endpoint.scrape.honorTimestamps, sink);
      this.noteTooFarAhead(sink.tooFarAhead);
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

  /** Logs dropped samples when they begin, not at each scrape of a service whose clock is wrong. */
  private noteTooFarAhead(samples: number): void {
    const isAhead = samples > 0;
    if (isAhead && !this.wasAhead) {
      this.context.logger.warn('samples with timestamps more than ten minutes ahead are dropped', {
        target: this.endpoint.id,
        samples,
      });
    }
    this.wasAhead = isAhead;
  }
}

function storeFailure(error: unknown): ScrapeFailure {
  if (error instanceof AppError && error.code === 'limit_exceeded') {
    return scrapeFailure(
      'store',
      'series_limit',
      `There is no room for the series of this target: ${error.message}`,
      'Remove an endpoint, or find the label that takes ever new values.',
      200,
    );
  }
  return scrapeFailure(
    'store',
    'internal',
    'The scrape could not be stored; nothing of it was kept.',
    'See the log for the cause.',
    200,
  );
}

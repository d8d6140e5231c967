import type { Endpoint } from '../../shared/domain/endpoint.ts';
import type { LabelSet } from '../../shared/domain/series.ts';
import {
  type CredentialExpiry,
  type DroppedSamples,
  type FailureEvidence,
  NOTHING_DROPPED,
  type ScrapeFailure,
  type ScrapeSummary,
  type TargetCardinality,
} from '../../shared/domain/target.ts';
import { AppError } from '../../shared/errors.ts';
import { ExpositionError } from '../exposition/exposition-error.ts';
import { TargetParser } from '../exposition/target-parser.ts';
import type { ExemplarStore } from '../model/exemplars.ts';
import type { MetadataStore } from '../model/metadata.ts';
import type { Row, RowAppender, RowOutcome } from '../storage.ts';
import { NO_EVIDENCE } from './evidence.ts';
import { type FetchContext, type FetchedPage, fetchPage } from './fetch-page.ts';
import { parseFailure } from './parse-failure.ts';
import { ReportSeries } from './report-series.ts';
import {
  checkBucketCount,
  checkSampleCount,
  compileRules,
  type SampleRules,
  SampleSink,
  type SlotExemplar,
} from './sample-sink.ts';
import { ScrapeFailedError, scrapeFailure } from './scrape-failure.ts';
import { SeriesBudget } from './series-budget.ts';
import { targetLabels } from './target-address.ts';

/** What scraping needs of the engine. */
export interface ScrapeContext extends FetchContext {
  readonly metadata: MetadataStore;
  readonly exemplars: ExemplarStore;
}

/** One scrape: its summary, and what the connection showed on the way. */
export interface ScrapeResult {
  readonly summary: ScrapeSummary;
  readonly certificateExpiresAtMs: number | null;
  readonly credentialExpiries: readonly CredentialExpiry[];
  readonly evidence: FailureEvidence;
}

interface Intake {
  readonly failure: ScrapeFailure | null;
  readonly samplesScraped: number;
  readonly samplesPostRelabeling: number;
  readonly seriesAdded: number;
  readonly tooOld: number;
  readonly tooFarAhead: number;
  readonly exemplars: readonly SlotExemplar[];
}

const NOTHING: Intake = {
  failure: null,
  samplesScraped: 0,
  samplesPostRelabeling: 0,
  seriesAdded: 0,
  tooOld: 0,
  tooFarAhead: 0,
  exemplars: [],
};
const NO_PAGE: Omit<FetchedPage, 'failure'> = {
  body: null,
  format: 'text',
  contentType: '',
  certificateExpiresAtMs: null,
  credentialExpiries: [],
  redirectedTo: null,
  headersMs: null,
  evidence: () => NO_EVIDENCE,
};

/** Scrapes one target into its appender, one scrape at a time. A failed scrape is an empty row with `up` 0. */
export class TargetScraper {
  readonly labels: LabelSet;
  /** Why nothing is asked for, as if each scrape failed so; null to scrape. */
  refusal: ScrapeFailure | null = null;
  private readonly rules: SampleRules | ScrapeFailure;
  private readonly budget: SeriesBudget;
  private readonly parser: TargetParser;
  private readonly report: ReportSeries;
  private layoutVersion: number;
  private wasAhead = false;
  private readonly endpoint: Endpoint;
  private readonly appender: RowAppender;
  private readonly context: ScrapeContext;

  /** `labels` are those of all series of the target. */
  constructor(
    endpoint: Endpoint,
    appender: RowAppender,
    context: ScrapeContext,
    labels: LabelSet = targetLabels(endpoint),
  ) {
    this.endpoint = endpoint;
    this.appender = appender;
    this.context = context;
    this.labels = labels;
    this.parser = new TargetParser(endpoint.scrape);
    this.rules = rulesOrFailure(endpoint, labels);
    this.budget = new SeriesBudget(appender, endpoint.limits.series);
    this.report = new ReportSeries(appender, this.labels);
    this.layoutVersion = appender.layoutVersion;
  }

  /** Null when `stop` ended the scrape, of which nothing is then written. */
  async scrape(atMs: number, stop: AbortSignal): Promise<ScrapeResult | null> {
    const startedMs = this.context.clock.monotonicMs();
    const refusal = this.refusal ?? ('reason' in this.rules ? this.rules : null);
    const page =
      refusal === null
        ? await fetchPage(this.endpoint, this.context, stop)
        : { ...NO_PAGE, failure: refusal };
    if (stop.aborted) {
      page.body?.release();
      return null;
    }
    try {
      const summary = this.store(atMs, startedMs, page);
      return {
        summary,
        certificateExpiresAtMs: page.certificateExpiresAtMs,
        credentialExpiries: page.credentialExpiries,
        evidence: summary.failure === null ? NO_EVIDENCE : page.evidence(),
      };
    } finally {
      page.body?.release();
    }
  }

  /** How many series the target takes. */
  cardinality(): TargetCardinality {
    return this.budget.view();
  }

  private store(atMs: number, startedMs: number, page: FetchedPage): ScrapeSummary {
    this.budget.makeRoom();
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
      const intake = { ...NOTHING, failure: storeFailure(error) };
      return this.summarize(row, startedMs, page, intake, NOTHING_DROPPED);
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
      samplesPostRelabeling: intake.samplesPostRelabeling,
      seriesAdded: intake.seriesAdded,
      timeoutSeconds: this.endpoint.scrapeTimeoutMs / 1000,
      sampleLimit: this.endpoint.limits.samples,
      bodyBytes: failure?.reason === 'body_limit' ? -1 : (page.body?.receivedBytes ?? 0),
    });
    this.keepExemplars(intake, row.atMs);
    const dropped = droppedSamples(intake, row.commit());
    return this.summarize(row, startedMs, page, intake, dropped);
  }

  /** Before the row is committed, which may renumber slots. */
  private keepExemplars({ exemplars }: Intake, atMs: number): void {
    for (const [slot, exemplar] of exemplars) {
      this.context.exemplars.add(this.appender.labelsAt(slot), exemplar, atMs);
    }
  }

  private summarize(
    row: Row,
    startedMs: number,
    page: FetchedPage,
    intake: Intake,
    dropped: DroppedSamples,
  ): ScrapeSummary {
    return {
      atMs: row.atMs,
      durationMs: this.context.clock.monotonicMs() - startedMs,
      samplesScraped: intake.samplesScraped,
      samplesPostRelabeling: intake.samplesPostRelabeling,
      dropped,
      seriesAdded: intake.seriesAdded,
      bodyBytes: page.body?.receivedBytes ?? 0,
      contentType: page.contentType,
      failure: intake.failure,
    };
  }

  private takeIn(row: Row, page: FetchedPage): Intake {
    const { body, format } = page;
    const { rules } = this;
    if (body === null || 'reason' in rules) return NOTHING;
    const slotsBefore = this.appender.slotCount;
    const sink = new SampleSink(row, this.appender, rules);
    let samplesScraped = 0;
    let samplesPostRelabeling = 0;
    try {
      samplesScraped = this.parser.parse(body.page(), format, this.endpoint.scrape.honorTimestamps, sink);
      samplesPostRelabeling = samplesScraped - this.parser.samplesDropped;
      this.noteTooFarAhead(sink.tooFarAhead);
      checkSampleCount(samplesPostRelabeling, this.endpoint.limits);
      checkBucketCount(sink.tooManyBuckets, this.endpoint.limits);
      this.budget.noteStored(samplesPostRelabeling);
      const seriesAdded = Math.max(0, this.appender.slotCount - slotsBefore);
      const { tooOld, tooFarAhead, exemplars } = sink;
      const counts = { samplesScraped, samplesPostRelabeling, seriesAdded, tooOld, tooFarAhead };
      return { failure: null, ...counts, exemplars };
    } catch (error) {
      if (error instanceof ExpositionError) return { ...NOTHING, failure: parseFailure(error) };
      if (!(error instanceof ScrapeFailedError)) throw error;
      const isBreach = error.failure.reason === 'series_limit';
      const failure = isBreach ? this.budget.describeBreach(error.failure, row) : error.failure;
      return { ...NOTHING, failure, samplesScraped, samplesPostRelabeling };
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

function droppedSamples({ failure, tooOld, tooFarAhead }: Intake, outcome: RowOutcome): DroppedSamples {
  if (failure !== null) return NOTHING_DROPPED;
  return {
    outOfOrder: outcome.outOfOrder,
    duplicates: outcome.duplicates,
    tooOld,
    tooFarAhead: tooFarAhead + outcome.outOfBounds,
  };
}

function rulesOrFailure(endpoint: Endpoint, ofTarget: LabelSet): SampleRules | ScrapeFailure {
  try {
    return compileRules(endpoint, ofTarget);
  } catch (error) {
    if (error instanceof ScrapeFailedError) return error.failure;
    throw error;
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

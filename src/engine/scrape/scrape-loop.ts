import type { Endpoint } from '../../shared/domain/endpoint.ts';
import type { LabelSet } from '../../shared/domain/series.ts';
import type {
  CredentialExpiry,
  ScrapeFailure,
  ScrapeSummary,
  TargetHealth,
  TargetView,
} from '../../shared/domain/target.ts';
import type { RowAppender } from '../storage.ts';
import { FailureHistory } from './failure-history.ts';
import type { ResolvedTarget } from './relabel/resolve-target.ts';
import { nextTickMs, scheduleOffsetMs, snapToTick } from './scrape-schedule.ts';
import { type ScrapeContext, TargetScraper } from './target-scraper.ts';
import type { TickTimers } from './tick-timers.ts';

const FIRST_SCRAPE_WITHIN_MS = 200;

/**
 * Scrapes one target on its grid until it is stopped. Ticks that were missed, by a suspend or a slow machine, are
 * skipped and never made up for.
 */
export class ScrapeLoop {
  /** As it was given, before relabelling. */
  readonly source: Endpoint;
  /** Lets its ticks pass by. */
  paused = false;
  private readonly target: ResolvedTarget;
  private readonly endpoint: Endpoint;
  private readonly context: ScrapeContext;
  private readonly timers: TickTimers;
  private readonly appender: RowAppender;
  private readonly scraper: TargetScraper;
  private readonly onScrape: (summary: ScrapeSummary) => void;
  private readonly stopping = new AbortController();
  /** Of the target, where it stands on the grid. */
  private readonly key: string;
  private readonly offsetMs: number;
  private cancelTimer: () => void = () => {};
  private running: Promise<void> | null = null;
  private nextAtMs: number | null = null;
  private lastScrape: ScrapeSummary | null = null;
  private lastSuccessAtMs: number | null = null;
  private readonly failures = new FailureHistory();
  private certificateExpiresAtMs: number | null = null;
  private credentialExpiries: readonly CredentialExpiry[] = [];

  constructor(
    source: Endpoint,
    target: ResolvedTarget,
    appender: RowAppender,
    context: ScrapeContext,
    timers: TickTimers,
    onScrape: (summary: ScrapeSummary) => void,
  ) {
    // A scrape that lasted longer than the interval would miss its own next tick.
    const scrapeTimeoutMs = Math.min(target.endpoint.scrapeTimeoutMs, target.endpoint.scrapeIntervalMs);
    const endpoint = { ...target.endpoint, scrapeTimeoutMs };
    this.source = source;
    this.target = target;
    this.endpoint = endpoint;
    this.context = context;
    this.timers = timers;
    this.appender = appender;
    this.onScrape = onScrape;
    this.scraper = new TargetScraper(endpoint, appender, context, target.labels);
    this.key = `${endpoint.id}\n${endpoint.url}`;
    this.offsetMs = scheduleOffsetMs(this.key, endpoint.scrapeIntervalMs);
  }

  /** The labels of all series of the target. */
  get labels(): LabelSet {
    return this.target.labels;
  }

  /** When the next scrape is due, ms UTC; null when none is. */
  get nextScrapeAtMs(): number | null {
    return this.nextAtMs;
  }

  /** Fails all scrapes for this reason from now on, or (null) scrapes again. */
  setRefusal(refusal: ScrapeFailure | null): void {
    this.scraper.refusal = refusal;
  }

  /** Begins; the first scrape is due at once though the grid's next tick be later. */
  start(): void {
    const now = this.context.clock.wallMs();
    const onGrid = nextTickMs(now, this.endpoint.scrapeIntervalMs, this.offsetMs);
    this.schedule(Math.min(onGrid, now + (this.offsetMs % FIRST_SCRAPE_WITHIN_MS)));
  }

  /**
   * Ends the loop and a scrape under way, of which nothing is kept. The target's series get staleness marks at
   * `staleAtMs`, or none when it is null.
   */
  async stop(staleAtMs: number | null): Promise<void> {
    this.cancelTimer();
    this.nextAtMs = null;
    this.stopping.abort();
    await this.running;
    this.appender.close(staleAtMs);
  }

  /** Scrapes now, beside the grid; joins a scrape that is under way. */
  scrapeNow(): Promise<void> {
    const now = Math.round(this.context.clock.wallMs());
    return this.running ?? this.run(now);
  }

  /** Goes to the next tick by what the wall clock shows now. */
  realign(): void {
    if (this.nextAtMs === null) return;
    this.cancelTimer();
    this.schedule(nextTickMs(this.context.clock.wallMs(), this.endpoint.scrapeIntervalMs, this.offsetMs));
  }

  /** Resolves when no scrape is under way. */
  async settle(): Promise<void> {
    await this.running;
  }

  view(): TargetView {
    const { endpoint } = this;
    const health: TargetHealth =
      this.lastScrape === null ? 'unknown' : this.lastScrape.failure === null ? 'up' : 'down';
    return {
      id: endpoint.id,
      endpointId: endpoint.id,
      endpointName: endpoint.name,
      url: endpoint.url,
      labels: this.target.labels,
      discoveredLabels: this.target.discoveredLabels,
      health,
      notScraped: null,
      cardinality: this.scraper.cardinality(),
      scrapeIntervalMs: endpoint.scrapeIntervalMs,
      scrapeTimeoutMs: endpoint.scrapeTimeoutMs,
      lastScrape: this.lastScrape,
      lastSuccessAtMs: this.lastSuccessAtMs,
      nextScrapeAtMs: this.paused ? null : this.nextAtMs,
      recentFailures: this.failures.list(),
      certificateExpiresAtMs: this.certificateExpiresAtMs,
      credentialExpiries: this.credentialExpiries,
    };
  }

  private schedule(atMs: number): void {
    this.nextAtMs = atMs;
    this.cancelTimer = this.timers.at(atMs, this.key, () => this.onTick(atMs));
  }

  private onTick(tickMs: number): void {
    const { scrapeIntervalMs } = this.endpoint;
    const now = this.context.clock.wallMs();
    const lateMs = now - tickMs;
    // Earlier than due: the timer was inexact, or the wall clock was set back by less than one interval.
    if (lateMs < -1 && lateMs > -scrapeIntervalMs) {
      this.schedule(tickMs);
      return;
    }
    const clockSetBack = lateMs < 0 && -lateMs >= scrapeIntervalMs;
    this.schedule(nextTickMs(clockSetBack ? now : Math.max(now, tickMs), scrapeIntervalMs, this.offsetMs));
    if (clockSetBack || lateMs >= scrapeIntervalMs || this.running !== null || this.paused) return;
    void this.run(snapToTick(now, tickMs, scrapeIntervalMs));
  }

  private run(atMs: number): Promise<void> {
    const run = this.scrapeOnce(atMs)
      .catch((error: unknown) => {
        this.context.logger.error('a scrape ended with an unexpected error', {
          target: this.endpoint.id,
          error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        });
      })
      .finally(() => {
        this.running = null;
      });
    this.running = run;
    return run;
  }

  private async scrapeOnce(atMs: number): Promise<void> {
    const result = await this.scraper.scrape(atMs, this.stopping.signal);
    if (result === null) return;
    const { summary } = result;
    this.lastScrape = summary;
    this.certificateExpiresAtMs = result.certificateExpiresAtMs ?? this.certificateExpiresAtMs;
    if (result.credentialExpiries.length > 0) this.credentialExpiries = result.credentialExpiries;
    if (summary.failure === null) {
      this.lastSuccessAtMs = summary.atMs;
      this.failures.noteSuccess(summary.atMs);
    } else this.failures.noteFailure(summary.atMs, summary.failure, result.evidence);
    this.onScrape(summary);
  }
}

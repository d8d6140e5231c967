import { isDeepStrictEqual } from 'node:util';
import type { Endpoint } from '../../shared/domain/endpoint.ts';
import {
  type ScrapeFailure,
  type ScrapeSummary,
  type TargetView,
  UNKNOWN_CARDINALITY,
} from '../../shared/domain/target.ts';
import { AppError } from '../../shared/errors.ts';
import { compareLabels } from '../model/labels.ts';
import type { Appendable } from '../storage.ts';
import { type ResolvedTarget, resolveTarget } from './relabel/resolve-target.ts';
import { scrapeFailure } from './scrape-failure.ts';
import { ScrapeLoop } from './scrape-loop.ts';
import { instanceOf } from './target-address.ts';
import type { ScrapeContext } from './target-scraper.ts';
import { TickTimers } from './tick-timers.ts';

/** Whose scrape was made. */
export interface ScrapedTarget {
  readonly id: string;
  /** Host and port of its URL. */
  readonly host: string;
}

/** Runs one loop per endpoint. */
export class ScrapePool {
  private readonly loops = new Map<string, ScrapeLoop>();
  /** Targets that relabelling left out, by endpoint. */
  private dropped = new Map<string, ResolvedTarget>();
  private applying: Promise<void> = Promise.resolve();
  private readonly storage: Appendable;
  private readonly context: ScrapeContext;
  private readonly timers: TickTimers;
  private readonly onScrape: (target: ScrapedTarget, summary: ScrapeSummary) => void;
  private paused = false;
  private closed = false;

  constructor(
    storage: Appendable,
    context: ScrapeContext,
    onScrape: (target: ScrapedTarget, summary: ScrapeSummary) => void,
  ) {
    this.storage = storage;
    this.context = context;
    this.timers = new TickTimers(context.clock);
    this.onScrape = onScrape;
  }

  /**
   * Makes the running targets those of the list: unchanged ones go on undisturbed, removed ones end with staleness
   * marks, changed ones begin anew. With more of them than the limit all scrapes fail. One call at a time takes effect, in
   * order; after `close` none does.
   */
  apply(endpoints: readonly Endpoint[], targetLimit = Number.POSITIVE_INFINITY): Promise<void> {
    const applied = this.applying.then(() => this.applyNow(endpoints, targetLimit));
    // A call that fails must not fail the ones after it.
    this.applying = applied.catch(() => undefined);
    return applied;
  }

  /** Scrapes an endpoint now. Throws AppError `not_found`. */
  async scrapeNow(endpointId: string): Promise<void> {
    await this.applying;
    const loop = this.loops.get(endpointId);
    const reason = this.dropped.get(endpointId)?.notScraped;
    if (reason !== undefined && reason !== null) throw new AppError('conflict', reason);
    if (loop === undefined) {
      throw new AppError('not_found', 'There is no such endpoint in this environment any more.');
    }
    await loop.scrapeNow();
  }

  /** Makes no scrapes of its own while paused. */
  setPaused(paused: boolean): void {
    this.paused = paused;
    for (const loop of this.loops.values()) loop.paused = paused;
  }

  /** Schedules all targets anew on their grid: the wall clock jumped. Nothing that was missed is made up for. */
  realign(): void {
    for (const loop of this.loops.values()) loop.realign();
  }

  /** Resolves when no scrape is under way. */
  async settle(): Promise<void> {
    await this.applying;
    await Promise.all([...this.loops.values()].map((loop) => loop.settle()));
  }

  /** How long it is until a scrape is due; infinite where none is. */
  msToNextScrape(): number {
    let nextMs = Number.POSITIVE_INFINITY;
    for (const loop of this.loops.values()) nextMs = Math.min(nextMs, loop.nextScrapeAtMs ?? nextMs);
    return nextMs - this.context.clock.wallMs();
  }

  listTargets(): TargetView[] {
    return [
      ...[...this.loops.values()].map((loop) => loop.view()),
      ...[...this.dropped.values()].map(viewOfDropped),
    ];
  }

  /**
   * Ends all scraping without staleness marks, as Prometheus does at a shutdown: alerts that are pending must find their
   * series when rules are evaluated again before the first scrape.
   */
  async close(): Promise<void> {
    this.closed = true;
    await this.applying;
    const loops = [...this.loops.values()];
    this.loops.clear();
    await Promise.all(loops.map((loop) => loop.stop(null)));
  }

  private async applyNow(endpoints: readonly Endpoint[], targetLimit: number): Promise<void> {
    if (this.closed) return;
    const resolved = new Map(endpoints.map((endpoint) => [endpoint, resolveTarget(endpoint)]));
    const targets = [...resolved];
    this.dropped = new Map(
      targets.filter(([, { notScraped }]) => notScraped !== null).map(([{ id }, target]) => [id, target]),
    );
    const wanted = new Map(
      targets
        .filter(([, { notScraped }]) => notScraped === null)
        .map(([endpoint]) => [endpoint.id, endpoint]),
    );
    const ending: Promise<void>[] = [];
    for (const [id, loop] of this.loops) {
      const endpoint = wanted.get(id);
      if (endpoint !== undefined && isDeepStrictEqual(endpoint, loop.source)) continue;
      this.loops.delete(id);
      const next = endpoint === undefined ? undefined : resolved.get(endpoint);
      const goesOn = next !== undefined && compareLabels(next.labels, loop.labels) === 0;
      ending.push(loop.stop(goesOn ? null : Math.round(this.context.clock.wallMs())));
      if (endpoint === undefined) this.context.metadata.removeTarget(id);
    }
    await Promise.all(ending);
    for (const endpoint of wanted.values()) {
      if (this.loops.has(endpoint.id)) continue;
      const target = resolved.get(endpoint) ?? resolveTarget(endpoint);
      const scraped = { id: endpoint.id, host: instanceOf(target.endpoint.url) };
      const loop = new ScrapeLoop(
        endpoint,
        target,
        this.storage.openSource(endpoint.id),
        this.context,
        this.timers,
        (summary) => this.onScrape(scraped, summary),
      );
      loop.paused = this.paused;
      this.loops.set(endpoint.id, loop);
      loop.start();
    }
    const refusal = targetLimitFailure(this.loops.size, targetLimit);
    for (const loop of this.loops.values()) loop.setRefusal(refusal);
  }
}

function targetLimitFailure(targets: number, limit: number): ScrapeFailure | null {
  if (targets <= limit) return null;
  return scrapeFailure(
    'request',
    'target_limit',
    `target_limit exceeded (number of targets: ${targets}, limit: ${limit}), so none of them is scraped.`,
    "Remove endpoints, drop some by relabelling, or raise the environment's limit of targets.",
  );
}

function viewOfDropped({ endpoint, labels, discoveredLabels, notScraped }: ResolvedTarget): TargetView {
  return {
    id: endpoint.id,
    endpointId: endpoint.id,
    endpointName: endpoint.name,
    url: endpoint.url,
    labels,
    discoveredLabels,
    health: 'dropped',
    notScraped,
    cardinality: { ...UNKNOWN_CARDINALITY, seriesBudget: endpoint.limits.series },
    scrapeIntervalMs: endpoint.scrapeIntervalMs,
    scrapeTimeoutMs: endpoint.scrapeTimeoutMs,
    lastScrape: null,
    lastSuccessAtMs: null,
    nextScrapeAtMs: null,
    recentFailures: [],
    certificateExpiresAtMs: null,
    credentialExpiries: [],
  };
}

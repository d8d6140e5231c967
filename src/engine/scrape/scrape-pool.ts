import { isDeepStrictEqual } from 'node:util';
import type { Endpoint } from '../../shared/domain/endpoint.ts';
import type { ScrapeSummary, TargetView } from '../../shared/domain/target.ts';
import { AppError } from '../../shared/errors.ts';
import { compareLabels } from '../model/labels.ts';
import type { Appendable } from '../storage.ts';
import { ScrapeLoop } from './scrape-loop.ts';
import { targetLabels } from './target-address.ts';
import type { ScrapeContext } from './target-scraper.ts';

/** Runs one loop per endpoint. */
export class ScrapePool {
  private readonly loops = new Map<string, ScrapeLoop>();
  private applying: Promise<void> = Promise.resolve();
  private readonly storage: Appendable;
  private readonly context: ScrapeContext;
  private readonly onScrape: (targetId: string, summary: ScrapeSummary) => void;

  constructor(
    storage: Appendable,
    context: ScrapeContext,
    onScrape: (targetId: string, summary: ScrapeSummary) => void,
  ) {
    this.storage = storage;
    this.context = context;
    this.onScrape = onScrape;
  }

  /**
   * Makes the running targets those of the list: unchanged ones go on undisturbed, removed ones end with staleness
   * marks, changed ones begin anew. One call at a time takes effect, in order.
   */
  apply(endpoints: readonly Endpoint[]): Promise<void> {
    const applied = this.applying.then(() => this.applyNow(endpoints));
    // A call that fails must not fail the ones after it.
    this.applying = applied.catch(() => undefined);
    return applied;
  }

  /** Scrapes an endpoint now. Throws AppError `not_found`. */
  async scrapeNow(endpointId: string): Promise<void> {
    await this.applying;
    const loop = this.loops.get(endpointId);
    if (loop === undefined) {
      throw new AppError('not_found', 'There is no such endpoint in this environment any more.');
    }
    await loop.scrapeNow();
  }

  /** Resolves when no scrape is under way. */
  async settle(): Promise<void> {
    await this.applying;
    await Promise.all([...this.loops.values()].map((loop) => loop.settle()));
  }

  listTargets(): TargetView[] {
    return [...this.loops.values()].map((loop) => loop.view());
  }

  /**
   * Ends all scraping without staleness marks, as Prometheus does at a shutdown: alerts that are pending must find their
   * series when rules are evaluated again before the first scrape.
   */
  async close(): Promise<void> {
    await this.applying;
    const loops = [...this.loops.values()];
    this.loops.clear();
    await Promise.all(loops.map((loop) => loop.stop(null)));
  }

  private async applyNow(endpoints: readonly Endpoint[]): Promise<void> {
    const wanted = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
    const ending: Promise<void>[] = [];
    for (const [id, loop] of this.loops) {
      const endpoint = wanted.get(id);
      if (endpoint !== undefined && isDeepStrictEqual(endpoint, loop.endpoint)) continue;
      this.loops.delete(id);
      const goesOn =
        endpoint !== undefined && compareLabels(targetLabels(endpoint), targetLabels(loop.endpoint)) === 0;
      ending.push(loop.stop(goesOn ? null : Math.round(this.context.clock.wallMs())));
      if (endpoint === undefined) this.context.metadata.removeTarget(id);
    }
    await Promise.all(ending);
    for (const endpoint of wanted.values()) {
      if (this.loops.has(endpoint.id)) continue;
      const loop = new ScrapeLoop(endpoint, this.storage.openSource(endpoint.id), this.context, (summary) =>
        this.onScrape(endpoint.id, summary),
      );
      this.loops.set(endpoint.id, loop);
      loop.start();
    }
  }
}

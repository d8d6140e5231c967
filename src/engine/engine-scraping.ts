import type { EngineStatus } from '../shared/domain/engine-status.ts';
import type { Environment } from '../shared/domain/environment.ts';
import type { ScrapeSummary } from '../shared/domain/target.ts';
import { resolveTimeRange } from '../shared/domain/time-range.ts';
import { GapWatch } from './gaps/gap-watch.ts';
import { ExemplarStore } from './model/exemplars.ts';
import { listSelectors } from './promql/list-selectors.ts';
import { ScrapePool } from './scrape/scrape-pool.ts';
import type { ScrapeContext } from './scrape/target-scraper.ts';
import type { ScrapingApi } from './scraping-api.ts';
import type { Tsdb } from './tsdb/tsdb.ts';

/** The scraping of an environment: its targets, the gaps between their samples, and their exemplars. */
export interface EngineScraping {
  readonly exemplars: ExemplarStore;
  readonly pool: ScrapePool;
  readonly api: ScrapingApi;
  /** What keeps all targets from being scraped now, null for nothing. */
  interruption(): EngineStatus['interrupted'];
  apply(environment: Environment): Promise<void>;
  close(): Promise<void>;
}

/** Puts scraping together; nothing is scraped before `apply`. */
export function openEngineScraping(
  shared: Omit<ScrapeContext, 'exemplars'>,
  tsdb: Tsdb,
  options: {
    readonly directory: string | null;
    onScrape(targetId: string, summary: ScrapeSummary): void;
  },
): EngineScraping {
  const { clock, logger } = shared;
  const exemplars = new ExemplarStore();
  const gaps = new GapWatch({
    clock,
    logger,
    directory: options.directory,
    newestSampleMs: tsdb.stats().newestSampleMs,
    onTimeChanged: () => pool.realign(),
  });
  const pool = new ScrapePool(tsdb, { ...shared, exemplars }, (target, summary) => {
    gaps.noteScrape(target.id, target.host, summary);
    options.onScrape(target.id, summary);
  });
  let targetIds: ReadonlySet<string> = new Set();
  let isAsleep = false;
  let isPaused = false;
  const followActivity = (): void => {
    pool.setPaused(isAsleep || isPaused);
    gaps.setActivity(isAsleep ? 'suspended' : isPaused ? 'paused' : 'running');
  };
  return {
    exemplars,
    pool,
    api: {
      async listGaps(range) {
        const { startMs, endMs } = resolveTimeRange(range, clock.wallMs());
        return gaps.list(startMs, endMs);
      },
      async queryExemplars({ expr, range }) {
        const { startMs, endMs } = resolveTimeRange(range, clock.wallMs());
        return exemplars.query(listSelectors(expr), startMs, endMs);
      },
      async setAsleep(asleep) {
        isAsleep = asleep;
        followActivity();
      },
      async setPaused(paused) {
        isPaused = paused;
        followActivity();
      },
    },
    interruption: () => {
      const scraped = pool.listTargets().filter(({ health }) => health !== 'dropped');
      return gaps.interruption(scraped.map(({ id }) => id));
    },
    async apply({ endpoints, limits, retention }) {
      gaps.forgetBefore(clock.wallMs() - retention.maxAgeMs);
      await pool.apply(endpoints, limits.targets);
      const ids = new Set(endpoints.map(({ id }) => id));
      for (const id of targetIds) if (!ids.has(id)) gaps.endTarget(id);
      targetIds = ids;
    },
    async close() {
      gaps.close();
      await pool.close();
    },
  };
}

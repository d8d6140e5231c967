import type { EngineStatus } from '../shared/domain/engine-status.ts';
import type { RuleGroupView } from '../shared/domain/rule.ts';
import { METRIC_NAME_LABEL } from '../shared/domain/series.ts';
import type { ServerStatus } from '../shared/domain/server.ts';
import type { ScrapeSummary, TargetView } from '../shared/domain/target.ts';
import type { Clock } from './ports.ts';
import type { Queryable } from './storage.ts';
import type { TsdbStats } from './tsdb/tsdb.ts';

const RATE_WINDOW_MS = 30_000;
const METER_STEP_MS = 500;

/** Counts what scrapes bring in. */
export interface IngestMeter {
  note(summary: ScrapeSummary): void;
  /** Samples a second, as a mean over the last half minute. */
  samplesPerSecond(): number;
  /** ms UTC of the newest scrape that brought samples; null before the first. What a failed one leaves is its report. */
  readonly lastSampleAtMs: number | null;
}

/** Makes a meter that has seen nothing. */
export function createIngestMeter(clock: Clock): IngestMeter {
  const startedMs = clock.monotonicMs();
  let entries: { readonly atMs: number; samples: number }[] = [];
  let lastSampleAtMs: number | null = null;
  return {
    get lastSampleAtMs() {
      return lastSampleAtMs;
    },
    note(summary) {
      if (summary.failure === null) lastSampleAtMs = Math.max(summary.atMs, lastSampleAtMs ?? 0);
      const nowMs = clock.monotonicMs();
      const last = entries.at(-1);
      if (last !== undefined && nowMs < last.atMs + METER_STEP_MS) {
        last.samples += summary.samplesScraped;
        return;
      }
      // Nobody may ever ask for the rate: what is too old must go all the same.
      entries = entries.filter((entry) => entry.atMs > nowMs - RATE_WINDOW_MS);
      entries.push({ atMs: nowMs, samples: summary.samplesScraped });
    },
    samplesPerSecond() {
      const nowMs = clock.monotonicMs();
      entries = entries.filter((entry) => entry.atMs > nowMs - RATE_WINDOW_MS);
      const windowMs = Math.max(1_000, Math.min(RATE_WINDOW_MS, nowMs - startedMs));
      return (entries.reduce((sum, entry) => sum + entry.samples, 0) * 1_000) / windowMs;
    },
  };
}

const RECENT_MS = 15 * 60_000;

/** The oldest scrape of the last 15 minutes, ms UTC; null where there is none. */
export async function findRecentSince(storage: Queryable, nowMs: number): Promise<number | null> {
  const up = await storage.select(
    [{ name: METRIC_NAME_LABEL, type: '=', value: 'up' }],
    nowMs - RECENT_MS,
    nowMs,
  );
  let sinceMs: number | null = null;
  for (const { times, stale } of up) {
    const first = stale === null ? 0 : stale.indexOf(0);
    const atMs = times[first];
    if (atMs !== undefined && (sinceMs === null || atMs < sinceMs)) sinceMs = atMs;
  }
  return sinceMs;
}

/** What a status is made of. */
export interface StatusParts {
  readonly environmentId: string;
  readonly nowMs: number;
  readonly targets: readonly TargetView[];
  readonly groups: readonly RuleGroupView[];
  readonly ingest: IngestMeter;
  readonly storage: TsdbStats;
  readonly recentSinceMs: number | null;
  readonly interrupted: EngineStatus['interrupted'];
  readonly servers: readonly ServerStatus[];
}

/** Puts the figures for the status bar together. */
export function describeStatus(parts: StatusParts): EngineStatus {
  const { targets, groups, ingest, storage } = parts;
  const alerts = groups.flatMap((group) => group.rules.flatMap((rule) => rule.alerts));
  return {
    environmentId: parts.environmentId,
    nowMs: parts.nowMs,
    targetsUp: targets.filter((target) => target.health === 'up').length,
    targetsTotal: targets.filter((target) => target.health !== 'dropped').length,
    alertsFiring: alerts.filter((alert) => alert.state === 'firing').length,
    alertsPending: alerts.filter((alert) => alert.state === 'pending').length,
    samplesPerSecond: ingest.samplesPerSecond(),
    lastSampleAtMs: ingest.lastSampleAtMs,
    interrupted: parts.interrupted,
    seriesCount: storage.seriesCount,
    oldestSampleAtMs: storage.oldestSampleMs,
    recentSinceMs: parts.recentSinceMs,
    databaseBytes: storage.diskBytes,
    storageState: storage.storageState,
    storageMessage: storage.storageMessage,
    servers: parts.servers,
  };
}

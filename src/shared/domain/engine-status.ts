import type { ServerStatus } from './server.ts';

/** Kinds of data that an engine says have changed; pages ask again for what they show. */
export const INVALIDATION_TOPICS = ['targets', 'alerts', 'series', 'metadata', 'storage'] as const;

export type InvalidationTopic = (typeof INVALIDATION_TOPICS)[number];

/**
 * State of the history on disk: `ok`; `memory_only` (the disk is full or unwritable, samples are kept in memory);
 * `locked` (another program has it open, samples are kept in memory); `recovered` (a damaged file was set aside);
 * `newer` (written by a newer version, left untouched); `closed` (encrypted, and its key can't be had now; samples are kept in
 * memory); `clock_set_back` (times were used twice, and the earlier samples of them are set aside).
 */
export const STORAGE_STATES = [
  'ok',
  'memory_only',
  'locked',
  'recovered',
  'newer',
  'closed',
  'clock_set_back',
] as const;

export type StorageState = (typeof STORAGE_STATES)[number];

/** Figures for the status bar and the diagnostics page. `nowMs` is the engine's own wall time, ms UTC. */
export interface EngineStatus {
  readonly environmentId: string;
  readonly nowMs: number;
  readonly targetsUp: number;
  readonly targetsTotal: number;
  readonly alertsFiring: number;
  readonly alertsPending: number;
  /** Mean over the last seconds. */
  readonly samplesPerSecond: number;
  readonly lastSampleAtMs: number | null;
  /** What keeps all targets from being scraped now; null where nothing does that they have in common. */
  readonly interrupted: 'offline' | 'asleep' | 'paused' | null;
  readonly seriesCount: number;
  readonly oldestSampleAtMs: number | null;
  /** The oldest scrape of the last 15 minutes: what a chart of now has to show. */
  readonly recentSinceMs: number | null;
  readonly databaseBytes: number;
  readonly storageState: StorageState;
  /** One sentence where `storageState` is not `ok`, else ''. */
  readonly storageMessage: string;
  /** The environment's servers, in their order. */
  readonly servers: readonly ServerStatus[];
}

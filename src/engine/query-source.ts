import type { InstantResult, RangeResult } from '../shared/domain/query.ts';
import type { LabelSet, MetricMetadata } from '../shared/domain/series.ts';

/** A range query on the grid from `startMs` to `endMs`, ms UTC. */
export interface SourceRangeQuery {
  readonly expr: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
  readonly lookbackDeltaMs?: number;
}

export interface SourceInstantQuery {
  readonly expr: string;
  readonly atMs: number;
}

/** Which series a listing is about: those that any of the selectors matches (all for none), in a window of ms UTC. */
export interface SourceFilter {
  readonly selectors: readonly string[];
  readonly startMs: number;
  readonly endMs: number;
}

/** Who answers queries: the engine's own history, or a server. All reject with AppErrors; an aborted signal with `canceled`. */
export interface QuerySource {
  evaluateRange(query: SourceRangeQuery, signal: AbortSignal): Promise<RangeResult>;
  evaluateInstant(query: SourceInstantQuery, signal: AbortSignal): Promise<InstantResult>;
  listSeries(filter: SourceFilter): Promise<readonly LabelSet[]>;
  listLabelNames(filter: SourceFilter): Promise<readonly string[]>;
  listLabelValues(name: string, filter: SourceFilter): Promise<readonly string[]>;
  listMetadata(): Promise<readonly MetricMetadata[]>;
}

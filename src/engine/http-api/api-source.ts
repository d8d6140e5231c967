import type { EngineApi } from '../engine-api.ts';
import type { Clock } from '../ports.ts';
import type { Queryable } from '../storage.ts';

/** What the server answers from: an engine's own history, rules and targets. */
export interface ApiSource {
  readonly api: Pick<EngineApi, 'listMetadata' | 'listTargets' | 'listRuleGroups' | 'queryExemplars'>;
  readonly storage: Queryable;
  readonly clock: Clock;
  readonly appVersion: string;
}

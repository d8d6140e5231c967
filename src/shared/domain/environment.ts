import type { AlertmanagerTarget } from './alertmanager.ts';
import type { Endpoint } from './endpoint.ts';
import type { EnvironmentVariable, FieldProblem, FieldTemplate } from './environment-variables.ts';
import type { RefusedAddresses } from './refused-addresses.ts';
import type { RuleFile } from './rule.ts';
import { LOCAL_SOURCE, type QueryServer } from './server.ts';

export const ENVIRONMENT_KINDS = ['development', 'staging', 'production'] as const;

export type EnvironmentKind = (typeof ENVIRONMENT_KINDS)[number];

/** How long history is kept: by age and by the size of the database, whichever comes first. */
export interface Retention {
  readonly maxAgeMs: number;
  readonly maxBytes: number;
}

/** Limits over all endpoints, all finite. */
export interface EnvironmentLimits {
  /** Targets after relabelling; with more of them none is scraped, as with Prometheus' target_limit. */
  readonly targets: number;
  /** Series kept ready for the next scrapes and evaluations, of all targets together. */
  readonly series: number;
}

export const DEFAULT_ENVIRONMENT_LIMITS: EnvironmentLimits = { targets: 1_000, series: 1_000_000 };

/** The most that a file or a form may ask for. */
export const MOST_ENVIRONMENT_LIMITS: EnvironmentLimits = { targets: 10_000, series: 50_000_000 };

export const DEFAULT_RETENTION: Retention = { maxAgeMs: 15 * 86_400_000, maxBytes: 2 * 1024 ** 3 };

/** The bundle a user works in: endpoints, rules and how they look. Holds references to secrets, never secrets. */
export interface Environment {
  readonly id: string;
  readonly name: string;
  readonly kind: EnvironmentKind;
  readonly endpoints: readonly Endpoint[];
  /** Servers whose data is shown beside or instead of what is scraped. */
  readonly servers: readonly QueryServer[];
  /** Where queries go that name no source: 'local' or a server's id; null for local, or the first server where nothing is scraped. */
  readonly defaultSource: string | null;
  /** Whose data the environment's own rules see: 'local' (also for null) or a server's id. */
  readonly ruleSource: string | null;
  readonly ruleFiles: readonly RuleFile[];
  /** Where alerts are sent to besides being told on this computer. */
  readonly alertmanager?: AlertmanagerTarget;
  readonly retention: Retention;
  readonly limits: EnvironmentLimits;
  /** Allows what Prometheus keeps behind feature flags, in queries and in rules. */
  readonly experimentalPromql?: boolean;
  /** `metadata` where it is left out. */
  readonly refusedAddresses?: RefusedAddresses;
  /** The Demo environment: the reference backend is started with it. */
  readonly demo: boolean;
  /** The file that its own one overrides, beside it. */
  readonly base?: string;
  readonly variables?: readonly EnvironmentVariable[];
  /** Fields whose values above came about by variables. */
  readonly templates?: readonly FieldTemplate[];
  /** What could not be used: endpoints and servers with variables that have no value are not among those above. */
  readonly problems?: readonly FieldProblem[];
}

/** The part of an environment that only scrapes. */
export const NO_SERVERS: Pick<Environment, 'servers' | 'defaultSource' | 'ruleSource'> = {
  servers: [],
  defaultSource: null,
  ruleSource: null,
};

/** The source of queries that name none: 'local' or a server's id. One that is gone counts as not chosen. */
export function defaultSourceOf({
  endpoints,
  servers,
  defaultSource,
}: Pick<Environment, 'endpoints' | 'servers' | 'defaultSource'>): string {
  if (defaultSource === LOCAL_SOURCE || servers.some(({ id }) => id === defaultSource)) {
    return defaultSource ?? LOCAL_SOURCE;
  }
  return endpoints.length === 0 ? (servers[0]?.id ?? LOCAL_SOURCE) : LOCAL_SOURCE;
}

/** An environment in the switcher. */
export interface EnvironmentSummary {
  readonly id: string;
  readonly name: string;
  readonly kind: EnvironmentKind;
  readonly endpointCount: number;
  readonly serverCount: number;
  readonly active: boolean;
  /** Its engine runs, whether it is shown or not. */
  readonly running: boolean;
  /** A production environment that was not unlocked: requests that change it are refused. */
  readonly readOnly: boolean;
  /** Until when an unlocked production environment may be changed, ms since the epoch. */
  readonly unlockedUntilMs: number | null;
  readonly demo: boolean;
}

/** Ids are used in file names and in keychain accounts. */
export const ID_PATTERN = /^[a-z0-9][a-z0-9-]{0,62}$/;

import type { Endpoint } from './endpoint.ts';
import type { RuleFile } from './rule.ts';

export const ENVIRONMENT_KINDS = ['development', 'staging', 'production'] as const;

export type EnvironmentKind = (typeof ENVIRONMENT_KINDS)[number];

/** How long history is kept: by age and by the size of the database, whichever comes first. */
export interface Retention {
  readonly maxAgeMs: number;
  readonly maxBytes: number;
}

export const DEFAULT_RETENTION: Retention = { maxAgeMs: 15 * 86_400_000, maxBytes: 2 * 1024 ** 3 };

/** The bundle a user works in: endpoints, rules and how they look. Holds references to secrets, never secrets. */
export interface Environment {
  readonly id: string;
  readonly name: string;
  readonly kind: EnvironmentKind;
  readonly endpoints: readonly Endpoint[];
  readonly ruleFiles: readonly RuleFile[];
  readonly retention: Retention;
  /** The Demo environment: the reference backend is started with it. */
  readonly demo: boolean;
}

/** An environment in the switcher. */
export interface EnvironmentSummary {
  readonly id: string;
  readonly name: string;
  readonly kind: EnvironmentKind;
  readonly endpointCount: number;
  readonly active: boolean;
  readonly demo: boolean;
}

/** Ids are used in file names and in keychain accounts. */
export const ID_PATTERN = /^[a-z0-9][a-z0-9-]{0,62}$/;

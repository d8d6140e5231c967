import type { AlertmanagerTarget } from '../../shared/domain/alertmanager.ts';
import { type Endpoint, listSecretRefs } from '../../shared/domain/endpoint.ts';
import type { Environment } from '../../shared/domain/environment.ts';
import type { RuleFile } from '../../shared/domain/rule.ts';
import { AppError } from '../../shared/errors.ts';

/** With the endpoint in the place of the one with its id, or at the end. */
export function withEndpoint(environment: Environment, endpoint: Endpoint): Environment {
  const isKnown = environment.endpoints.some(({ id }) => id === endpoint.id);
  const endpoints = isKnown
    ? environment.endpoints.map((other) => (other.id === endpoint.id ? endpoint : other))
    : [...environment.endpoints, endpoint];
  return { ...environment, endpoints };
}

/** Throws AppError `not_found`. */
export function withoutEndpoint(environment: Environment, endpointId: string): Environment {
  const endpoints = environment.endpoints.filter(({ id }) => id !== endpointId);
  if (endpoints.length === environment.endpoints.length) {
    throw new AppError('not_found', `There is no endpoint "${endpointId}" any more.`);
  }
  return { ...environment, endpoints };
}

/** With the rule file in the place of the one with its name; files are sorted by name. */
export function withRuleFile(environment: Environment, file: RuleFile): Environment {
  const others = environment.ruleFiles.filter(({ name }) => name !== file.name);
  return { ...environment, ruleFiles: [...others, file].sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

/** With another Alertmanager, or none. */
export function withAlertmanager(environment: Environment, target: AlertmanagerTarget | null): Environment {
  const { alertmanager: _, ...rest } = environment;
  return target === null ? rest : { ...rest, alertmanager: target };
}

/** Throws AppError `not_found`. */
export function withoutRuleFile(environment: Environment, name: string): Environment {
  const ruleFiles = environment.ruleFiles.filter((file) => file.name !== name);
  if (ruleFiles.length === environment.ruleFiles.length) {
    throw new AppError('not_found', `There is no rule file "${name}" any more.`);
  }
  return { ...environment, ruleFiles };
}

/** References that `before` uses and `after` does not. */
export function listUnusedSecretRefs(before: Environment, after: Environment): readonly string[] {
  const refsOf = ({ endpoints, alertmanager }: Environment) =>
    [...endpoints, ...(alertmanager === undefined ? [] : [alertmanager])].flatMap(({ auth }) =>
      listSecretRefs(auth),
    );
  const used = new Set(refsOf(after));
  return refsOf(before).filter((secretRef) => !used.has(secretRef));
}

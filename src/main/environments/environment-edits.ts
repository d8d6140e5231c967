import type { AlertmanagerTarget } from '../../shared/domain/alertmanager.ts';
import { listCredentialUses } from '../../shared/domain/credential.ts';
import type { Endpoint } from '../../shared/domain/endpoint.ts';
import type { Environment } from '../../shared/domain/environment.ts';
import type { FieldTemplate, WrittenField } from '../../shared/domain/environment-variables.ts';
import type { RuleFile } from '../../shared/domain/rule.ts';
import type { QueryServer } from '../../shared/domain/server.ts';
import { toCanonicalFields, valueAt } from '../../shared/environment-yaml/canonical-fields.ts';
import { AppError } from '../../shared/errors.ts';

/** With the endpoint in the place of the one with its id, or at the end. Throws AppError `conflict` for the id of a server. */
export function withEndpoint(environment: Environment, endpoint: Endpoint): Environment {
  if (environment.servers.some(({ id }) => id === endpoint.id)) {
    throw new AppError(
      'conflict',
      `There is a server with the id "${endpoint.id}"; give the endpoint another name.`,
    );
  }
  const isKnown = environment.endpoints.some(({ id }) => id === endpoint.id);
  const endpoints = isKnown
    ? environment.endpoints.map((other) => (other.id === endpoint.id ? endpoint : other))
    : [...environment.endpoints, endpoint];
  return { ...environment, endpoints };
}

/** With these texts as what is written of an endpoint, a server or the Alertmanager, in the place of all before. */
export function withWrittenFields(
  environment: Environment,
  owner: readonly [list: 'endpoints' | 'servers', id: string] | readonly ['alertmanager'],
  written: readonly WrittenField[],
): Environment {
  const { templates = [], ...plain } = environment;
  const fields = toCanonicalFields(plain);
  const others = templates.filter(({ path }) => owner.some((step, i) => path[i] !== step));
  const own = written.map(({ path, text }): FieldTemplate => {
    const value = valueAt(fields, [...owner, ...path]);
    return { path: [...owner, ...path], text, value: typeof value === 'string' ? value : null };
  });
  return others.length + own.length === 0 ? plain : { ...plain, templates: [...others, ...own] };
}

/** Throws AppError `not_found`. */
export function withoutEndpoint(environment: Environment, endpointId: string): Environment {
  const endpoints = environment.endpoints.filter(({ id }) => id !== endpointId);
  if (endpoints.length === environment.endpoints.length) {
    throw new AppError('not_found', `There is no endpoint "${endpointId}" any more.`);
  }
  return { ...environment, endpoints };
}

/** With the server in the place of the one with its id, or at the end. Throws AppError `conflict` for the id of an endpoint. */
export function withServer(environment: Environment, server: QueryServer): Environment {
  if (environment.endpoints.some(({ id }) => id === server.id)) {
    throw new AppError(
      'conflict',
      `There is an endpoint with the id "${server.id}"; give the server another name.`,
    );
  }
  const isKnown = environment.servers.some(({ id }) => id === server.id);
  const servers = isKnown
    ? environment.servers.map((other) => (other.id === server.id ? server : other))
    : [...environment.servers, server];
  return { ...environment, servers };
}

/** What was chosen of the server is chosen no more. Throws AppError `not_found`. */
export function withoutServer(environment: Environment, serverId: string): Environment {
  const servers = environment.servers.filter(({ id }) => id !== serverId);
  if (servers.length === environment.servers.length) {
    throw new AppError('not_found', `There is no server "${serverId}" any more.`);
  }
  const unlessGone = (source: string | null): string | null => (source === serverId ? null : source);
  return {
    ...environment,
    servers,
    defaultSource: unlessGone(environment.defaultSource),
    ruleSource: unlessGone(environment.ruleSource),
  };
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
  const refsOf = (environment: Environment) =>
    listCredentialUses(environment).map(({ secretRef }) => secretRef);
  const used = new Set(refsOf(after));
  return refsOf(before).filter((secretRef) => !used.has(secretRef));
}

import type { EndpointAuth } from '../../shared/domain/auth.ts';
import type { ConnectionSettings } from '../../shared/domain/connection.ts';
import { listAccessTargets } from '../../shared/domain/credential.ts';
import type { Environment } from '../../shared/domain/environment.ts';

interface Target {
  readonly name: string;
  readonly auth: EndpointAuth;
  readonly connection: ConnectionSettings;
}

/** An environment from elsewhere, with the checks of certificates on and without programs to run; `notes` say what was taken out. */
export function makeSafe(environment: Environment): {
  readonly environment: Environment;
  readonly notes: string[];
} {
  const notes: string[] = [];
  function checked(connection: ConnectionSettings, name: string): ConnectionSettings {
    if (!connection.insecureSkipVerify) return connection;
    notes.push(`${name}: certificates are checked; the file had that switched off.`);
    return { ...connection, insecureSkipVerify: false };
  }
  function withoutCommand(auth: EndpointAuth, name: string): EndpointAuth {
    if (auth.kind === 'oauth2')
      return { ...auth, connection: checked(auth.connection, `${name}, token service`) };
    if (auth.kind !== 'token_source' || auth.source.kind !== 'command') return auth;
    notes.push(
      `${name}: the command that gives its token was taken out (${auth.source.argv.join(' ').slice(0, 200)}).`,
    );
    return { kind: 'none' };
  }
  const safe = <T extends Target>(target: T): T => ({
    ...target,
    auth: withoutCommand(target.auth, target.name),
    connection: checked(target.connection, target.name),
  });
  const { alertmanager, refusedAddresses, ...rest } = environment;
  // A file may refuse more than is refused by default, and not less.
  if (refusedAddresses === 'none') {
    notes.push('Link-local and metadata addresses are refused; the file had that switched off.');
  }
  return {
    environment: {
      ...rest,
      ...(refusedAddresses === undefined || refusedAddresses === 'none' ? {} : { refusedAddresses }),
      demo: false,
      endpoints: environment.endpoints.map(safe),
      servers: environment.servers.map(safe),
      ...(alertmanager === undefined
        ? {}
        : {
            alertmanager: {
              ...alertmanager,
              auth: withoutCommand(alertmanager.auth, 'The Alertmanager'),
              connection: checked(alertmanager.connection, 'The Alertmanager'),
            },
          }),
    },
    notes,
  };
}

/** Hosts that an environment's requests go to: endpoints, servers, Alertmanager, token services and proxies. */
export function listHosts(environment: Environment): readonly string[] {
  const hosts = new Set<string>();
  const add = (url: string, what = ''): void => {
    if (URL.canParse(url)) hosts.add(`${new URL(url).host}${what}`);
  };
  for (const { url, auth, connection } of listAccessTargets(environment)) {
    add(url);
    if (auth.kind === 'oauth2') add(auth.tokenUrl, ' (token service)');
    if (connection.proxy !== null) add(connection.proxy.url, ' (proxy)');
  }
  return [...hosts].sort();
}

import type { Environment } from './environment.ts';
import type { CredentialState } from './secret.ts';
import { type AccessTarget, listSecretUses } from './secret-uses.ts';

/** Who uses a credential: an endpoint, a server or the Alertmanager of an environment. */
export interface CredentialUser {
  readonly kind: 'endpoint' | 'server' | 'alertmanager';
  /** '' for the Alertmanager. */
  readonly id: string;
  readonly name: string;
  /** What it is to this user: "password", "proxy password". */
  readonly purpose: string;
  /** The user name that is sent with it; '' where there is none. */
  readonly username: string;
}

/** A credential of an environment: a reference and the one origin (scheme://host:port) that it is for. */
export interface CredentialNeed {
  readonly secretRef: string;
  readonly origin: string;
  readonly users: readonly CredentialUser[];
}

/** A credential with what this computer knows of it; never its value. */
export interface Credential extends CredentialNeed {
  readonly state: CredentialState;
  /** What the state means and what to do, for a person. */
  readonly message: string;
  readonly updatedAtMs: number | null;
  /** It was asked to be kept in memory only. */
  readonly sessionOnly: boolean;
}

/** States in which a credential has to be typed before anything is sent with it. */
const TO_ENTER: ReadonlySet<CredentialState> = new Set([
  'missing',
  'lost',
  'backend_changed',
  'origin_changed',
]);

/** Whether a credential has to be typed (again) on this computer. */
export function isToEnter({ state }: Pick<Credential, 'state'>): boolean {
  return TO_ENTER.has(state);
}

type Owner = Pick<CredentialUser, 'kind' | 'id' | 'name'> & { readonly target: AccessTarget };

function listOwners({ endpoints, servers, alertmanager }: CredentialOwners): Owner[] {
  return [
    ...endpoints.map((target) => ({ kind: 'endpoint' as const, id: target.id, name: target.name, target })),
    ...servers.map((target) => ({ kind: 'server' as const, id: target.id, name: target.name, target })),
    ...(alertmanager === undefined
      ? []
      : [{ kind: 'alertmanager' as const, id: '', name: 'Alertmanager', target: alertmanager }]),
  ];
}

type CredentialOwners = Pick<Environment, 'endpoints' | 'servers' | 'alertmanager'>;

/** All that requests of an environment are sent to: endpoints, servers, the Alertmanager. */
export function listAccessTargets(environment: CredentialOwners): readonly AccessTarget[] {
  return listOwners(environment).map(({ target }) => target);
}

/** One use of a credential: by whom, under which reference, and for which URL's origin. */
export interface CredentialUse {
  readonly user: CredentialUser;
  readonly secretRef: string;
  readonly url: string;
}

/** Every use of a credential in an environment, in the order of its file. */
export function listCredentialUses(environment: CredentialOwners): readonly CredentialUse[] {
  return listOwners(environment).flatMap(({ target, ...owner }) => {
    const username = target.auth.kind === 'basic' ? target.auth.username : '';
    const proxyName = target.connection.proxy?.username ?? '';
    return listSecretUses(target).map(({ secretRef, url, purpose }) => ({
      secretRef,
      url,
      user: {
        ...owner,
        purpose,
        username: purpose === 'password' ? username : purpose === 'proxy password' ? proxyName : '',
      },
    }));
  });
}

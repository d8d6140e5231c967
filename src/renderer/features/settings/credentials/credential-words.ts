import type { Credential, CredentialUser } from '../../../../shared/domain/credential.ts';
import type { CredentialState } from '../../../../shared/domain/secret.ts';
import type { ServerStatus } from '../../../../shared/domain/server.ts';
import type { TargetView } from '../../../../shared/domain/target.ts';
import type { StatusTone } from '../../../ui/StatusBadge.tsx';

interface StateWords {
  readonly tone: StatusTone;
  readonly name: string;
  /** What the first button does. */
  readonly action: 'enter' | 'unlock' | 'keep' | 'replace';
  readonly button: string;
}

/** How each state is called and what is offered first. */
const STATE_WORDS: Readonly<Record<CredentialState, StateWords>> = {
  stored: { tone: 'good', name: 'Stored', action: 'replace', button: 'Replace…' },
  session: { tone: 'info', name: 'This session only', action: 'keep', button: 'Save to keychain' },
  missing: { tone: 'warn', name: 'Missing', action: 'enter', button: 'Enter…' },
  lost: { tone: 'warn', name: 'Gone from the keychain', action: 'enter', button: 'Enter again…' },
  backend_changed: { tone: 'warn', name: 'Other keychain', action: 'enter', button: 'Enter again…' },
  locked: { tone: 'warn', name: 'Locked', action: 'unlock', button: 'Unlock' },
  unavailable: { tone: 'warn', name: 'No keychain', action: 'enter', button: 'Enter for this session…' },
  origin_changed: { tone: 'bad', name: 'Other host', action: 'enter', button: 'Enter for this host…' },
};

export function wordsOf({ state }: Pick<Credential, 'state'>): StateWords {
  return STATE_WORDS[state];
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What a credential is: "Password of alice", "Proxy password". */
export function nameOf({ users }: Pick<Credential, 'users'>): string {
  const [first] = users;
  if (first === undefined) return 'Credential';
  const purpose = capitalized(first.purpose);
  return first.username === '' ? purpose : `${purpose} of ${first.username}`;
}

/** Who uses it, each once. */
export function usersOf({ users }: Pick<Credential, 'users'>): string {
  return [...new Set(users.map(({ name, kind }) => (kind === 'server' ? `${name} (server)` : name)))].join(
    ', ',
  );
}

function isSamePurpose(a: CredentialUser, b: CredentialUser): boolean {
  return a.purpose === b.purpose && a.username === b.username;
}

/** Others that are likely the same secret: for the same origin and purpose, with the same user name. */
export function relatedTo(credential: Credential, all: readonly Credential[]): readonly Credential[] {
  return all.filter(
    (other) =>
      other.secretRef !== credential.secretRef &&
      other.origin === credential.origin &&
      other.users.some((a) => credential.users.some((b) => isSamePurpose(a, b))),
  );
}

/** Keys and archives have lines, which a password field would run together. */
export function hasLines({ users }: Pick<Credential, 'users'>): boolean {
  return users.some(({ purpose }) => /^(?:client key|signing key|client certificate archive)/.test(purpose));
}

/** Where the engine has found when a credential ends. */
export interface ExpirySources {
  readonly targets: readonly Pick<TargetView, 'endpointId' | 'credentialExpiries'>[];
  readonly servers: readonly Pick<ServerStatus, 'id' | 'credentialExpiries'>[];
}

/** When it ends, as the engine found at its users, ms UTC; null where that is not known or a new one is fetched by itself. */
export function expiryOf(
  { users }: Pick<Credential, 'users'>,
  { targets, servers }: ExpirySources,
): number | null {
  const ends = users.flatMap(({ id, kind, purpose }) => {
    if (/token service|proxy|passphrase/.test(purpose)) return [];
    const wanted = /^client (?:key|certificate archive)/.test(purpose) ? 'client_certificate' : 'token';
    const found =
      kind === 'server'
        ? servers.filter((server) => server.id === id)
        : kind === 'endpoint'
          ? targets.filter(({ endpointId }) => endpointId === id)
          : [];
    return found
      .flatMap(({ credentialExpiries }) => credentialExpiries)
      .filter((expiry) => expiry.kind === wanted && !expiry.isRenewed)
      .map(({ expiresAtMs }) => expiresAtMs);
  });
  return ends.length === 0 ? null : Math.min(...ends);
}

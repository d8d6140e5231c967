import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { CredentialState, SecretState } from '../../shared/domain/secret.ts';
import type { KeychainState } from '../../shared/domain/settings.ts';
import { AppError } from '../../shared/errors.ts';
import { type Keychain, KeychainError, type KeychainFault } from './keychain.ts';
import type { Redactor } from './redactor.ts';
import type { SecretIndex } from './secret-index.ts';
import {
  describeKeychain,
  describeSecretState,
  describeSessionOnly,
  SESSION_CHOSEN,
} from './secret-messages.ts';

/** The name of a secret: unique over all environments. */
export interface SecretName {
  readonly environmentId: string;
  readonly secretRef: string;
}

/** A secret as it is asked for: by name, and by the origin (scheme://host:port) it is to be sent to. */
export interface SecretRequest extends SecretName {
  readonly origin: string;
}

/** The answer to a request; `value` is '' unless the state is `stored` or `session`. */
export interface ResolvedSecret {
  readonly state: SecretState;
  readonly value: string;
}

/** What is known of a secret, for a person. */
export interface SecretDescription {
  readonly state: CredentialState;
  readonly message: string;
  readonly updatedAtMs: number | null;
  /** It is kept in memory only, by choice. */
  readonly sessionOnly: boolean;
}

/** Keeper of the secrets. Each is bound to the origin it was saved for, and the binding is kept inside the keychain. */
export interface Vault {
  readonly notices: readonly string[];
  /** Keeps a secret; `note` says why it could be kept for this session only, null when it is in the keychain. */
  store(request: SecretRequest, value: string): Promise<{ readonly note: string | null }>;
  /** Keeps a secret in memory until the app quits, and takes the one before it out of the keychain. Throws AppError `vault`. */
  storeForSession(request: SecretRequest, value: string): Promise<{ readonly note: string }>;
  /** Puts into the keychain what is kept in memory; `note` says why that failed. Throws AppError `not_found`. */
  keep(request: SecretRequest): Promise<{ readonly note: string | null }>;
  /** Whether the secret was chosen to be kept in memory only. */
  isSessionOnly(name: SecretName): boolean;
  resolve(request: SecretRequest): Promise<ResolvedSecret>;
  describe(request: SecretRequest): Promise<SecretDescription>;
  /** Throws AppError `vault` where the keychain would not delete it. */
  clear(name: SecretName): Promise<void>;
  /** Deletes all secrets of an environment; answers how many the keychain would not delete. */
  clearEnvironment(environmentId: string): Promise<number>;
  /** Tries the keychain with an item of no meaning, which makes it ask to be unlocked; what it refused before is tried anew. */
  probe(): Promise<{ readonly state: KeychainState; readonly message: string }>;
  /** Keeps a secret that was typed in but not saved out of the log. */
  watch(value: string): void;
}

interface Held {
  readonly origin: string;
  readonly value: string;
  readonly state: 'stored' | 'session';
}

const itemSchema = z.strictObject({ origin: z.string(), secret: z.string() });

// A refusal is believed for this long: scrapes ask every few seconds, and each question may wake a prompt.
const REFUSAL_BELIEVED_MS = 5_000;

function accountOf(name: SecretName): string {
  return `${name.environmentId}/${name.secretRef}`;
}

function parseItem(text: string): z.infer<typeof itemSchema> | null {
  try {
    return itemSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    // Somebody else's item under our name: as good as none.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function faultOf(error: unknown): KeychainFault {
  if (error instanceof KeychainError) return error.fault;
  throw error;
}

/** Makes a vault over a keychain. `monotonicMs` is only used to age refusals. */
export function createVault(options: {
  readonly keychain: Keychain;
  readonly index: SecretIndex;
  /** Learns every secret that passes through the vault. */
  readonly redactor: Redactor;
  readonly wallMs: () => number;
  readonly monotonicMs: () => number;
  /** Hears what failed when nobody was waiting for it. */
  readonly warn: (message: string, error: unknown) => void;
}): Vault {
  const { keychain, index, redactor } = options;
  const held = new Map<string, Held>();
  const refused = new Map<string, { readonly state: SecretState; readonly untilMs: number }>();
  const reading = new Map<string, Promise<Held | SecretState>>();

  function hold(account: string, entry: Held): Held {
    held.set(account, entry);
    refused.delete(account);
    redactor.watch(entry.value);
    return entry;
  }

  async function findFault(): Promise<KeychainFault | null> {
    const account = `canary/${randomBytes(8).toString('hex')}`;
    try {
      await keychain.set(account, 'canary');
      const read = await keychain.get(account);
      await keychain.delete(account);
      return read === 'canary' ? null : 'locked';
    } catch (error) {
      return faultOf(error);
    }
  }

  /** null from a keychain means "no such item" or "locked". */
  async function explainAbsence(account: string): Promise<SecretState> {
    if (index.get(account)?.hasSecret !== true) return 'missing';
    const fault = await findFault();
    if (fault === null) return 'missing';
    return fault === 'unavailable' ? 'unavailable' : 'locked';
  }

  async function readKeychain(account: string): Promise<Held | SecretState> {
    try {
      const text = await keychain.get(account);
      if (text === null) return await explainAbsence(account);
      const item = parseItem(text);
      if (item === null) return 'missing';
      // A newer value may have been stored while this one was being read.
      return held.get(account) ?? hold(account, { origin: item.origin, value: item.secret, state: 'stored' });
    } catch (error) {
      return faultOf(error) === 'unavailable' ? 'unavailable' : 'locked';
    }
  }

  async function find(account: string): Promise<Held | SecretState> {
    const known = held.get(account);
    if (known !== undefined) return known;
    const refusal = refused.get(account);
    if (refusal !== undefined && options.monotonicMs() < refusal.untilMs) return refusal.state;
    let pending = reading.get(account);
    if (pending === undefined) {
      pending = readKeychain(account).finally(() => reading.delete(account));
      reading.set(account, pending);
    }
    const found = await pending;
    if (typeof found === 'string' && !held.has(account)) {
      refused.set(account, { state: found, untilMs: options.monotonicMs() + REFUSAL_BELIEVED_MS });
    }
    return held.get(account) ?? found;
  }

  async function markStored(account: string, entry: Held): Promise<void> {
    if (held.get(account) !== entry) return;
    hold(account, { ...entry, state: 'stored' });
    await index.put({
      account,
      hasSecret: true,
      origin: entry.origin,
      backend: keychain.backend,
      updatedAtMs: options.wallMs(),
    });
  }

  /** A write that was given up on has ended well after all; meanwhile the secret may have been replaced or cleared. */
  async function settleLate(account: string, entry: Held): Promise<void> {
    if (isSessionOnly(account) || !held.has(account)) await keychain.delete(account);
    else await markStored(account, entry);
    await keepWaiting();
  }

  /** Puts into the keychain what it could not take before. */
  async function keepWaiting(): Promise<void> {
    for (const [account, entry] of [...held]) {
      if (entry.state !== 'session' || isSessionOnly(account)) continue;
      if ((await keep(account, entry)) !== null) return;
    }
  }

  function isSessionOnly(account: string): boolean {
    return index.get(account)?.hasSecret === false;
  }

  async function noteSessionOnly(account: string, origin: string): Promise<void> {
    const updatedAtMs = options.wallMs();
    await index.put({ account, hasSecret: false, origin, backend: keychain.backend, updatedAtMs });
  }

  async function store(request: SecretRequest, value: string): Promise<{ note: string | null }> {
    const account = accountOf(request);
    if (isSessionOnly(account)) await index.remove(account);
    const entry = hold(account, { origin: request.origin, value, state: 'session' });
    const fault = await keep(account, entry);
    return { note: fault === null ? null : describeSessionOnly(fault) };
  }

  /** Says why there is none, where that is known. */
  function refine(state: SecretState, account: string): CredentialState {
    const entry = index.get(account);
    if (state !== 'missing' || entry === undefined || !entry.hasSecret) return state;
    return entry.backend === keychain.backend ? 'lost' : 'backend_changed';
  }

  /** null when the keychain gives the item back, else why it does not. */
  async function keep(account: string, entry: Held): Promise<KeychainFault | null> {
    const item = JSON.stringify({ origin: entry.origin, secret: entry.value });
    try {
      await keychain.set(account, item);
      if ((await keychain.get(account)) !== item) return 'locked';
      await markStored(account, entry);
      return null;
    } catch (error) {
      const fault = faultOf(error);
      // An unlock prompt may be answered minutes later; then the secret is in the keychain after all.
      if (error instanceof KeychainError && fault === 'busy') {
        error.late
          .then((done) => (done ? settleLate(account, entry) : undefined))
          .catch((failure: unknown) => options.warn('a late keychain write was not recorded', failure));
      }
      return fault;
    }
  }

  async function resolve(request: SecretRequest): Promise<ResolvedSecret> {
    const found = await find(accountOf(request));
    if (typeof found === 'string') return { state: found, value: '' };
    if (found.origin !== request.origin) return { state: 'origin_changed', value: '' };
    return { state: found.state, value: found.value };
  }

  async function forget(account: string): Promise<void> {
    if (index.get(account)?.hasSecret === true && !(await deleteItem(account))) {
      throw new AppError(
        'vault',
        'The credential was not deleted because the keychain is locked or does not answer; unlock it and try again.',
      );
    }
    held.delete(account);
    refused.delete(account);
    await index.remove(account);
  }

  async function deleteItem(account: string): Promise<boolean> {
    try {
      return (await keychain.delete(account)) || (await findFault()) === null;
    } catch (error) {
      faultOf(error);
      return false;
    }
  }

  return {
    notices: index.notices,
    store,
    async storeForSession(request, value) {
      const account = accountOf(request);
      // The old value must not come back from the keychain when this one is gone.
      await forget(account);
      await noteSessionOnly(account, request.origin);
      hold(account, { origin: request.origin, value, state: 'session' });
      return { note: SESSION_CHOSEN };
    },
    async keep(request) {
      const kept = held.get(accountOf(request));
      if (kept === undefined || kept.origin !== request.origin) {
        throw new AppError('not_found', 'The credential is no longer in memory; enter it again.');
      }
      return store(request, kept.value);
    },
    isSessionOnly: (name) => isSessionOnly(accountOf(name)),
    resolve,
    async describe(request) {
      const account = accountOf(request);
      const state = refine((await resolve(request)).state, account);
      const entry = index.get(account);
      const sessionOnly = isSessionOnly(account);
      const facts = { sessionOnly, savedIn: entry?.backend ?? '', inUse: keychain.backend };
      const message = describeSecretState(state, facts);
      return { state, message, updatedAtMs: entry?.updatedAtMs ?? null, sessionOnly };
    },
    clear: (name) => forget(accountOf(name)),
    async clearEnvironment(environmentId) {
      const accounts = new Set([...index.accounts(), ...held.keys()]);
      let left = 0;
      for (const account of accounts) {
        if (!account.startsWith(`${environmentId}/`)) continue;
        try {
          await forget(account);
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          left += 1;
        }
      }
      return left;
    },
    async probe() {
      refused.clear();
      const fault = await findFault();
      const state = fault === null ? 'available' : fault === 'unavailable' ? 'unavailable' : 'locked';
      return { state, message: describeKeychain(fault) };
    },
    watch: (value) => redactor.watch(value),
  };
}

import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { SecretState } from '../../shared/domain/secret.ts';
import type { KeychainState } from '../../shared/domain/settings.ts';
import { AppError } from '../../shared/errors.ts';
import { type Keychain, KeychainError, type KeychainFault } from './keychain.ts';
import type { Redactor } from './redactor.ts';
import type { SecretIndex } from './secret-index.ts';
import { describeKeychain, describeSecretState, describeSessionOnly } from './secret-messages.ts';

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
  readonly state: SecretState;
  readonly message: string;
  readonly updatedAtMs: number | null;
}

/** Keeper of the secrets. Each is bound to the origin it was saved for, and the binding is kept inside the keychain. */
export interface Vault {
  readonly notices: readonly string[];
  /** Keeps a secret; `note` says why it could be kept for this session only, null when it is in the keychain. */
  store(request: SecretRequest, value: string): Promise<{ readonly note: string | null }>;
  resolve(request: SecretRequest): Promise<ResolvedSecret>;
  describe(request: SecretRequest): Promise<SecretDescription>;
  /** Throws AppError `vault` where the keychain would not delete it. */
  clear(name: SecretName): Promise<void>;
  /** Deletes all secrets of an environment; answers how many the keychain would not delete. */
  clearEnvironment(environmentId: string): Promise<number>;
  /** Tries the keychain with an item of no meaning. */
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
    if (index.get(account) === undefined) return 'missing';
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
    if (held.get(account)?.value !== entry.value) return;
    hold(account, { ...entry, state: 'stored' });
    await index.put({
      account,
      hasSecret: true,
      origin: entry.origin,
      backend: keychain.backend,
      updatedAtMs: options.wallMs(),
    });
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
          .then((done) => (done ? markStored(account, entry) : undefined))
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
    if (index.get(account) !== undefined && !(await deleteItem(account))) {
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
    async store(request, value) {
      const account = accountOf(request);
      const entry = hold(account, { origin: request.origin, value, state: 'session' });
      const fault = await keep(account, entry);
      return { note: fault === null ? null : describeSessionOnly(fault) };
    },
    resolve,
    async describe(request) {
      const { state } = await resolve(request);
      const updatedAtMs = index.get(accountOf(request))?.updatedAtMs ?? null;
      return { state, message: describeSecretState(state), updatedAtMs };
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
      const fault = await findFault();
      const state = fault === null ? 'available' : fault === 'unavailable' ? 'unavailable' : 'locked';
      return { state, message: describeKeychain(fault) };
    },
    watch: (value) => redactor.watch(value),
  };
}

import { randomBytes } from 'node:crypto';
import type { HistoryKeyAnswer } from '../../engine/engine-api.ts';
import type { Environment } from '../../shared/domain/environment.ts';
import type { SecretRequest, Vault } from '../vault/vault.ts';
import type { EncryptionSettings } from './encryption-settings.ts';

/** No endpoint has such an origin, so that the key is never sent to one, whatever an environment's file refers to. */
const KEY_ORIGIN = 'sextant://history';
const KEY_REF = 'history:key';
const KEY_BYTES = 32;

const LOCKED =
  'The history is encrypted, and its key is in the keychain, which is locked or does not answer; unlock the keychain.';
const UNAVAILABLE =
  'The history is encrypted, and its key is in the keychain, which this session does not have; start the keychain service.';
const GONE =
  'The history is encrypted, and its key is no longer in the keychain; restore the keychain, or move history.db away to start a new history.';
const NOT_KEPT =
  'The history is to be encrypted, but the keychain does not keep its key; unlock the keychain, or turn encryption off in Settings.';

/** The keys of encrypted histories, one random key an environment, kept in the keychain. */
export interface HistoryKeys {
  /** Whether an environment's history is to be encrypted: as was chosen, else for production. */
  isWanted(environment: Pick<Environment, 'id' | 'kind' | 'demo'>): boolean;
  choose(environmentId: string, encrypted: boolean): Promise<void>;
  /** What the environment's engine may open its history with; `isEncrypted`: as it lies on disk now. */
  answer(
    environment: Pick<Environment, 'id' | 'kind' | 'demo'>,
    isEncrypted: boolean,
  ): Promise<HistoryKeyAnswer>;
}

/** Makes the keeper of the keys. */
export function createHistoryKeys(
  settings: EncryptionSettings,
  vault: Pick<Vault, 'resolve' | 'store'>,
): HistoryKeys {
  const requestOf = (environmentId: string): SecretRequest => ({
    environmentId,
    secretRef: KEY_REF,
    origin: KEY_ORIGIN,
  });
  const isWanted: HistoryKeys['isWanted'] = ({ id, kind, demo }) =>
    settings.get(id) ?? (kind === 'production' && !demo);

  /** A key that only this session knew would make the history unreadable at the next start. */
  async function keep(environmentId: string, key: string): Promise<string | null> {
    const { note } = await vault.store(requestOf(environmentId), key);
    return note === null ? key : null;
  }

  return {
    isWanted,
    choose: (environmentId, encrypted) => settings.set(environmentId, encrypted),
    async answer(environment, isEncrypted) {
      const encrypted = isWanted(environment);
      if (!encrypted && !isEncrypted) return { encrypted, key: null, message: '' };
      const { state, value } = await vault.resolve(requestOf(environment.id));
      switch (state) {
        case 'stored':
          return { encrypted, key: value, message: '' };
        case 'session':
        case 'missing': {
          if (isEncrypted) {
            return state === 'session'
              ? { encrypted, key: value, message: '' }
              : { encrypted, key: null, message: GONE };
          }
          const made = state === 'session' ? value : randomBytes(KEY_BYTES).toString('hex');
          const key = await keep(environment.id, made);
          return { encrypted, key, message: key === null ? NOT_KEPT : '' };
        }
        case 'unavailable':
          return { encrypted, key: null, message: isEncrypted ? UNAVAILABLE : NOT_KEPT };
        default:
          return { encrypted, key: null, message: isEncrypted ? LOCKED : NOT_KEPT };
      }
    },
  };
}

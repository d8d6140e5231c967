import {
  type Credential,
  type CredentialNeed,
  type CredentialUse,
  listCredentialUses,
} from '../../shared/domain/credential.ts';
import type { Environment } from '../../shared/domain/environment.ts';
import { AppError } from '../../shared/errors.ts';
import type { SecretName, SecretRequest, Vault } from '../vault/vault.ts';
import { originOf } from './origin.ts';

/** The credentials that an environment's requests need, each once for its reference and origin, with all its users. */
export function listCredentialNeeds(environment: Environment): readonly CredentialNeed[] {
  const needs = new Map<string, { use: CredentialUse; origin: string; users: CredentialUse['user'][] }>();
  for (const use of listCredentialUses(environment)) {
    const origin = originOf(use);
    const key = JSON.stringify([use.secretRef, origin]);
    const known = needs.get(key);
    if (known === undefined) needs.set(key, { use, origin, users: [use.user] });
    else known.users.push(use.user);
  }
  return [...needs.values()].map(({ use, origin, users }) => ({ secretRef: use.secretRef, origin, users }));
}

/** The credentials of an environment with what this computer knows of each. */
export async function listCredentials(
  environment: Environment,
  vault: Pick<Vault, 'describe'>,
): Promise<readonly Credential[]> {
  return Promise.all(
    listCredentialNeeds(environment).map(async (need) => ({
      ...need,
      ...(await vault.describe({ environmentId: environment.id, ...need })),
    })),
  );
}

/** The need behind a reference and an origin. Throws AppError `bad_data` where the environment has none. */
export function requireNeed(
  environment: Environment,
  { secretRef, origin }: { readonly secretRef: string; readonly origin: string },
): SecretRequest & CredentialNeed {
  const need = listCredentialNeeds(environment).find(
    (known) => known.secretRef === secretRef && known.origin === origin,
  );
  if (need === undefined) {
    throw new AppError(
      'bad_data',
      'The environment no longer uses this credential for this address; look at the list again.',
    );
  }
  return { environmentId: environment.id, ...need };
}

/** Keeps a credential as its user chose: in the keychain or, where `isSessionOnly` says so, in memory until the app quits. */
export function storeTyped(
  vault: Pick<Vault, 'store' | 'storeForSession'>,
  isSessionOnly: (name: SecretName) => boolean,
): (request: SecretRequest, value: string) => Promise<{ readonly note: string | null }> {
  return (request, value) =>
    isSessionOnly(request) ? vault.storeForSession(request, value) : vault.store(request, value);
}

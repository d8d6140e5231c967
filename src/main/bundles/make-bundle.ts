import { AppError } from '../../shared/errors.ts';
import { listCredentialNeeds } from '../environments/credentials.ts';
import type { EnvironmentStore } from '../environments/environment-store.ts';
import type { Vault } from '../vault/vault.ts';
import { collectDashboards, openDashboards } from './bundle-dashboards.ts';
import type { Bundle } from './bundle-format.ts';

/**
 * An environment's file with its dashboards and the credentials that this computer has for it; `notes` say which are not in it. Throws
 * AppError `vault` while the keychain can't be read, `conflict` for a file that can't be used.
 */
export async function makeBundle(
  store: EnvironmentStore,
  vault: Pick<Vault, 'resolve' | 'isSessionOnly'>,
  id: string,
  wallMs: () => number,
): Promise<{ readonly bundle: Bundle; readonly notes: string[] }> {
  const environment = store.get(id);
  const { text, refusal, readBase } = store.fileOf(id);
  if (text === null || refusal !== null) {
    throw new AppError('conflict', refusal ?? 'The environment has no file yet; change and save it first.');
  }
  const secrets: Bundle['secrets'] = [];
  const notes: string[] = [];
  let unreadable = 0;
  for (const { secretRef, origin, users } of listCredentialNeeds(environment)) {
    const name = { environmentId: id, secretRef };
    const what = `${users[0]?.purpose ?? 'credential'} of ${users[0]?.name ?? secretRef}`;
    const { state, value } = await vault.resolve({ ...name, origin });
    if (state === 'locked' || state === 'unavailable') unreadable += 1;
    else if (vault.isSessionOnly(name))
      notes.push(`The ${what} is kept for this session only, and is not in it.`);
    else if (state === 'stored' || state === 'session') secrets.push({ secretRef, origin, value });
    else notes.push(`The ${what} is missing on this computer, and is not in it.`);
  }
  if (unreadable > 0) {
    throw new AppError(
      'vault',
      `${unreadable === 1 ? 'A credential' : `${unreadable} credentials`} can’t be read because the keychain is locked or does not answer; unlock it and export again.`,
    );
  }
  const baseText = environment.base === undefined ? null : readBase(environment.base);
  const base =
    environment.base === undefined || baseText === null ? null : { name: environment.base, text: baseText };
  const found = await collectDashboards(openDashboards(store.folderOf(id), wallMs));
  notes.push(...found.notes);
  return { bundle: { environment: text, base, secrets, dashboards: found.dashboards }, notes };
}

import { existsSync } from 'node:fs';
import path from 'node:path';
import { DEMO_ENVIRONMENT_ID } from './demo/demo-environment.ts';
import { type EnvironmentStore, openEnvironmentStore } from './environments/environment-store.ts';
import { openEncryptionSettings } from './history-keys/encryption-settings.ts';
import { createHistoryKeys, type HistoryKeys } from './history-keys/history-keys.ts';
import { type HttpApiSettings, openHttpApiSettings } from './http-api/http-api-settings.ts';
import { type NoticeLog, openNoticeLog } from './notifications/notice-log.ts';
import { openSettingsStore, type SettingsStore } from './settings/settings-store.ts';
import { openTokenApprovals } from './token-sources/approvals.ts';
import { createTokenSources, type TokenSources } from './token-sources/token-sources.ts';
import type { Keychain } from './vault/keychain.ts';
import type { Redactor } from './vault/redactor.ts';
import { openSecretIndex } from './vault/secret-index.ts';
import { createVault, type Vault } from './vault/vault.ts';

/** What is kept of a user between runs. */
export interface UserData {
  readonly settings: SettingsStore;
  readonly vault: Vault;
  readonly store: EnvironmentStore;
  readonly noticeLog: NoticeLog;
  readonly httpApiSettings: HttpApiSettings;
  readonly historyKeys: HistoryKeys;
  readonly tokenSources: TokenSources;
  /** True the first time that the app runs with this folder. */
  readonly isFirstRun: boolean;
  /** Sentences on what was found at opening (damaged or newer files). */
  readonly notices: readonly string[];
}

/** Opens a user's data folder. */
export async function openUserData(options: {
  readonly folder: string;
  readonly keychain: Keychain;
  readonly redactor: Redactor;
  failure(message: string, error: unknown): void;
}): Promise<UserData> {
  const { folder, keychain, redactor } = options;
  const wallMs = (): number => Date.now();
  const isFirstRun = !existsSync(path.join(folder, 'settings.json'));
  const settings = await openSettingsStore(folder, wallMs());
  const index = await openSecretIndex(folder, wallMs());
  const store = await openEnvironmentStore(path.join(folder, 'environments'), wallMs, [DEMO_ENVIRONMENT_ID]);
  const noticeLog = await openNoticeLog(folder, wallMs(), options.failure);
  const httpApiSettings = await openHttpApiSettings(folder, wallMs());
  const encryption = await openEncryptionSettings(folder, wallMs());
  const vault = createVault({
    keychain,
    index,
    redactor,
    wallMs,
    monotonicMs: () => performance.now(),
    warn: options.failure,
  });
  const tokenSources = createTokenSources({
    approvals: await openTokenApprovals(folder, wallMs()),
    watch: redactor.watch,
    monotonicMs: () => performance.now(),
    environment: process.env,
  });
  return {
    settings,
    vault,
    store,
    noticeLog,
    httpApiSettings,
    historyKeys: createHistoryKeys(encryption, vault),
    tokenSources,
    isFirstRun,
    notices: [
      ...settings.notices,
      ...index.notices,
      ...store.notices,
      ...noticeLog.notices,
      ...httpApiSettings.notices,
      ...encryption.notices,
      ...tokenSources.notices,
    ],
  };
}

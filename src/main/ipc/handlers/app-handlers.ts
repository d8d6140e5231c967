import type { AppInfo } from '../../../shared/domain/settings.ts';
import type { Vault } from '../../vault/vault.ts';
import type { HandlersOf } from '../router.ts';
import type { EnvironmentDialogs } from './environment-file-handlers.ts';
import type { FileDialogs } from './history-handlers.ts';

/** What the handlers of `app.*` need of the desktop. */
export interface Desktop extends FileDialogs, EnvironmentDialogs {
  readonly versions: Omit<AppInfo, 'keychainState' | 'keychainMessage'>;
  openFolder(folder: string): Promise<void>;
  copyText(text: string): void;
  /** Asks the person at this computer, in a dialog of the system. */
  confirm(question: string): Promise<boolean>;
  /** Shows an environment in a window of its own. */
  openWindow(environmentId: string): Promise<void>;
}

/** Handlers of `app.*`. */
export function createAppHandlers(desktop: Desktop, vault: Vault): HandlersOf<'app'> {
  const { versions } = desktop;
  return {
    async 'app.getInfo'() {
      const keychain = await vault.probe();
      return { ...versions, keychainState: keychain.state, keychainMessage: keychain.message };
    },
    'app.openFolder': (which) =>
      desktop.openFolder(which === 'data' ? versions.dataFolder : versions.logFolder),
    'app.copyText': (text) => desktop.copyText(text),
  };
}

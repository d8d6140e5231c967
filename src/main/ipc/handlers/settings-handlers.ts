import type { SettingsStore } from '../../settings/settings-store.ts';
import type { HandlersOf } from '../router.ts';

/** Handlers of `settings.*`. */
export function createSettingsHandlers(
  settings: SettingsStore,
  onChanged: () => void,
): HandlersOf<'settings'> {
  return {
    'settings.get': () => settings.get(),
    async 'settings.update'(next) {
      const saved = await settings.update(next);
      onChanged();
      return saved;
    },
  };
}

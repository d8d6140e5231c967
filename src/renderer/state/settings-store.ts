import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { DEFAULT_SETTINGS, type Settings } from '../../shared/domain/settings.ts';
import { request } from '../ipc/client.ts';

interface SettingsState {
  readonly settings: Settings;
  load(): Promise<void>;
  update(change: Partial<Settings>): Promise<void>;
  accept(settings: Settings): void;
}

export const settingsStore = createStore<SettingsState>()((set, get) => ({
  settings: DEFAULT_SETTINGS,
  load: async () => set({ settings: await request('settings.get') }),
  update: async (change) => {
    set({ settings: await request('settings.update', { ...get().settings, ...change }) });
  },
  accept: (settings) => set({ settings }),
}));

export function useSettings<T>(selector: (state: SettingsState) => T): T {
  return useStore(settingsStore, selector);
}

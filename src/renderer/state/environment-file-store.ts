import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ReplyOf } from '../../shared/ipc/contract.ts';
import { request } from '../ipc/client.ts';
import { environmentStore } from './environment-store.ts';

/** What the main process knows of the shown environment's file. */
export type EnvironmentFileState = ReplyOf<'environmentFiles.getState'>;

interface FileStore {
  readonly file: EnvironmentFileState | null;
  load(): Promise<void>;
}

let loads = 0;

const environmentFileStore = createStore<FileStore>()((set) => ({
  file: null,
  load: async () => {
    loads += 1;
    const load = loads;
    const active = environmentStore.getState().active;
    const file = active === null ? null : await request('environmentFiles.getState', { id: active.id });
    if (load === loads) set({ file });
  },
}));

/** Reads the file's state again; the next change of an environment does so by itself. */
export function loadEnvironmentFile(): void {
  environmentFileStore
    .getState()
    .load()
    // The environment may be gone by now; the next answer says what is shown instead.
    .catch(() => undefined);
}

environmentStore.subscribe((state, before) => {
  if (state.environments !== before.environments || state.active !== before.active) loadEnvironmentFile();
});

export function useEnvironmentFile<T>(selector: (state: FileStore) => T): T {
  return useStore(environmentFileStore, selector);
}

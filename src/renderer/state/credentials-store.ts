import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Credential } from '../../shared/domain/credential.ts';
import { request } from '../ipc/client.ts';
import { environmentStore } from './environment-store.ts';

interface CredentialsState {
  /** Of the shown environment; null before the first answer. */
  readonly credentials: readonly Credential[] | null;
  /** Credentials to be typed one after the other in the dialog; empty while it is closed. */
  readonly asked: readonly Credential[];
  load(): Promise<void>;
  ask(credentials: readonly Credential[]): void;
}

let loads = 0;

/** The shown environment's credentials, and which of them the user is asked for. */
export const credentialsStore = createStore<CredentialsState>()((set) => ({
  credentials: null,
  asked: [],
  load: async () => {
    loads += 1;
    const load = loads;
    const credentials = await request('secrets.listCredentials');
    if (load === loads) set({ credentials });
  },
  ask: (asked) => set({ asked }),
}));

/** Reads the states again. */
export function loadCredentials(): void {
  credentialsStore
    .getState()
    .load()
    // The environment may be gone by now; the next answer says what is shown instead.
    .catch(() => undefined);
}

environmentStore.subscribe((state, before) => {
  if (state.active?.id !== before.active?.id) credentialsStore.setState({ credentials: null, asked: [] });
  if (state.active !== before.active) loadCredentials();
});

export function useCredentials<T>(selector: (state: CredentialsState) => T): T {
  return useStore(credentialsStore, selector);
}

import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { AppError } from '../../shared/errors.ts';
import { setUnlocker } from '../ipc/client.ts';
import { environmentStore } from './environment-store.ts';

interface UnlockState {
  /** The environment that is to be unlocked; null while nothing is asked. */
  readonly environmentId: string | null;
  /** Something that was asked for waits for the answer, and is not only prepared. */
  readonly isHeldUp: boolean;
  /** Asks the user; true once the environment was unlocked, false when it was not. */
  ask(environmentId: string, isHeldUp?: boolean): Promise<boolean>;
  settle(unlocked: boolean): void;
}

let answer: ((unlocked: boolean) => void) | null = null;

/** The question whether production may be changed; there is one at a time. */
export const unlockStore = createStore<UnlockState>()((set) => ({
  environmentId: null,
  isHeldUp: false,
  ask(environmentId, isHeldUp = false) {
    answer?.(false);
    set({ environmentId, isHeldUp });
    return new Promise((resolve) => {
      answer = resolve;
    });
  },
  settle(unlocked) {
    set({ environmentId: null });
    answer?.(unlocked);
    answer = null;
  },
}));

export function useUnlock<T>(selector: (state: UnlockState) => T): T {
  return useStore(unlockStore, selector);
}

/** The environment that a refusal is about; null where it is about something else. */
function refusedEnvironment({ code, details }: AppError): string | null {
  if (code !== 'unauthorized' || details?.readOnly !== true) return null;
  return typeof details.environmentId === 'string' ? details.environmentId : null;
}

/** Lets a change that production refuses ask for the unlocking, and go on after it. The result ends that. */
export function askOnRefusal(): () => void {
  setUnlocker(async (error) => {
    const id = refusedEnvironment(error);
    // A window may change what it does not show; it is asked for by name all the same.
    const isKnown = environmentStore.getState().environments.some((known) => known.id === id);
    return id !== null && isKnown ? unlockStore.getState().ask(id, true) : false;
  });
  return () => setUnlocker(null);
}

import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { AlertMatcher } from '../../../../shared/domain/silence.ts';
import { newSilence, type SilenceFormState } from './silence-form-state.ts';

interface SilencePanelState {
  readonly opened: boolean;
  /** The silence that is written; null shows the list. */
  readonly form: SilenceFormState | null;
  openList(): void;
  openNew(matchers: readonly AlertMatcher[]): void;
  edit(form: SilenceFormState): void;
  close(): void;
}

/** The drawer of silences: other parts of the page open it with matchers filled in. */
export const silencePanelStore = createStore<SilencePanelState>()((set) => ({
  opened: false,
  form: null,
  openList: () => set({ opened: true, form: null }),
  openNew: (matchers) => set({ opened: true, form: newSilence(matchers) }),
  edit: (form) => set({ opened: true, form }),
  close: () => set({ opened: false }),
}));

export function useSilencePanel<T>(selector: (state: SilencePanelState) => T): T {
  return useStore(silencePanelStore, selector);
}

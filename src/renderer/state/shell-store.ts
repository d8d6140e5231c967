import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** The windows of the shell over the page; there is one at a time. */
export type ShellDialog = 'shortcuts' | 'about' | null;

interface ShellState {
  readonly dialog: ShellDialog;
  /** The time range picker's panel is open. */
  readonly choosingRange: boolean;
  openDialog(dialog: ShellDialog): void;
  setChoosingRange(choosing: boolean): void;
}

export const shellStore = createStore<ShellState>()((set) => ({
  dialog: null,
  choosingRange: false,
  openDialog: (dialog) => set({ dialog }),
  setChoosingRange: (choosingRange) => set({ choosingRange }),
}));

export function useShell<T>(selector: (state: ShellState) => T): T {
  return useStore(shellStore, selector);
}

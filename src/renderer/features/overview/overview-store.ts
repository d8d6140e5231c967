import { createStore } from 'zustand/vanilla';
import type { PanelSpec } from './panel-spec.ts';

interface OverviewState {
  readonly search: string;
  readonly type: PanelSpec['type'] | 'all';
  /** Sections that the user opened (true) or closed (false), by id. */
  readonly opened: Readonly<Record<string, boolean>>;
  setSearch(search: string): void;
  setType(type: OverviewState['type']): void;
  setOpened(sectionId: string, open: boolean): void;
}

/** What the user chose on Overview; kept while other pages are shown. */
export const overviewStore = createStore<OverviewState>()((set) => ({
  search: '',
  type: 'all',
  opened: {},
  setSearch: (search) => set({ search }),
  setType: (type) => set({ type }),
  setOpened: (sectionId, open) => set((state) => ({ opened: { ...state.opened, [sectionId]: open } })),
}));

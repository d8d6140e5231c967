import { createStore } from 'zustand/vanilla';
import type { MetricFamily } from './metric-families.ts';
import type { PanelSpec } from './panel-spec.ts';

interface OverviewState {
  /** Sections of what belongs together, or all metrics side by side. A filter shows the metrics it finds. */
  readonly view: 'sections' | 'metrics';
  readonly search: string;
  readonly type: PanelSpec['type'] | 'all';
  /** Label that each metric found is grouped by. */
  readonly label: string | null;
  /** The metric that is shown by each of its labels. */
  readonly brokenDown: MetricFamily | null;
  /** Sections that the user opened (true) or closed (false), by id. */
  readonly opened: Readonly<Record<string, boolean>>;
  setSearch(search: string): void;
  setType(type: OverviewState['type']): void;
  clearFilter(): void;
  setOpened(sectionId: string, open: boolean): void;
}

/** What the user chose on Overview; kept while other pages are shown. */
export const overviewStore = createStore<OverviewState>()((set) => ({
  view: 'sections',
  search: '',
  type: 'all',
  label: null,
  brokenDown: null,
  opened: {},
  setSearch: (search) => set({ search }),
  setType: (type) => set({ type }),
  clearFilter: () => set({ search: '', type: 'all', label: null }),
  setOpened: (sectionId, open) => set((state) => ({ opened: { ...state.opened, [sectionId]: open } })),
}));

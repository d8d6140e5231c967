import { createStore } from 'zustand/vanilla';

export type CompareLayout = 'overlay' | 'side';

interface CompareState {
  /** The environments to compare with, by the environment that is shown; none until the user chooses. */
  readonly chosen: ReadonlyMap<string, readonly string[]>;
  readonly layout: CompareLayout;
  choose(shownId: string, environmentIds: readonly string[]): void;
  setLayout(layout: CompareLayout): void;
}

const NOTHING: readonly string[] = [];

/** What Explore compares with; kept while other pages are shown. */
export const compareStore = createStore<CompareState>()((set) => ({
  chosen: new Map(),
  layout: 'overlay',
  choose: (shownId, environmentIds) =>
    set(({ chosen }) => ({ chosen: new Map(chosen).set(shownId, environmentIds) })),
  setLayout: (layout) => set({ layout }),
}));

/** The ids of the environments to compare with. */
export function comparedWith(state: CompareState, shownId: string | null): readonly string[] {
  return state.chosen.get(shownId ?? '') ?? NOTHING;
}

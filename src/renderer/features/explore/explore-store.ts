import { createStore } from 'zustand/vanilla';

export type ResultTab = 'graph' | 'table';

interface ExploreState {
  /** What stands in the editor. */
  readonly draft: string;
  /** What was run last; '' before the first run. */
  readonly expr: string;
  /** Grows with each run, so that running the same expression again asks again. */
  readonly run: number;
  readonly tab: ResultTab;
  readonly stacked: boolean;
  /** Expressions run before, newest first, each once. */
  readonly history: readonly string[];
  setDraft(draft: string): void;
  runExpr(expr: string): void;
  setTab(tab: ResultTab): void;
  setStacked(stacked: boolean): void;
  forgetHistory(): void;
}

const HISTORY_KEY = 'sextant.explore.history';
const HISTORY_LENGTH = 30;

function readHistory(): string[] {
  try {
    const parsed: unknown = JSON.parse(localStorage.getItem(HISTORY_KEY) ?? '[]');
    return Array.isArray(parsed) ? parsed.filter((entry) => typeof entry === 'string') : [];
  } catch {
    // A damaged history is not worth a word: it starts anew.
    return [];
  }
}

function writeHistory(history: readonly string[]): void {
  localStorage.setItem(HISTORY_KEY, JSON.stringify(history));
}

/** Explore's query; kept while other pages are shown, its history over restarts. */
export const exploreStore = createStore<ExploreState>()((set) => ({
  draft: '',
  expr: '',
  run: 0,
  tab: 'graph',
  stacked: false,
  history: readHistory(),
  setDraft: (draft) => set({ draft }),
  runExpr: (text) =>
    set((state) => {
      const expr = text.trim();
      if (expr === '') return { draft: text, expr };
      const history = [expr, ...state.history.filter((entry) => entry !== expr)].slice(0, HISTORY_LENGTH);
      writeHistory(history);
      return { draft: text, expr, history, run: state.run + 1 };
    }),
  setTab: (tab) => set({ tab }),
  setStacked: (stacked) => set({ stacked }),
  forgetHistory: () => {
    writeHistory([]);
    set({ history: [] });
  },
}));

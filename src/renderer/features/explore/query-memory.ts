import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** An expression that was kept, with a name where it was given one. */
export interface Favourite {
  readonly expr: string;
  readonly name: string;
}

/** What one environment remembers of its queries. */
interface QueryMemory {
  /** Expressions run before, newest first, each once. */
  readonly history: readonly string[];
  readonly favourites: readonly Favourite[];
}

interface QueryMemoryState {
  readonly byEnvironment: ReadonlyMap<string, QueryMemory>;
  noteRun(environmentId: string, expr: string): void;
  forgetHistory(environmentId: string): void;
  /** Brings expressions back, behind those that were run since. */
  restoreHistory(environmentId: string, history: readonly string[]): void;
  saveFavourite(environmentId: string, favourite: Favourite): void;
  removeFavourite(environmentId: string, expr: string): void;
}

const KEY_PREFIX = 'sextant.explore.';
const HISTORY_LENGTH = 50;
const MAX_FAVOURITES = 200;
const EMPTY: QueryMemory = { history: [], favourites: [] };

function isFavourite(entry: unknown): entry is Favourite {
  const candidate = entry as Partial<Favourite> | null;
  return typeof candidate?.expr === 'string' && typeof candidate.name === 'string';
}

function read(environmentId: string): QueryMemory {
  try {
    const parsed = JSON.parse(localStorage.getItem(KEY_PREFIX + environmentId) ?? '{}') as Partial<
      Record<keyof QueryMemory, unknown>
    >;
    const { history, favourites } = parsed;
    return {
      history: Array.isArray(history) ? history.filter((entry) => typeof entry === 'string') : [],
      favourites: Array.isArray(favourites) ? favourites.filter(isFavourite) : [],
    };
  } catch {
    // A damaged memory is not worth a word: it starts anew.
    return EMPTY;
  }
}

/** Expressions that were run or kept, by environment, over restarts of the app. */
export const queryMemoryStore = createStore<QueryMemoryState>()((set, get) => {
  const update = (environmentId: string, to: (before: QueryMemory) => QueryMemory): void => {
    const memory = to(get().byEnvironment.get(environmentId) ?? read(environmentId));
    localStorage.setItem(KEY_PREFIX + environmentId, JSON.stringify(memory));
    set((state) => ({ byEnvironment: new Map(state.byEnvironment).set(environmentId, memory) }));
  };
  return {
    byEnvironment: new Map(),
    noteRun: (environmentId, expr) =>
      update(environmentId, (before) => ({
        ...before,
        history: [expr, ...before.history.filter((entry) => entry !== expr)].slice(0, HISTORY_LENGTH),
      })),
    forgetHistory: (environmentId) => update(environmentId, (before) => ({ ...before, history: [] })),
    restoreHistory: (environmentId, history) =>
      update(environmentId, (before) => ({
        ...before,
        history: [...new Set([...before.history, ...history])].slice(0, HISTORY_LENGTH),
      })),
    saveFavourite: (environmentId, favourite) =>
      update(environmentId, (before) => ({
        ...before,
        favourites: [favourite, ...before.favourites.filter(({ expr }) => expr !== favourite.expr)].slice(
          0,
          MAX_FAVOURITES,
        ),
      })),
    removeFavourite: (environmentId, expr) =>
      update(environmentId, (before) => ({
        ...before,
        favourites: before.favourites.filter((favourite) => favourite.expr !== expr),
      })),
  };
});

/** What an environment remembers. */
export function useQueryMemory(environmentId: string): QueryMemory {
  const known = useStore(queryMemoryStore, (state) => state.byEnvironment.get(environmentId));
  return known ?? read(environmentId);
}

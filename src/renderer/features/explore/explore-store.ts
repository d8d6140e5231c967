import { createStore } from 'zustand/vanilla';
import type { AxisScale } from '../../charts/axis-scale.ts';

export type ResultTab = 'graph' | 'table' | 'heatmap' | 'raw' | 'explain';

export type GraphStyle = 'lines' | 'stack' | 'points';

/** One of the queries that are shown together. */
export interface ExploreQuery {
  /** A letter, stable while the query is there. */
  readonly id: string;
  /** What stands in its editor. */
  readonly draft: string;
  /** What was run last; '' before the first run. */
  readonly expr: string;
  /** Grows with each run, so that running the same expression again asks again. */
  readonly run: number;
  readonly hidden: boolean;
}

interface ExploreState {
  /** Never empty. */
  readonly queries: readonly ExploreQuery[];
  readonly tab: ResultTab;
  readonly style: GraphStyle;
  readonly scale: AxisScale;
  /** Draws the least and greatest values within each step. */
  readonly band: boolean;
  /** Draws exemplars of the first query. */
  readonly exemplars: boolean;
  setDraft(id: string, draft: string): void;
  runExpr(id: string, expr: string): void;
  /** Makes this expression the first query and runs it. */
  openExpr(expr: string): void;
  /** Adds a query, which runs when `expr` is not empty. */
  addQuery(expr?: string): void;
  duplicateQuery(id: string): void;
  removeQuery(id: string): void;
  /** Puts back what was removed, at its place as far as its letter and that are free. */
  restoreQuery(query: ExploreQuery, at: number): void;
  toggleHidden(id: string): void;
  setTab(tab: ResultTab): void;
  setStyle(style: GraphStyle): void;
  setScale(scale: AxisScale): void;
  toggleBand(): void;
  toggleExemplars(): void;
}

const LETTERS = 'ABCDEFGH';

/** More queries than this are more lines than can be told apart. */
export const MAX_QUERIES = LETTERS.length;

function newQuery(queries: readonly ExploreQuery[], expr = ''): ExploreQuery | null {
  const id = [...LETTERS].find((letter) => queries.every((query) => query.id !== letter));
  return id === undefined ? null : { id, draft: expr, expr, run: expr === '' ? 0 : 1, hidden: false };
}

function change(
  queries: readonly ExploreQuery[],
  id: string,
  to: (query: ExploreQuery) => ExploreQuery,
): readonly ExploreQuery[] {
  return queries.map((query) => (query.id === id ? to(query) : query));
}

const FIRST: ExploreQuery = { id: 'A', draft: '', expr: '', run: 0, hidden: false };

/** Explore's queries; kept while other pages are shown. */
export const exploreStore = createStore<ExploreState>()((set) => ({
  queries: [FIRST],
  tab: 'graph',
  style: 'lines',
  scale: 'linear',
  band: false,
  exemplars: false,
  setDraft: (id, draft) =>
    set((state) => ({ queries: change(state.queries, id, (query) => ({ ...query, draft })) })),
  runExpr: (id, text) =>
    set((state) => {
      const expr = text.trim();
      return {
        queries: change(state.queries, id, (query) => ({
          ...query,
          draft: text,
          expr,
          run: query.run + 1,
          hidden: false,
        })),
      };
    }),
  openExpr: (text) =>
    set((state) => {
      const expr = text.trim();
      return { queries: [{ ...FIRST, draft: expr, expr, run: (state.queries[0]?.run ?? 0) + 1 }] };
    }),
  addQuery: (expr = '') =>
    set((state) => {
      const [first] = state.queries;
      // An empty page takes the expression where one would write it.
      if (expr !== '' && first !== undefined && state.queries.length === 1 && first.draft.trim() === '') {
        return { queries: [{ ...first, draft: expr, expr, run: first.run + 1 }] };
      }
      const added = newQuery(state.queries, expr);
      return added === null ? state : { queries: [...state.queries, added] };
    }),
  duplicateQuery: (id) =>
    set((state) => {
      const at = state.queries.findIndex((query) => query.id === id);
      const original = state.queries[at];
      const copy = original === undefined ? null : newQuery(state.queries, original.draft.trim());
      if (copy === null) return state;
      return { queries: [...state.queries.slice(0, at + 1), copy, ...state.queries.slice(at + 1)] };
    }),
  removeQuery: (id) =>
    set((state) => {
      const queries = state.queries.filter((query) => query.id !== id);
      return { queries: queries.length === 0 ? [FIRST] : queries };
    }),
  restoreQuery: (query, at) =>
    set(({ queries }) => {
      const [only] = queries;
      const isBlank = queries.length === 1 && only?.draft.trim() === '';
      const others = isBlank ? [] : queries;
      const isTaken = others.some(({ id }) => id === query.id);
      const id = isTaken ? newQuery(others)?.id : query.id;
      return id === undefined
        ? { queries }
        : { queries: [...others.slice(0, at), { ...query, id }, ...others.slice(at)] };
    }),
  toggleHidden: (id) =>
    set((state) => ({
      queries: change(state.queries, id, (query) => ({ ...query, hidden: !query.hidden })),
    })),
  setTab: (tab) => set({ tab }),
  setStyle: (style) => set({ style }),
  setScale: (scale) => set({ scale }),
  toggleBand: () => set((state) => ({ band: !state.band })),
  toggleExemplars: () => set((state) => ({ exemplars: !state.exemplars })),
}));

import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { TimeRange } from '../../shared/domain/time-range.ts';

/** How often live charts ask again, ms; null is off, 'auto' follows the step of what is drawn. */
export type RefreshInterval = number | null | 'auto';

interface TimeRangeState {
  readonly range: TimeRange;
  /** Ranges before this one, newest last: what *back* returns to after zooming. */
  readonly history: readonly TimeRange[];
  /** Ranges that *back* left, newest last: what *forward* returns to. */
  readonly future: readonly TimeRange[];
  readonly refresh: RefreshInterval;
  readonly paused: boolean;
  /** Nobody has chosen a range yet, so it grows with a young history up to the default. */
  readonly growing: boolean;
  setRange(range: TimeRange): void;
  /** Zooms to ms UTC. */
  zoomTo(startMs: number, endMs: number): void;
  back(): void;
  forward(): void;
  /** Back over all zooms to the last range that followed now, else to the one before. */
  resetZoom(): void;
  setRefresh(refresh: RefreshInterval): void;
  togglePaused(): void;
  /** Takes note of how far the history of the last minutes goes back, ms. */
  noteHistory(ageMs: number): void;
}

const HISTORY_LENGTH = 20;
export const DEFAULT_TIME_RANGE: TimeRange = { from: 'now-15m', to: 'now' };

/** A history of a minute in a chart of fifteen is a sliver at its edge; so the first ranges are short. */
const GROWING_RANGES: readonly { readonly upToMs: number; readonly range: TimeRange }[] = [
  { upToMs: 30_000, range: { from: 'now-30s', to: 'now' } },
  { upToMs: 60_000, range: { from: 'now-1m', to: 'now' } },
  { upToMs: 120_000, range: { from: 'now-2m', to: 'now' } },
  { upToMs: 300_000, range: { from: 'now-5m', to: 'now' } },
  { upToMs: 600_000, range: { from: 'now-10m', to: 'now' } },
];

export const timeRangeStore = createStore<TimeRangeState>()((set) => ({
  range: DEFAULT_TIME_RANGE,
  history: [],
  future: [],
  refresh: 'auto',
  paused: false,
  growing: true,
  setRange: (range) =>
    set((state) => ({
      range,
      growing: false,
      history: [...state.history, state.range].slice(-HISTORY_LENGTH),
      future: [],
    })),
  zoomTo: (startMs, endMs) =>
    set((state) => ({
      range: { from: Math.round(startMs), to: Math.round(endMs) },
      growing: false,
      history: [...state.history, state.range].slice(-HISTORY_LENGTH),
      future: [],
    })),
  back: () =>
    set((state) => {
      const previous = state.history.at(-1);
      if (previous === undefined) return state;
      const future = [...state.future, state.range].slice(-HISTORY_LENGTH);
      return { range: previous, history: state.history.slice(0, -1), future };
    }),
  resetZoom: () =>
    set((state) => {
      const live = state.history.findLastIndex(({ to }) => typeof to === 'string');
      const at = live === -1 ? state.history.length - 1 : live;
      const before = state.history[at];
      if (before === undefined) return state;
      return { range: before, history: state.history.slice(0, at), future: [] };
    }),
  forward: () =>
    set((state) => {
      const next = state.future.at(-1);
      if (next === undefined) return state;
      const history = [...state.history, state.range].slice(-HISTORY_LENGTH);
      return { range: next, history, future: state.future.slice(0, -1) };
    }),
  setRefresh: (refresh) => set({ refresh }),
  togglePaused: () => set((state) => ({ paused: !state.paused })),
  noteHistory: (ageMs) =>
    set((state) => {
      if (!state.growing) return state;
      const fitting = GROWING_RANGES.find(({ upToMs }) => ageMs <= upToMs)?.range ?? DEFAULT_TIME_RANGE;
      return state.range.from === fitting.from ? state : { range: fitting };
    }),
}));

/** A fixed part of time is shown, and there is a range to go back to. */
export function selectIsZoomed({ range, history }: TimeRangeState): boolean {
  return typeof range.to === 'number' && history.length > 0;
}

/** Leaves the part of time that is zoomed into; null where none is. */
export function useResetZoom(): (() => void) | null {
  const zoomed = useStore(timeRangeStore, selectIsZoomed);
  return zoomed ? timeRangeStore.getState().resetZoom : null;
}

export function useTimeRange<T>(selector: (state: TimeRangeState) => T): T {
  return useStore(timeRangeStore, selector);
}

/** A range that ends at a fixed time does not move, so it need not be asked for again. */
export function selectIsLive(state: TimeRangeState): boolean {
  return !state.paused && state.refresh !== null && typeof state.range.to === 'string';
}

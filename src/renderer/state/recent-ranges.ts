import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { TimeRange } from '../../shared/domain/time-range.ts';

const KEY = 'sextant.recent-ranges';
const KEPT = 5;

function isTime(value: unknown): value is number | string {
  return typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));
}

function read(): readonly TimeRange[] {
  try {
    const parsed: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    if (!Array.isArray(parsed)) return [];
    return parsed
      .filter((entry: Partial<TimeRange> | null) => isTime(entry?.from) && isTime(entry?.to))
      .map(({ from, to }: TimeRange) => ({ from, to }))
      .slice(0, KEPT);
  } catch {
    // What another version wrote is no reason to go without a picker.
    return [];
  }
}

interface RecentRangesState {
  /** Ranges that were typed or picked, newest first, each once. */
  readonly ranges: readonly TimeRange[];
  note(range: TimeRange): void;
}

export const recentRangesStore = createStore<RecentRangesState>()((set, get) => ({
  ranges: read(),
  note(range) {
    const others = get().ranges.filter(({ from, to }) => from !== range.from || to !== range.to);
    const ranges = [{ from: range.from, to: range.to }, ...others].slice(0, KEPT);
    localStorage.setItem(KEY, JSON.stringify(ranges));
    set({ ranges });
  },
}));

export function useRecentRanges(): readonly TimeRange[] {
  return useStore(recentRangesStore, (state) => state.ranges);
}

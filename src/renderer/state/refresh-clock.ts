import { createStore } from 'zustand/vanilla';
import { chooseStepMs, resolveTimeRange, type TimeRange } from '../../shared/domain/time-range.ts';
import { engineStore } from './engine-store.ts';
import { environmentStore, selectScrapeIntervalMs } from './environment-store.ts';
import { type RefreshInterval, selectIsLive, timeRangeStore } from './time-range-store.ts';

/** How many refreshes there were; all panels on screen ask again at the same moment. */
const refreshStore = createStore<{ readonly tick: number }>()(() => ({ tick: 0 }));

/** Finer than a pixel of a chart nothing can be seen moving. */
const AUTO_POINTS = 600;
const AUTO_MAX_MS = 60_000;

/** How often charts ask again, ms: as chosen, or for `auto` with each scrape, but no oftener than a pixel's time. */
export function refreshIntervalMs(
  refresh: RefreshInterval,
  range: TimeRange,
  scrapeIntervalMs: number,
  nowMs: number,
): number {
  if (typeof refresh === 'number') return refresh;
  let rangeMs = 3_600_000;
  try {
    const { startMs, endMs } = resolveTimeRange(range, nowMs);
    rangeMs = endMs - startMs;
  } catch {
    // The engine answers with what is wrong with the range.
  }
  return Math.min(AUTO_MAX_MS, chooseStepMs(rangeMs, AUTO_POINTS, scrapeIntervalMs));
}

let users = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let lastTickMs = 0;
let disconnect: (() => void) | undefined;

function intervalMs(): number {
  const { refresh, range } = timeRangeStore.getState();
  const scrapeIntervalMs = selectScrapeIntervalMs(environmentStore.getState());
  return refreshIntervalMs(refresh, range, scrapeIntervalMs, Date.now());
}

function tickNow(): void {
  lastTickMs = Date.now();
  refreshStore.setState(({ tick }) => ({ tick: tick + 1 }));
  schedule(2 * intervalMs());
}

/** Lets all panels on screen ask again now, also while charts are paused. */
export function refreshNow(): void {
  tickNow();
}

/** New samples are what is worth asking for; the later time is for when none come, so that the range moves on. */
function schedule(inMs: number): void {
  clearTimeout(timer);
  if (users === 0 || !selectIsLive(timeRangeStore.getState())) return;
  timer = setTimeout(tickNow, Math.max(0, inMs));
}

function connect(): () => void {
  const unsubscribeEngine = engineStore.subscribe((state, before) => {
    // A tenth less than the interval: scrapes that come a little early would else be shown one late.
    if (state.revisions.series !== before.revisions.series) {
      schedule(lastTickMs + 0.9 * intervalMs() - Date.now());
    }
  });
  const unsubscribeRange = timeRangeStore.subscribe((state, before) => {
    if (selectIsLive(state) && !selectIsLive(before)) tickNow();
    else schedule(2 * intervalMs());
  });
  return () => {
    unsubscribeEngine();
    unsubscribeRange();
    clearTimeout(timer);
  };
}

/**
 * Calls back at once and with each refresh, with the number of refreshes so far; the result ends that. The clock runs only
 * as long as something listens.
 */
export function onRefresh(listener: (tick: number) => void): () => void {
  users += 1;
  disconnect ??= connect();
  if (users === 1) schedule(intervalMs());
  listener(refreshStore.getState().tick);
  const unsubscribe = refreshStore.subscribe((state) => listener(state.tick));
  return () => {
    unsubscribe();
    users -= 1;
    if (users > 0) return;
    disconnect?.();
    disconnect = undefined;
  };
}

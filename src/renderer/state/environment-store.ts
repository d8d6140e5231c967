import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Environment, EnvironmentSummary } from '../../shared/domain/environment.ts';
import { request } from '../ipc/client.ts';

interface EnvironmentState {
  /** False until the first answer came: pages must not show "no environment" before. */
  readonly loaded: boolean;
  readonly environments: readonly EnvironmentSummary[];
  readonly active: Environment | null;
  load(): Promise<void>;
}

let loads = 0;

export const environmentStore = createStore<EnvironmentState>()((set) => ({
  loaded: false,
  environments: [],
  active: null,
  load: async () => {
    loads += 1;
    const load = loads;
    const [environments, active] = await Promise.all([
      request('environments.list'),
      request('environments.getActive'),
    ]);
    // A later load knows better.
    if (load === loads) set({ loaded: true, environments, active });
  },
}));

export function useEnvironment<T>(selector: (state: EnvironmentState) => T): T {
  return useStore(environmentStore, selector);
}

/** The shown environment as the list has it; undefined while none is. */
export function selectShownSummary(state: EnvironmentState): EnvironmentSummary | undefined {
  return state.environments.find(({ id }) => id === state.active?.id);
}

/** The shortest scrape interval of the active environment, ms: steps below it only repeat samples. */
export function selectScrapeIntervalMs(state: EnvironmentState): number {
  const intervals = state.active?.endpoints.map((endpoint) => endpoint.scrapeIntervalMs) ?? [];
  return intervals.length === 0 ? 15_000 : Math.min(...intervals);
}

const LATE_INTERVALS = 4;
const LEAST_LATE_MS = 15_000;

/** When the newest sample is so old, none come any more, ms: four of the longest scrape intervals. */
export function selectLateMs(state: EnvironmentState): number {
  const intervals = state.active?.endpoints.map((endpoint) => endpoint.scrapeIntervalMs) ?? [];
  return Math.max(
    LEAST_LATE_MS,
    LATE_INTERVALS * Math.max(0, ...(intervals.length === 0 ? [15_000] : intervals)),
  );
}

/** Rates of endpoints that are scraped rarely must not make those of all others coarse. */
const LONGEST_RATE_BASE_MS = 30_000;

/**
 * The scrape interval that windows of rates are made for, ms: the longest of the active environment up to half a minute,
 * because a window with less than two samples of an endpoint leaves holes in its line.
 */
export function selectRateBaseMs(state: EnvironmentState): number {
  const shortest = selectScrapeIntervalMs(state);
  const intervals = state.active?.endpoints.map((endpoint) => endpoint.scrapeIntervalMs) ?? [];
  return Math.max(shortest, Math.min(LONGEST_RATE_BASE_MS, Math.max(0, ...intervals)));
}

const SHORTEST_GAP_MS = 60_000;

/**
 * How long the console's own charts carry a value on, ms: three missed scrapes are a gap, and not PromQL's five minutes.
 * Never under a minute, which is as rare as rules are usually evaluated.
 */
export function selectGapMs(state: EnvironmentState): number {
  const intervals = state.active?.endpoints.map((endpoint) => endpoint.scrapeIntervalMs) ?? [];
  return Math.max(SHORTEST_GAP_MS, ...intervals.map((intervalMs) => 3 * intervalMs));
}

/** What bends the simulated traffic at one moment: factors of 1 and a ratio of 0 leave it as it is. */
export interface Disturbance {
  /** Part of the requests that fail on top of the base error ratio, 0 to 1. */
  errorRatio: number;
  /** Latencies are multiplied by this. */
  latencyFactor: number;
}

/** A moment of a scenario; `nextPhaseInMs` counts workload time, null when the phase lasts for ever. */
export interface ScenarioMoment {
  phase: 'calm' | 'error-burst';
  nextPhaseInMs: number | null;
  disturbance: Disturbance;
}

/** `demo` repeats bursts of errors for ever; `none` stays calm. */
export type ScenarioName = 'demo' | 'none';

const FIRST_BURST_MS = 40_000;
const BURST_MS = 50_000;
const CALM_MS = 60_000;
const RAMP_MS = 4_000;
const BURST_ERROR_RATIO = 0.15;
const BURST_LATENCY_FACTOR = 5;

const CALM: Disturbance = { errorRatio: 0, latencyFactor: 1 };

/**
 * The scenario's state at a workload time: with `demo` the first burst begins after 40 s, lasts 50 s (its edges
 * ramped over 4 s) and comes back after 60 s of calm, long enough for an alert with `for: 15s` to fire and resolve.
 */
export function scenarioAt(scenario: ScenarioName, timeMs: number): ScenarioMoment {
  if (scenario === 'none') return { phase: 'calm', nextPhaseInMs: null, disturbance: CALM };
  if (timeMs < FIRST_BURST_MS)
    return { phase: 'calm', nextPhaseInMs: FIRST_BURST_MS - timeMs, disturbance: CALM };
  const inCycleMs = (timeMs - FIRST_BURST_MS) % (BURST_MS + CALM_MS);
  if (inCycleMs >= BURST_MS)
    return { phase: 'calm', nextPhaseInMs: BURST_MS + CALM_MS - inCycleMs, disturbance: CALM };
  const strength = Math.min(1, inCycleMs / RAMP_MS, (BURST_MS - inCycleMs) / RAMP_MS);
  return {
    phase: 'error-burst',
    nextPhaseInMs: BURST_MS - inCycleMs,
    disturbance: {
      errorRatio: BURST_ERROR_RATIO * strength,
      latencyFactor: 1 + (BURST_LATENCY_FACTOR - 1) * strength,
    },
  };
}

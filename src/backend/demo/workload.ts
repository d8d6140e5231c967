import type { DemoMetrics } from './demo-metrics.ts';
import { createRandom } from './random.ts';
import { PAYMENT_PROVIDERS, QUEUES, SERVER_ERRORS, SIMULATED_ROUTES, type SimulatedRoute } from './routes.ts';
import { type Disturbance, type ScenarioMoment, type ScenarioName, scenarioAt } from './scenario.ts';

/** What the workload needs; `faultDisturbance` is asked on every tick for what switched faults add. */
export interface WorkloadOptions {
  metrics: DemoMetrics;
  seed: number;
  scenario: ScenarioName;
  requestsPerSecond: number;
  faultDisturbance: () => Disturbance;
}

/** Simulated traffic that moves only when it is told to. */
export interface Workload {
  /** Lets simulated time pass, in ticks of 250 ms; what is left over counts towards the next call. */
  advance(elapsedMs: number): void;
  /** Simulated time since the start. */
  timeMs(): number;
  scenario(): ScenarioMoment;
  /** Starts all counters anew, as a restart of the service would. */
  resetCounters(): void;
}

/** Length of one simulated step. */
export const TICK_MS = 250;

const WARM_UP_TICKS = 240;
const BASE_ERROR_RATIO = 0.005;

// A day pressed into six minutes, a shorter wave on top of it, so that every chart of a few minutes moves.
function trafficWave(timeMs: number): number {
  return (
    1 + 0.35 * Math.sin((2 * Math.PI * timeMs) / 360_000) + 0.12 * Math.sin((2 * Math.PI * timeMs) / 47_000)
  );
}

function pickByShare<T extends { share: number }>(items: readonly T[], uniform: number): T {
  let rest = uniform;
  for (const item of items) {
    rest -= item.share;
    if (rest < 0) return item;
  }
  return items[items.length - 1]!;
}

/** Creates the workload and warms it up, so that no counter of the first scrape is zero; the same seed gives the same numbers. */
export function createWorkload(options: WorkloadOptions): Workload {
  const { metrics, scenario } = options;
  const random = createRandom(options.seed);
  const depths = new Map(QUEUES.map(({ queue }) => [queue, 0]));
  let timeMs = 0;
  let leftoverMs = 0;
  let noise = 0;
  let burstTicksLeft = 0;

  function startCounters(): void {
    for (const { method, route, successStatus, clientError, medianSeconds } of SIMULATED_ROUTES) {
      for (const status of [successStatus, clientError.status, ...SERVER_ERRORS.map((error) => error.status)])
        metrics.requests.inc({ method, route, status });
      metrics.requestDuration.observe({ labels: { method, route }, value: medianSeconds });
    }
    for (const { provider } of PAYMENT_PROVIDERS)
      for (const outcome of ['paid', 'declined']) metrics.payments.inc({ provider, outcome });
    for (const result of ['hit', 'miss']) metrics.cacheRequests.inc({ result });
    simulateOrder(0);
  }

  // Slow waves, noise that drifts, and now and then a short rush.
  function currentRate(): number {
    noise = 0.9 * noise + 0.035 * random.normal();
    if (burstTicksLeft > 0) burstTicksLeft -= 1;
    else if (random.uniform() < 0.004) burstTicksLeft = 8 + Math.floor(random.uniform() * 20);
    const rush = burstTicksLeft > 0 ? 1.35 : 1;
    return options.requestsPerSecond * Math.max(0.1, trafficWave(timeMs) + noise) * rush;
  }

  function simulateRequest(route: SimulatedRoute, { errorRatio, latencyFactor }: Disturbance): boolean {
    const failed = random.uniform() < BASE_ERROR_RATIO + errorRatio;
    const refused = !failed && random.uniform() < route.clientError.ratio;
    const status = failed
      ? pickByShare(SERVER_ERRORS, random.uniform()).status
      : refused
        ? route.clientError.status
        : route.successStatus;
    const seconds = route.medianSeconds * latencyFactor * Math.exp(route.spread * random.normal());
    metrics.requests.inc({ method: route.method, route: route.route, status });
    metrics.requestDuration.observe({
      labels: { method: route.method, route: route.route },
      value: seconds,
      // One request in a hundred is traced, as a sampling tracer would do.
      ...(random.uniform() < 0.01 ? { exemplarLabels: { trace_id: random.hex(16) } } : {}),
    });
    return !failed && !refused;
  }

  function simulateOrder(errorRatio: number): void {
    metrics.orders.inc();
    const { provider, declinedRatio } = pickByShare(PAYMENT_PROVIDERS, random.uniform());
    const declined = random.uniform() < declinedRatio + errorRatio;
    metrics.payments.inc({ provider, outcome: declined ? 'declined' : 'paid' });
    if (!declined) metrics.revenue.inc(Math.round(4200 * Math.exp(0.7 * random.normal())) / 100);
  }

  function simulateBackground(rate: number, orders: number, { latencyFactor }: Disturbance): void {
    const lookups = random.poisson((rate * 0.65 * TICK_MS) / 1000);
    const misses = Math.min(lookups, random.poisson(lookups * 0.08 * Math.sqrt(latencyFactor)));
    metrics.cacheRequests.inc({ result: 'hit' }, lookups - misses);
    metrics.cacheRequests.inc({ result: 'miss' }, misses);
    for (const { queue, jobsPerOrder, capacityPerRequest } of QUEUES) {
      const capacity = (options.requestsPerSecond * capacityPerRequest * TICK_MS) / 1000 / latencyFactor;
      const depth = (depths.get(queue) ?? 0) + orders * jobsPerOrder - random.poisson(capacity);
      depths.set(queue, Math.max(0, Math.round(depth)));
      metrics.queueDepth.set({ queue }, depths.get(queue) ?? 0);
    }
    // Little's law: what is in flight is what arrives times how long it stays.
    const meanSeconds = SIMULATED_ROUTES.reduce(
      (sum, route) => sum + route.share * route.medianSeconds * 1.15,
      0,
    );
    const inFlight = random.poisson(rate * meanSeconds * latencyFactor);
    metrics.inFlight.set(inFlight);
    const busy = Math.min(20, Math.ceil(inFlight * 0.7));
    metrics.poolConnections.set({ state: 'busy' }, busy);
    metrics.poolConnections.set({ state: 'idle' }, 20 - busy);
    metrics.cartsActive.set(Math.round(rate * 2.4 + 6 * random.normal()));
  }

  function tick(): void {
    const base = scenarioAt(scenario, timeMs).disturbance;
    const fault = options.faultDisturbance();
    const disturbance: Disturbance = {
      errorRatio: Math.max(base.errorRatio, fault.errorRatio),
      latencyFactor: Math.max(base.latencyFactor, fault.latencyFactor),
    };
    const rate = currentRate();
    let orders = 0;
    for (const route of SIMULATED_ROUTES) {
      for (let left = random.poisson((rate * route.share * TICK_MS) / 1000); left > 0; left -= 1) {
        const succeeded = simulateRequest(route, disturbance);
        if (!succeeded || route.route !== '/api/checkout') continue;
        orders += 1;
        simulateOrder(disturbance.errorRatio);
      }
    }
    simulateBackground(rate, orders, disturbance);
  }

  startCounters();
  for (let left = WARM_UP_TICKS; left > 0; left -= 1) tick();

  return {
    advance: (elapsedMs) => {
      leftoverMs += elapsedMs;
      for (; leftoverMs >= TICK_MS; leftoverMs -= TICK_MS) {
        timeMs += TICK_MS;
        tick();
      }
    },
    timeMs: () => timeMs,
    scenario: () => scenarioAt(scenario, timeMs),
    resetCounters: () => {
      metrics.reset();
      startCounters();
    },
  };
}

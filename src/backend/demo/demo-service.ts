import { randomBytes } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { createAdminHandler } from '../admin/admin-routes.ts';
import { createRequestLog } from '../admin/request-log.ts';
import type { LogLine } from '../auth/credential-source.ts';
import type { MetricsAuth } from '../endpoint/metrics-endpoint.ts';
import { createFaultBook, type FaultBook } from '../faults/fault-book.ts';
import { registerSeriesChurn } from '../faults/series-churn.ts';
import type { DemoControls } from './demo-controls.ts';
import { createDemoMetrics } from './demo-metrics.ts';
import { type Listener, openListener, type TlsOptions } from './listener.ts';
import { createMainHandler } from './main-handler.ts';
import type { Disturbance, ScenarioName } from './scenario.ts';
import { createWorkload, TICK_MS, type Workload } from './workload.ts';

/** How a demo service is started; only `auth` must be given. */
export interface DemoServiceOptions {
  auth: MetricsAuth | 'none';
  /** Seed of the simulated traffic; 1 unless given. */
  seed?: number | undefined;
  /** 127.0.0.1 unless given. */
  host?: string | undefined;
  /** 0, the default, picks a free port. */
  port?: number | undefined;
  tls?: TlsOptions | undefined;
  /** `none` unless given. */
  scenario?: ScenarioName | undefined;
  /** Mean of the simulated traffic; 100 unless given. */
  requestsPerSecond?: number | undefined;
  /** `manual` leaves it to `advance` alone to move the traffic; `real` unless given. */
  clock?: 'real' | 'manual' | undefined;
  /** The admin listener, always on 127.0.0.1: by default on a free port with a token made for the occasion. */
  admin?: { port?: number | undefined; token?: string | undefined } | undefined;
  log?: LogLine | undefined;
}

/** A running demo service. */
export interface DemoService extends DemoControls {
  /** Scheme, host and port, without a slash at the end. */
  readonly url: string;
  readonly metricsUrl: string;
  readonly port: number;
  /** Origin of the admin listener; its routes begin with `/-/`. */
  readonly adminUrl: string;
  /** The bearer token that the admin routes want. */
  readonly adminToken: string;
  /** Stops the traffic and both listeners, within a second even under open connections. */
  close(): Promise<void>;
}

const REQUEST_LOG_CAPACITY = 200;
// After a suspend the traffic goes on from where it was instead of catching up.
const MAX_CATCH_UP_MS = 5_000;

function disturbanceOf(faults: FaultBook): Disturbance {
  return {
    errorRatio: faults.get('error-burst')?.ratio ?? 0,
    latencyFactor: faults.get('latency-spike')?.factor ?? 1,
  };
}

function startClock(workload: Workload): () => void {
  let lastMs = performance.now();
  const timer = setInterval(() => {
    const nowMs = performance.now();
    workload.advance(Math.min(nowMs - lastMs, MAX_CATCH_UP_MS));
    lastMs = nowMs;
  }, TICK_MS);
  return () => clearInterval(timer);
}

async function openListeners(
  options: DemoServiceOptions,
  handlers: { main: RequestListener; admin: RequestListener },
): Promise<{ main: Listener; admin: Listener }> {
  const { host = '127.0.0.1', port = 0, tls } = options;
  const main = await openListener({ host, port, tls }, handlers.main);
  try {
    const admin = await openListener({ host: '127.0.0.1', port: options.admin?.port ?? 0 }, handlers.admin);
    return { main, admin };
  } catch (error) {
    await main.close();
    throw error;
  }
}

/**
 * Starts an instrumented service with simulated traffic on `/metrics` and `/healthz`, and its admin routes on a
 * listener of their own; rejects with the system's error when a port is taken.
 */
export async function createDemoService(options: DemoServiceOptions): Promise<DemoService> {
  const { seed = 1, scenario = 'none', requestsPerSecond = 100 } = options;
  const metrics = createDemoMetrics(seed);
  const faults = createFaultBook((name) => {
    if (name === 'counter-reset') workload.resetCounters();
  });
  registerSeriesChurn(metrics.registry, faults);
  const workload = createWorkload({
    metrics,
    seed,
    scenario,
    requestsPerSecond,
    faultDisturbance: () => disturbanceOf(faults),
  });
  const requestLog = createRequestLog(REQUEST_LOG_CAPACITY);
  const controls: DemoControls = {
    faults,
    advance: workload.advance,
    scenario: () => ({ timeMs: workload.timeMs(), ...workload.scenario() }),
    requests: requestLog.list,
  };
  const adminToken = options.admin?.token ?? randomBytes(24).toString('base64url');
  const { main, admin } = await openListeners(options, {
    main: createMainHandler({ metrics, faults, requestLog, auth: options.auth, log: options.log }),
    admin: createAdminHandler(controls, adminToken),
  });
  const stopClock = options.clock === 'manual' ? () => undefined : startClock(workload);

  return {
    ...controls,
    url: main.origin,
    metricsUrl: `${main.origin}/metrics`,
    port: main.port,
    adminUrl: admin.origin,
    adminToken,
    close: async () => {
      stopClock();
      await Promise.all([main.close(), admin.close()]);
      metrics.registry.clear();
    },
  };
}

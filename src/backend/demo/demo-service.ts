import { randomBytes } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Gauge } from 'prom-client';
import { createAdminHandler } from '../admin/admin-routes.ts';
import { createRequestLog, type RequestLog } from '../admin/request-log.ts';
import type { LogLine } from '../auth/credential-source.ts';
import { createMetricsEndpoint, type MetricsAuth } from '../endpoint/metrics-endpoint.ts';
import { createFaultBook, type FaultBook } from '../faults/fault-book.ts';
import { answerWithFault, answerWithOutage } from '../faults/response-faults.ts';
import type { DemoControls } from './demo-controls.ts';
import { createDemoMetrics, type DemoMetrics } from './demo-metrics.ts';
import { type Listener, openListener, type TlsOptions } from './listener.ts';
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
const KNOWN_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']);

function disturbanceOf(faults: FaultBook): Disturbance {
  return {
    errorRatio: faults.get('error-burst')?.ratio ?? 0,
    latencyFactor: faults.get('latency-spike')?.factor ?? 1,
  };
}

function registerChurn({ registry }: DemoMetrics, faults: FaultBook): void {
  let generation = 0;
  const churn = new Gauge({
    name: 'demo_churn_value',
    help: 'Series that live for one scrape while the fault series-churn is on.',
    labelNames: ['generation', 'index'] as const,
    registers: [registry],
    collect: () => {
      churn.reset();
      const seriesCount = faults.get('series-churn')?.seriesCount ?? 0;
      if (seriesCount > 0) generation += 1;
      for (let index = 0; index < seriesCount; index += 1)
        churn.set({ generation: String(generation), index: String(index) }, generation);
    },
  });
}

function observeOwnRequest(
  metrics: DemoMetrics,
  request: IncomingMessage,
  response: ServerResponse,
  route: string,
): void {
  const startedAtMs = performance.now();
  response.once('finish', () => {
    const method = KNOWN_METHODS.has(request.method ?? '') ? request.method! : 'other';
    metrics.requests.inc({ method, route, status: String(response.statusCode) });
    metrics.requestDuration.observe({
      labels: { method, route },
      value: (performance.now() - startedAtMs) / 1000,
    });
  });
}

function createMainHandler(
  options: DemoServiceOptions,
  metrics: DemoMetrics,
  faults: FaultBook,
  requestLog: RequestLog,
): RequestListener {
  const { registry } = metrics;
  const endpoint = createMetricsEndpoint({ registry, auth: options.auth, log: options.log });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.split('?', 1)[0];
    const route = path === '/metrics' || path === '/healthz' ? path : 'other';
    observeOwnRequest(metrics, request, response, route);
    if (answerWithOutage(faults, request, response)) return;
    if (route === '/metrics') {
      if (!(await answerWithFault(faults, { request, response, registry })))
        await endpoint(request, response);
      return;
    }
    response.writeHead(route === '/healthz' ? 200 : 404, { 'Content-Type': 'text/plain; charset=utf-8' });
    response.end(route === '/healthz' ? 'ok\n' : 'There is no such page; see /metrics and /healthz.\n');
  }

  return (request, response) => {
    requestLog.record(request, response);
    answer(request, response).catch((error: unknown) => {
      options.log?.(
        `demo service: answering failed: ${error instanceof Error ? error.message : String(error)}`,
      );
      response.destroy();
    });
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
  registerChurn(metrics, faults);
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
    main: createMainHandler(options, metrics, faults, requestLog),
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

import {
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  type OpenMetricsContentType,
  Registry,
} from 'prom-client';

/** A registry that may hold metrics with exemplars. */
export type OpenMetricsRegistry = Registry<OpenMetricsContentType>;

/** The demo service's own metrics, on a registry of their own together with the default Node metrics. */
export type DemoMetrics = ReturnType<typeof createDemoMetrics>;

// From a fast cache hit to a request that has all but timed out, closer together where most requests lie.
const DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

function createHttpMetrics(registers: OpenMetricsRegistry[]) {
  return {
    requests: new Counter({
      name: 'http_requests_total',
      help: 'HTTP requests answered, by method, route and status code.',
      labelNames: ['method', 'route', 'status'] as const,
      registers,
    }),
    // The third name is for exemplars: prom-client's types want it among the labels.
    requestDuration: new Histogram<'method' | 'route' | 'trace_id'>({
      name: 'http_request_duration_seconds',
      help: 'Time from the request line to the last byte of the response.',
      labelNames: ['method', 'route'],
      buckets: DURATION_BUCKETS,
      enableExemplars: true,
      registers,
    }),
    inFlight: new Gauge({
      name: 'http_requests_in_flight',
      help: 'HTTP requests being answered now.',
      registers,
    }),
  };
}

function createShopMetrics(registers: OpenMetricsRegistry[]) {
  return {
    orders: new Counter({ name: 'shop_orders_total', help: 'Orders placed.', registers }),
    revenue: new Counter({
      name: 'shop_revenue_euros_total',
      help: 'Value of the orders that were paid.',
      registers,
    }),
    payments: new Counter({
      name: 'shop_payments_total',
      help: 'Payments tried, by provider and outcome.',
      labelNames: ['provider', 'outcome'] as const,
      registers,
    }),
    cartsActive: new Gauge({
      name: 'shop_carts_active',
      help: 'Carts touched in the last minutes.',
      registers,
    }),
    queueDepth: new Gauge({
      name: 'shop_queue_depth_jobs',
      help: 'Jobs waiting, by queue.',
      labelNames: ['queue'] as const,
      registers,
    }),
    cacheRequests: new Counter({
      name: 'shop_cache_requests_total',
      help: 'Look-ups in the product cache, by result.',
      labelNames: ['result'] as const,
      registers,
    }),
    poolConnections: new Gauge({
      name: 'shop_database_pool_connections',
      help: 'Connections of the database pool, by state.',
      labelNames: ['state'] as const,
      registers,
    }),
  };
}

/** Creates a registry with the default Node metrics and the demo service's own. */
export function createDemoMetrics(seed: number) {
  // prom-client allows exemplars in an OpenMetrics registry only.
  const registry = new Registry<OpenMetricsContentType>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const buildInfo = new Gauge({
    name: 'app_build_info',
    help: 'What is running; the value is always 1.',
    labelNames: ['version', 'runtime', 'seed'] as const,
    registers,
  });
  const metrics = { registry, ...createHttpMetrics(registers), ...createShopMetrics(registers) };

  function showBuild(): void {
    buildInfo.set({ version: '1.4.2', runtime: `node ${process.version}`, seed: String(seed) }, 1);
  }
  showBuild();

  return {
    ...metrics,
    /** Puts every counter and histogram back to nothing, as a restart of the service would. */
    reset(): void {
      registry.resetMetrics();
      showBuild();
    },
  };
}

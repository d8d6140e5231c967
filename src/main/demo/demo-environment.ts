import { DEFAULT_CONNECTION, DEFAULT_SCRAPE_LIMITS } from '../../shared/domain/endpoint.ts';
import {
  DEFAULT_ENVIRONMENT_LIMITS,
  DEFAULT_RETENTION,
  type Environment,
  NO_SERVERS,
} from '../../shared/domain/environment.ts';
import { DEFAULT_SCRAPE_SETTINGS } from '../../shared/domain/scrape-settings.ts';

export const DEMO_ENVIRONMENT_ID = 'demo';
export const DEMO_ENDPOINT_ID = 'demo-shop';
export const DEMO_TOKEN_REF = 'demo-shop/token';

// Two seconds: charts draw a line at once, and the demo's burst of errors fires its alert while one looks on.
const SCRAPE_INTERVAL_MS = 2_000;

const DEMO_RULES = `groups:
  - name: demo-shop
    interval: 2s
    rules:
      # The demo has a burst of errors every two minutes: this alert goes pending, fires and resolves by itself.
      - alert: HighErrorRatio
        expr: |
          sum by (job) (rate(http_requests_total{status=~"5.."}[20s]))
            / sum by (job) (rate(http_requests_total[20s])) > 0.05
        for: 15s
        labels:
          severity: critical
        annotations:
          summary: '{{ $labels.job }}: {{ $value | humanizePercentage }} of requests fail'
          description: More than 5 % of the requests were answered with a 5xx status for 15 seconds.
      - alert: HighLatency
        expr: histogram_quantile(0.99, sum by (job, le) (rate(http_request_duration_seconds_bucket[20s]))) > 1
        for: 20s
        labels:
          severity: warning
        annotations:
          summary: '{{ $labels.job }}: the slowest 1 % of requests take {{ $value | humanizeDuration }}'
          description: The 99th percentile of the request duration has been above 1 s for 20 seconds.
      - alert: TargetDown
        expr: up == 0
        for: 10s
        labels:
          severity: critical
        annotations:
          summary: '{{ $labels.instance }} does not answer'
          description: The target could not be scraped for 10 seconds; the Targets page says why.
`;

/** The Demo environment as it is made the first time. */
export function createDemoEnvironment(metricsUrl: string): Environment {
  return {
    id: DEMO_ENVIRONMENT_ID,
    name: 'Demo',
    kind: 'development',
    endpoints: [
      {
        id: DEMO_ENDPOINT_ID,
        name: 'Demo shop',
        url: metricsUrl,
        scrapeIntervalMs: SCRAPE_INTERVAL_MS,
        scrapeTimeoutMs: SCRAPE_INTERVAL_MS,
        labels: [],
        scrape: DEFAULT_SCRAPE_SETTINGS,
        auth: { kind: 'bearer', tokenRef: DEMO_TOKEN_REF },
        connection: DEFAULT_CONNECTION,
        limits: DEFAULT_SCRAPE_LIMITS,
      },
    ],
    ...NO_SERVERS,
    ruleFiles: [{ name: 'demo-shop.yaml', text: DEMO_RULES }],
    retention: DEFAULT_RETENTION,
    limits: DEFAULT_ENVIRONMENT_LIMITS,
    demo: true,
  };
}

/** The same environment with its demo endpoint at another URL; the same object where nothing changes. */
export function withDemoUrl(environment: Environment, metricsUrl: string): Environment {
  const isMoved = environment.endpoints.some(
    (endpoint) => endpoint.id === DEMO_ENDPOINT_ID && endpoint.url !== metricsUrl,
  );
  if (!isMoved) return environment;
  const endpoints = environment.endpoints.map((endpoint) =>
    endpoint.id === DEMO_ENDPOINT_ID ? { ...endpoint, url: metricsUrl } : endpoint,
  );
  return { ...environment, endpoints };
}

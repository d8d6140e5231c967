import { inferUnit } from '../../lib/unit-inference.ts';
import { RATE_INTERVAL } from '../../state/range-query.ts';
import { quantileQueries } from './generic-panel.ts';
import type { MetricFamily } from './metric-families.ts';
import type { PanelSpec, SectionSpec, StatSpec } from './panel-spec.ts';

/** The request metrics of an HTTP server, as far as there are any. */
export interface HttpFamilies {
  readonly duration: MetricFamily | null;
  readonly requests: MetricFamily | null;
}

const DURATION_PATTERNS = [
  /^http_server_request_duration(_seconds|_milliseconds)?$/,
  /^http_request_duration(_seconds|_milliseconds)?$/,
  /^http_server_requests_seconds$/,
  /^http_server_duration(_seconds|_milliseconds)?$/,
  /(^|_)http_(server_)?(request|response)s?_(duration|latency)(_seconds|_milliseconds)?$/,
  /^(request|response)_(duration|latency)(_seconds|_milliseconds)?$/,
];
const REQUEST_PATTERNS = [
  /^http_requests(_received)?(_total)?$/,
  /^http_server_requests(_total)?$/,
  /(^|_)http_(server_)?requests?(_count)?(_total)?$/,
  /^requests(_total)?$/,
];
const METHOD_LABELS = ['method', 'http_request_method', 'http_method', 'verb'];
const ROUTE_LABELS = ['route', 'http_route', 'handler', 'path', 'uri', 'endpoint'];
const STATUS_LABELS = ['status', 'status_code', 'code', 'http_response_status_code', 'http_status_code'];

function firstMatch(
  families: readonly MetricFamily[],
  patterns: readonly RegExp[],
  accepts: (family: MetricFamily) => boolean,
): MetricFamily | null {
  for (const pattern of patterns) {
    const found = families.find((family) => pattern.test(family.name) && accepts(family));
    if (found !== undefined) return found;
  }
  return null;
}

/** Finds the request metrics by the names that common client libraries and frameworks give them. */
export function findHttpFamilies(families: readonly MetricFamily[]): HttpFamilies {
  return {
    duration: firstMatch(
      families,
      DURATION_PATTERNS,
      ({ type }) => type === 'histogram' || type === 'summary',
    ),
    requests: firstMatch(families, REQUEST_PATTERNS, ({ type }) => type === 'counter' || type === 'unknown'),
  };
}

/** The series that count requests, for asking after their labels. */
export function requestCounter({ requests, duration }: HttpFamilies): string | null {
  if (requests !== null) return requests.seriesName;
  if (duration === null) return null;
  return duration.type === 'histogram' && !duration.hasBuckets ? null : `${duration.seriesName}_count`;
}

interface HttpPanels {
  readonly stats: readonly StatSpec[];
  readonly section: SectionSpec;
}

/** Rate, errors and duration of an HTTP server; `labelNames` are those of the request counter. */
export function buildHttpPanels(found: HttpFamilies, labelNames: readonly string[]): HttpPanels | null {
  const counter = requestCounter(found);
  const { duration } = found;
  if (counter === null) return null;
  const label = (candidates: readonly string[]): string | undefined =>
    candidates.find((candidate) => labelNames.includes(candidate));
  const status = label(STATUS_LABELS);
  const route = label(ROUTE_LABELS);
  const method = label(METHOD_LABELS);
  const rate = (selector: string): string => `rate(${counter}${selector}[${RATE_INTERVAL}])`;
  const failed = `{${status}=~"5.."}`;
  const names = [found.requests?.name, duration?.name].filter((name) => name !== undefined);
  const panel = (
    id: string,
    spec: Partial<PanelSpec> & Pick<PanelSpec, 'title' | 'kind' | 'queries' | 'unit'>,
  ): PanelSpec => ({
    id: `http:${id}`,
    help: '',
    legendLabel: 'quantile',
    wide: false,
    families: names,
    type: 'counter',
    seriesCount: found.requests?.seriesCount ?? duration?.seriesCount ?? 0,
    ...spec,
  });
  const stats: StatSpec[] = [
    {
      id: 'requests',
      title: 'Requests / s',
      expr: `sum(${rate('')})`,
      unit: 'requestsPerSecond',
      colorSlot: 0,
      rise: 'neutral',
    },
  ];
  const panels: PanelSpec[] = [];
  const by = method ?? route ?? status;
  panels.push(
    panel('rate', {
      title: by === undefined ? 'Request rate' : `Request rate by ${by}`,
      kind: 'area',
      unit: 'requestsPerSecond',
      wide: true,
      queries: [{ expr: by === undefined ? `sum(${rate('')})` : `sum by (${by}) (${rate('')})`, legend: '' }],
    }),
  );
  const pushTraffic = (): void => {
    if (route === undefined) return;
    panels.push(
      panel('traffic', {
        title: `Traffic by ${route}`,
        kind: 'share',
        unit: 'requestsPerSecond',
        queries: [{ expr: `sum by (${route}) (${rate('')})`, legend: '' }],
      }),
    );
  };
  if (duration?.type === 'histogram') {
    const unit = inferUnit(duration.name, 'histogram', duration.unit, 'quantile');
    const quantiles = quantileQueries(duration);
    const p99 = quantiles.at(-1)?.expr ?? '';
    panels.push(
      panel('latency', {
        title: 'Latency quantiles',
        kind: 'lines',
        unit,
        queries: quantiles,
        type: 'histogram',
      }),
    );
    if (status !== undefined) stats.push(errorRatioStat(rate(failed), rate('')));
    stats.push({ id: 'p99', title: 'p99 latency', expr: p99, unit, colorSlot: 2, rise: 'bad' });
    pushTraffic();
    if (duration.hasBuckets) {
      panels.push(
        panel('heatmap', {
          title: 'Request duration',
          kind: 'heatmap',
          unit,
          cellUnit: 'requestsPerSecond',
          wide: true,
          type: 'histogram',
          queries: [
            { expr: `sum by (le) (rate(${duration.seriesName}_bucket[${RATE_INTERVAL}]))`, legend: '' },
          ],
        }),
      );
    }
  } else {
    pushTraffic();
    if (status !== undefined) stats.push(errorRatioStat(rate(failed), rate('')));
    if (duration !== null) {
      const unit = inferUnit(duration.name, 'summary', duration.unit, 'none');
      const part = (name: string): string => `rate(${duration.seriesName}_${name}[${RATE_INTERVAL}])`;
      const mean = `sum(${part('sum')}) / sum(${part('count')})`;
      stats.push({ id: 'latency', title: 'Mean latency', expr: mean, unit, colorSlot: 2, rise: 'bad' });
      panels.push(
        panel('mean', {
          title: route === undefined ? 'Mean latency' : `Mean latency by ${route}`,
          kind: 'lines',
          unit,
          type: 'summary',
          queries: [
            {
              expr:
                route === undefined
                  ? mean
                  : `sum by (${route}) (${part('sum')}) / (sum by (${route}) (${part('count')}) > 0)`,
              legend: '',
            },
          ],
        }),
      );
    }
  }
  if (status !== undefined) {
    panels.push(
      panel('status', {
        title: 'Responses by class',
        kind: 'bars',
        unit: 'requestsPerSecond',
        wide: true,
        queries: [
          {
            expr: `sum by (class) (label_replace(${rate('')}, "class", "\${1}xx", "${status}", "([1-5]).*"))`,
            legend: '',
          },
        ],
      }),
    );
    if (route !== undefined) {
      panels.push(
        panel('errors', {
          title: `Error ratio by ${route}`,
          kind: 'lines',
          unit: 'ratio',
          queries: [
            { expr: `sum by (${route}) (${rate(failed)}) / sum by (${route}) (${rate('')})`, legend: '' },
          ],
        }),
      );
    }
  }
  if (route !== undefined && by !== route) {
    panels.push(
      panel('routes', {
        title: `Request rate by ${route}`,
        kind: 'lines',
        unit: 'requestsPerSecond',
        queries: [{ expr: `sum by (${route}) (${rate('')})`, legend: '' }],
      }),
    );
  }
  if (duration?.hasBuckets && route !== undefined) {
    panels.push(
      panel('slowest', {
        title: `p95 latency by ${route}`,
        kind: 'lines',
        unit: inferUnit(duration.name, 'histogram', duration.unit, 'quantile'),
        type: 'histogram',
        queries: [
          {
            expr: `histogram_quantile(0.95, sum by (le, ${route}) (rate(${duration.seriesName}_bucket[${RATE_INTERVAL}])))`,
            legend: '',
          },
        ],
      }),
    );
  }
  return { stats, section: { id: 'http', title: 'HTTP server', panels, initiallyOpen: true } };
}

/** Where no request ever failed there is no failing series: that is a ratio of zero, not an absent one. */
function errorRatioStat(failedRate: string, allRate: string): StatSpec {
  return {
    id: 'errors',
    title: 'Error ratio',
    expr: `(sum(${failedRate}) or sum(${allRate}) * 0) / sum(${allRate})`,
    unit: 'ratio',
    colorSlot: 4,
    rise: 'bad',
  };
}

import { formatDurationMs } from '../../shared/domain/duration.ts';
import type { MetricMetadata } from '../../shared/domain/series.ts';
import { LOCAL_SOURCE } from '../../shared/domain/server.ts';
import type { TargetView } from '../../shared/domain/target.ts';
import { AppError } from '../../shared/errors.ts';
import type { ApiSource } from './api-source.ts';
import { formatLabels } from './format-sample.ts';
import type { Parameters } from './parameters.ts';
import { jsonReply, type RouteReply } from './reply.ts';
import type { Route } from './routes.ts';

/** The Prometheus whose query API this is: clients choose their requests by it. */
const API_VERSION = '3.0.0';
const NEVER = '0001-01-01T00:00:00Z';

/** /metadata, /targets and /status/buildinfo. */
export function createStatusRoutes(
  api: ApiSource['api'],
  appVersion: string,
): readonly (readonly [string, Route])[] {
  async function metadata(parameters: Parameters): Promise<RouteReply> {
    const limit = parameters.limit();
    const metric = parameters.text('metric');
    const families = (await api.listMetadata(LOCAL_SOURCE)).filter(
      ({ name }) => metric === '' || name === metric,
    );
    const shown = limit > 0 ? families.slice(0, limit) : families;
    return { data: [`{${shown.map(formatMetadata).join(',')}}`] };
  }

  async function targets(parameters: Parameters): Promise<RouteReply> {
    const state = parameters.text('state').toLowerCase();
    if (!['', 'any', 'active', 'dropped'].includes(state)) {
      throw new AppError('bad_data', `invalid parameter "state": ${JSON.stringify(state)}`);
    }
    const pool = parameters.text('scrapePool');
    const active = (await api.listTargets(LOCAL_SOURCE)).filter(
      ({ endpointName }) => state !== 'dropped' && (pool === '' || endpointName === pool),
    );
    const list = active.map(formatTarget).join(',');
    return { data: [`{"activeTargets":[${list}],"droppedTargets":[],"droppedTargetCounts":{}}`] };
  }

  const buildInfo = jsonReply({
    version: API_VERSION,
    revision: `sextant-${appVersion}`,
    branch: 'sextant',
    buildUser: '',
    buildDate: '',
    goVersion: '',
  });

  return [
    ['metadata', { methods: ['GET'], answer: metadata }],
    ['targets', { methods: ['GET'], answer: targets }],
    ['status/buildinfo', { methods: ['GET'], answer: async () => buildInfo }],
  ];
}

function formatMetadata({ name, type, help, unit }: MetricMetadata): string {
  return `${JSON.stringify(name)}:[${JSON.stringify({ type, help, unit })}]`;
}

function formatTarget(target: TargetView): string {
  const { lastScrape, labels } = target;
  const url = new URL(target.url);
  const discovered = formatLabels([
    ['__address__', url.host],
    ['__metrics_path__', url.pathname],
    ['__scheme__', url.protocol.slice(0, -1)],
    ['__scrape_interval__', formatDurationMs(target.scrapeIntervalMs)],
    ['__scrape_timeout__', formatDurationMs(target.scrapeTimeoutMs)],
    ['job', target.endpointName],
  ]);
  const rest = {
    scrapePool: target.endpointName,
    scrapeUrl: target.url,
    globalUrl: target.url,
    lastError: lastScrape?.failure?.message ?? '',
    lastScrape: lastScrape === null ? NEVER : new Date(lastScrape.atMs).toISOString(),
    lastScrapeDuration: (lastScrape?.durationMs ?? 0) / 1000,
    health: target.health,
    scrapeInterval: formatDurationMs(target.scrapeIntervalMs),
    scrapeTimeout: formatDurationMs(target.scrapeTimeoutMs),
  };
  return `{"discoveredLabels":${discovered},"labels":${formatLabels(labels)},${JSON.stringify(rest).slice(1)}`;
}

import type { SeriesExemplars, StoredExemplar } from '../../shared/domain/exemplar.ts';
import { AppError } from '../../shared/errors.ts';
import type { ScrapingApi } from '../scraping-api.ts';
import { formatLabels, formatValue } from './format-sample.ts';
import { MAX_TIME_MS, MIN_TIME_MS, type Parameters } from './parameters.ts';
import type { RouteReply } from './reply.ts';
import type { Route } from './routes.ts';

/** /query_exemplars. */
export function createExemplarRoutes(
  api: Pick<ScrapingApi, 'queryExemplars'>,
): readonly (readonly [string, Route])[] {
  async function answer(parameters: Parameters): Promise<RouteReply> {
    const from = parameters.timeMs('start', MIN_TIME_MS);
    const to = parameters.timeMs('end', MAX_TIME_MS);
    if (to < from) throw new AppError('bad_data', 'end timestamp must not be before start timestamp');
    const found = await api.queryExemplars({ expr: parameters.text('query'), range: { from, to } });
    return { data: [`[${found.map(formatSeries).join(',')}]`] };
  }
  return [['query_exemplars', { methods: ['GET', 'POST'], answer }]];
}

function formatSeries({ labels, exemplars }: SeriesExemplars): string {
  return `{"seriesLabels":${formatLabels(labels)},"exemplars":[${exemplars.map(formatExemplar).join(',')}]}`;
}

function formatExemplar({ labels, value, atMs }: StoredExemplar): string {
  return `{"labels":${formatLabels(labels)},"value":"${formatValue(value)}","timestamp":${atMs / 1000}}`;
}

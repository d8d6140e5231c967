import type { LabelSet } from '../../shared/domain/series.ts';
import { AppError } from '../../shared/errors.ts';
import { compareLabels, labelsKey } from '../model/labels.ts';
import type { Matcher } from '../model/matcher.ts';
import { createPromqlEngine } from '../promql/promql-engine.ts';
import type { Queryable } from '../storage.ts';
import { formatLabels } from './format-sample.ts';
import { decodeLabelName } from './label-name.ts';
import { MAX_TIME_MS, MIN_TIME_MS, type Parameters } from './parameters.ts';
import type { RouteReply } from './reply.ts';
import { limitList, type Route } from './routes.ts';

const ALL: readonly (readonly Matcher[])[] = [[]];

/** /series, /labels and /label/<name>/values. */
export function createSeriesRoutes(storage: Queryable): readonly (readonly [string, Route])[] {
  const promql = createPromqlEngine(storage);

  /** What `list` finds for each of the selectors in the window, one after the other. */
  async function forSelectors<T>(
    parameters: Parameters,
    list: (matchers: readonly Matcher[], minMs: number, maxMs: number) => Promise<readonly T[]>,
  ): Promise<T[]> {
    const minMs = parameters.timeMs('start', MIN_TIME_MS);
    const maxMs = parameters.timeMs('end', MAX_TIME_MS);
    const selectors = parameters.list('match[]').map((text) => promql.parseSelector(text));
    const found = await Promise.all(
      (selectors.length === 0 ? ALL : selectors).map((matchers) => list(matchers, minMs, maxMs)),
    );
    return found.flat();
  }

  async function series(parameters: Parameters): Promise<RouteReply> {
    const limit = parameters.limit();
    if (parameters.list('match[]').length === 0) {
      throw new AppError('bad_data', 'no match[] parameter provided');
    }
    const found = await forSelectors(parameters, (matchers, minMs, maxMs) =>
      storage.listSeries(matchers, minMs, maxMs),
    );
    const unique = new Map<string, LabelSet>(found.map((labels) => [labelsKey(labels), labels]));
    const { list, warnings } = limitList([...unique.values()].sort(compareLabels), limit);
    return { data: labelSetsJson(list), warnings };
  }

  async function labels(parameters: Parameters): Promise<RouteReply> {
    const limit = parameters.limit();
    return names(
      await forSelectors(parameters, (matchers, minMs, maxMs) =>
        storage.listLabelNames(matchers, minMs, maxMs),
      ),
      limit,
    );
  }

  async function labelValues(parameters: Parameters, _: AbortSignal, encoded: string): Promise<RouteReply> {
    const limit = parameters.limit();
    const name = decodeLabelName(encoded);
    return names(
      await forSelectors(parameters, (matchers, minMs, maxMs) =>
        storage.listLabelValues(name, matchers, minMs, maxMs),
      ),
      limit,
    );
  }

  return [
    ['series', { methods: ['GET', 'POST'], answer: series }],
    ['labels', { methods: ['GET', 'POST'], answer: labels }],
    ['label/*/values', { methods: ['GET'], answer: labelValues }],
  ];
}

function names(found: readonly string[], limit: number): RouteReply {
  const { list, warnings } = limitList([...new Set(found)].sort(), limit);
  return { data: [JSON.stringify(list)], warnings };
}

function* labelSetsJson(list: readonly LabelSet[]): Generator<string> {
  let separator = '[';
  for (const labels of list) {
    yield separator + formatLabels(labels);
    separator = ',';
  }
  yield separator === '[' ? '[]' : ']';
}

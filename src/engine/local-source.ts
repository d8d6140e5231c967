import type { LabelSet } from '../shared/domain/series.ts';
import { compareLabels, labelsKey } from './model/labels.ts';
import type { Matcher } from './model/matcher.ts';
import type { MetadataStore } from './model/metadata.ts';
import type { PromqlEngine } from './promql/promql-engine.ts';
import { withRangeCache } from './query-cache/range-cache.ts';
import type { QuerySource, SourceFilter } from './query-source.ts';
import type { Queryable, StoreChanges } from './storage.ts';

const NO_SELECTOR: readonly (readonly Matcher[])[] = [[]];

function uniqueSeries(series: readonly LabelSet[]): readonly LabelSet[] {
  const byKey = new Map(series.map((labels) => [labelsKey(labels), labels]));
  return [...byKey.values()].sort(compareLabels);
}

/** The engine's own history as a source, which keeps the results of live panels; `promql` reads the same store. */
export function createLocalSource(
  promql: PromqlEngine,
  storage: Queryable & { readonly changes: StoreChanges },
  metadata: MetadataStore,
): QuerySource {
  const ranges = withRangeCache(promql, storage.changes);

  /** Lists of all selectors of a filter, one after the other. */
  function forSelectors<T>(
    { selectors, startMs, endMs }: SourceFilter,
    list: (matchers: readonly Matcher[], minMs: number, maxMs: number) => Promise<readonly T[]>,
  ): Promise<readonly (readonly T[])[]> {
    const selections =
      selectors.length === 0 ? NO_SELECTOR : selectors.map((text) => promql.parseSelector(text));
    return Promise.all(selections.map((matchers) => list(matchers, startMs, endMs)));
  }

  async function union(lists: Promise<readonly (readonly string[])[]>): Promise<readonly string[]> {
    const [first = [], ...others] = await lists;
    return others.length === 0 ? first : [...new Set([first, ...others].flat())].sort();
  }

  return {
    evaluateRange: (query, signal) => ranges.evaluateRange(query, signal),
    evaluateInstant: (query, signal) => promql.evaluateInstant(query, signal),
    async listSeries(filter) {
      const lists = await forSelectors(filter, (matchers, minMs, maxMs) =>
        storage.listSeries(matchers, minMs, maxMs),
      );
      return lists.length === 1 ? (lists[0] as readonly LabelSet[]) : uniqueSeries(lists.flat());
    },
    listLabelNames: async (filter) =>
      union(forSelectors(filter, (matchers, minMs, maxMs) => storage.listLabelNames(matchers, minMs, maxMs))),
    listLabelValues: async (name, filter) =>
      union(
        forSelectors(filter, (matchers, minMs, maxMs) =>
          storage.listLabelValues(name, matchers, minMs, maxMs),
        ),
      ),
    listMetadata: async () => metadata.listMetadata(),
  };
}

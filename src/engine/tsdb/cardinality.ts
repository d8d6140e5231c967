import type { Cardinality } from '../../shared/domain/cardinality.ts';
import { METRIC_NAME_LABEL } from '../../shared/domain/series.ts';
import type { LabelIndex } from './label-index.ts';

/** The `limit` entries with the greatest `count`, kept while walking all of them. */
function createTop<T>(limit: number, count: (entry: T) => number) {
  const top: T[] = [];
  return {
    add(entry: T): void {
      const size = count(entry);
      const least = top.at(-1);
      if (top.length === limit && (least === undefined || count(least) >= size)) return;
      const place = top.findIndex((other) => count(other) < size);
      top.splice(place < 0 ? top.length : place, 0, entry);
      if (top.length > limit) top.pop();
    },
    entries: top as readonly T[],
  };
}

/** What the series of an index are made of: read from its lists of postings, not from the series. */
export function measureCardinality(index: LabelIndex, limit: number): Cardinality {
  const metrics = createTop<Cardinality['metrics'][number]>(limit, ({ seriesCount }) => seriesCount);
  const labels = createTop<Cardinality['labels'][number]>(limit, ({ valueCount }) => valueCount);
  const pairs = createTop<Cardinality['pairs'][number]>(limit, ({ seriesCount }) => seriesCount);
  let labelPairCount = 0;
  for (const [name, values] of index.listLabels()) {
    let seriesCount = 0;
    for (const [value, { postings }] of values) {
      seriesCount += postings.length;
      pairs.add({ name, value, seriesCount: postings.length });
      if (name === METRIC_NAME_LABEL) metrics.add({ name: value, seriesCount: postings.length });
    }
    labelPairCount += values.size;
    labels.add({ name, valueCount: values.size, seriesCount });
  }
  return {
    seriesCount: index.seriesCount,
    labelPairCount,
    metrics: metrics.entries,
    labels: labels.entries,
    pairs: pairs.entries,
  };
}

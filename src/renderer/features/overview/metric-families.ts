import type { MetricMetadata, MetricType } from '../../../shared/domain/series.ts';

/** A metric family as charts are made from it. */
export interface MetricFamily {
  readonly name: string;
  readonly type: MetricType;
  readonly help: string;
  readonly unit: string;
  /** Name of the series to select; for classic histograms and summaries without quantiles the stem of `_bucket`, `_sum`, `_count`. */
  readonly seriesName: string;
  /** Series of all names that belong to it. */
  readonly seriesCount: number;
  /** Buckets are series of their own (`_bucket`), not one native histogram. */
  readonly hasBuckets: boolean;
  /** A summary with `quantile` series. */
  readonly hasQuantiles: boolean;
}

const PARTS: Partial<Record<MetricType, readonly string[]>> = {
  counter: ['', '_total', '_created'],
  histogram: ['', '_bucket', '_sum', '_count', '_created'],
  gaugehistogram: ['', '_bucket', '_gsum', '_gcount'],
  summary: ['', '_sum', '_count', '_created'],
  info: ['', '_info'],
};

function guessType(name: string, names: ReadonlyMap<string, number>): { stem: string; type: MetricType } {
  const bucket = /^(.*)_(bucket|sum|count)$/.exec(name);
  const stem = bucket?.[1];
  if (stem !== undefined) {
    if (names.has(`${stem}_bucket`)) return { stem, type: 'histogram' };
    if (names.has(`${stem}_sum`) && names.has(`${stem}_count`)) return { stem, type: 'summary' };
  }
  if (name.endsWith('_total')) return { stem: name, type: 'counter' };
  if (name.endsWith('_info')) return { stem: name, type: 'info' };
  return { stem: name, type: 'unknown' };
}

function familyOf(metadata: MetricMetadata, names: ReadonlyMap<string, number>): MetricFamily | null {
  const { name, type } = metadata;
  const parts = (PARTS[type] ?? ['']).map((suffix) => name + suffix).filter((part) => names.has(part));
  if (parts.length === 0) return null;
  const own =
    type === 'counter' || type === 'info' ? parts.find((part) => !part.endsWith('_created')) : undefined;
  return {
    ...metadata,
    seriesName: own ?? name,
    seriesCount: parts.reduce((sum, part) => sum + (names.get(part) ?? 0), 0),
    hasBuckets: names.has(`${name}_bucket`),
    hasQuantiles: type === 'summary' && names.has(name),
  };
}

/**
 * The metric families that have series, sorted by name: those with metadata, and the rest by the conventions of their
 * names. `names` holds the number of series of each metric name.
 */
export function listFamilies(
  metadata: readonly MetricMetadata[],
  names: ReadonlyMap<string, number>,
): MetricFamily[] {
  const families = new Map<string, MetricFamily>();
  const covered = new Set<string>();
  for (const entry of metadata) {
    const family = familyOf(entry, names);
    if (family === null) continue;
    families.set(family.name, family);
    for (const suffix of PARTS[entry.type] ?? ['']) covered.add(entry.name + suffix);
  }
  for (const name of names.keys()) {
    if (covered.has(name)) continue;
    const { stem, type } = guessType(name, names);
    if (families.has(stem)) continue;
    const family = familyOf({ name: stem, type, help: '', unit: '' }, names);
    if (family !== null) families.set(stem, family);
  }
  return [...families.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

import type { MetricMetadata, MetricType } from '../../shared/domain/series.ts';

/** A metric family as it is exported. */
export interface ExportFamily {
  readonly name: string;
  readonly type: MetricType;
  readonly help: string;
  readonly unit: string;
  /** The names that its samples have, in the order they are written. */
  readonly names: readonly string[];
  /** The label that parts the samples of one metric, null where there is none. */
  readonly ownLabel: string | null;
}

const SUFFIXES: ReadonlyMap<MetricType, readonly string[]> = new Map([
  ['counter', ['_total', '_created']],
  ['histogram', ['_bucket', '_count', '_sum', '_created']],
  ['gaugehistogram', ['_bucket', '_gcount', '_gsum']],
  ['summary', ['', '_count', '_sum', '_created']],
  ['info', ['_info']],
]);

function ownLabel(name: string, type: MetricType): string | null {
  if (type === 'histogram' || type === 'gaugehistogram') return 'le';
  if (type === 'summary') return 'quantile';
  return type === 'stateset' ? name : null;
}

/** How a family of the text format is called in OpenMetrics, where a counter's name is without "_total". */
function openMetricsFamily(metadata: MetricMetadata, names: ReadonlySet<string>): MetricMetadata | null {
  if (metadata.type !== 'counter') return metadata;
  if (names.has(`${metadata.name}_total`)) return metadata;
  if (!metadata.name.endsWith('_total')) return null;
  return { ...metadata, name: metadata.name.slice(0, -'_total'.length) };
}

/**
 * Groups names of series into families by what the pages said of them. A name that no family has, or more than one
 * could have, is a family of its own and of unknown type.
 */
export function planFamilies(
  seriesNames: Iterable<string>,
  metadata: readonly MetricMetadata[],
): ExportFamily[] {
  const left = new Set(seriesNames);
  const families = new Map<string, ExportFamily>();
  const stored = new Set(left);
  for (const said of metadata) {
    const family = openMetricsFamily(said, stored);
    if (family === null || families.has(family.name)) continue;
    const suffixes = SUFFIXES.get(family.type) ?? [''];
    const possible = suffixes.map((suffix) => family.name + suffix);
    // The family's own name must not be that of another series, which would need a family of that name too.
    if (!suffixes.includes('') && stored.has(family.name)) continue;
    const names = possible.filter((name) => left.has(name));
    if (names.length === 0) continue;
    for (const name of names) left.delete(name);
    const { name, type, help, unit } = family;
    const hasUnit = unit !== '' && name.endsWith(`_${unit}`) && type !== 'info' && type !== 'stateset';
    families.set(name, {
      name,
      type,
      help,
      unit: hasUnit ? unit : '',
      names,
      ownLabel: ownLabel(name, type),
    });
  }
  for (const name of left) {
    families.set(name, { name, type: 'unknown', help: '', unit: '', names: [name], ownLabel: null });
  }
  return [...families.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

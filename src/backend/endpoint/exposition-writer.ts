import type { OpenMetricsContentType, PrometheusContentType, Registry } from 'prom-client';
import type { ExpositionFormat } from './negotiation.ts';

/** A prom-client registry in either of its modes; those with exemplars must be in the OpenMetrics one. */
export type AnyRegistry = Registry<PrometheusContentType> | Registry<OpenMetricsContentType>;

type Labels = Readonly<Record<string, string | number>>;

// What prom-client's `getMetricsAsJSON` returns, with the parts that its types leave out.
interface CollectedSample {
  value: number;
  labels: Labels;
  metricName?: string;
  exemplar?: { labelSet: Labels; value: number; timestamp: number | string } | null;
}

interface CollectedFamily {
  name: string;
  help: string;
  type: string;
  values?: readonly CollectedSample[];
}

const UNITS = ['seconds', 'bytes', 'ratio', 'euros', 'celsius', 'volts', 'joules', 'grams', 'meters'];

function escapeLine(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

function escapeQuoted(text: string): string {
  return escapeLine(text).replaceAll('"', '\\"');
}

function formatValue(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  if (value === Number.NEGATIVE_INFINITY) return '-Inf';
  return String(value);
}

// prom-client holds `le` and `quantile` as numbers; OpenMetrics wants a whole one with its ".0".
function formatLabels(labels: Labels, wholeSuffix: '' | '.0'): string {
  const pairs = Object.entries(labels).map(([name, value]) => {
    const isBound = typeof value === 'number' && (name === 'le' || name === 'quantile');
    const suffix = isBound && Number.isInteger(value) ? wholeSuffix : '';
    return `${name}="${typeof value === 'number' ? formatValue(value) : escapeQuoted(String(value))}${suffix}"`;
  });
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function writeText(family: CollectedFamily, lines: string[]): void {
  const name = family.name;
  lines.push(`# HELP ${name} ${escapeLine(family.help)}`, `# TYPE ${name} ${family.type}`);
  for (const { metricName = name, labels, value } of family.values ?? [])
    lines.push(`${metricName}${formatLabels(labels, '')} ${formatValue(value)}`);
}

function isInfo({ type, name, values = [] }: CollectedFamily): boolean {
  return type === 'gauge' && name.endsWith('_info') && values.every((sample) => sample.value === 1);
}

function describeOpenMetrics(family: CollectedFamily): { name: string; type: string; suffix: string } {
  if (isInfo(family)) return { name: family.name.slice(0, -'_info'.length), type: 'info', suffix: '_info' };
  if (family.type === 'counter')
    return { name: family.name.replace(/_total$/, ''), type: 'counter', suffix: '_total' };
  return { name: family.name, type: family.type, suffix: '' };
}

function formatExemplar({ exemplar }: CollectedSample): string {
  if (!exemplar) return '';
  const labels = formatLabels(exemplar.labelSet, '') || '{}';
  return ` # ${labels} ${formatValue(exemplar.value)} ${exemplar.timestamp}`;
}

function writeOpenMetrics(family: CollectedFamily, lines: string[]): void {
  const { name, type, suffix } = describeOpenMetrics(family);
  const unit = type === 'info' ? undefined : UNITS.find((candidate) => name.endsWith(`_${candidate}`));
  lines.push(`# TYPE ${name} ${type}`);
  if (unit !== undefined) lines.push(`# UNIT ${name} ${unit}`);
  lines.push(`# HELP ${name} ${escapeQuoted(family.help)}`);
  for (const sample of family.values ?? []) {
    const sampleName = suffix === '' ? (sample.metricName ?? name) : `${name}${suffix}`;
    const labels = formatLabels(sample.labels, '.0');
    lines.push(`${sampleName}${labels} ${formatValue(sample.value)}${formatExemplar(sample)}`);
  }
}

/**
 * Writes a registry in one of the two formats, OpenMetrics ending in `# EOF`; rejects when a collector does.
 *
 * prom-client's own writer serves one format per registry and renames the registry's counters when that is
 * OpenMetrics; this one leaves the registry as it is, whatever its mode, and adds UNIT lines, info families and
 * canonical `le` values.
 */
export async function formatExposition(registry: AnyRegistry, format: ExpositionFormat): Promise<string> {
  // prom-client declares `type` as a numeric enum; what it holds is the word of the exposition format.
  const families = (await registry.getMetricsAsJSON()) as unknown as readonly CollectedFamily[];
  const lines: string[] = [];
  const writeFamily = format === 'openmetrics-1.0.0' ? writeOpenMetrics : writeText;
  for (const family of families) writeFamily(family, lines);
  if (format === 'openmetrics-1.0.0') lines.push('# EOF');
  return `${lines.join('\n')}\n`;
}

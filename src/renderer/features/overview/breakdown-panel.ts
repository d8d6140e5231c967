import { inferUnit } from '../../lib/unit-inference.ts';
import { RATE_INTERVAL } from '../../state/range-query.ts';
import { limited } from './generic-panel.ts';
import type { MetricFamily } from './metric-families.ts';
import type { PanelSpec } from './panel-spec.ts';

/** Labels that say how a metric is built, not what it is about. */
const STRUCTURAL_LABELS: ReadonlySet<string> = new Set(['__name__', 'le', 'quantile']);

/** The labels that a metric can be broken down by, sorted. */
export function breakdownLabels(names: readonly string[]): string[] {
  return names.filter((name) => !STRUCTURAL_LABELS.has(name)).sort();
}

/** The names of the series to ask for a family's labels: those of a classic histogram have suffixes. */
export function seriesNamesOf({ seriesName, type, hasBuckets, hasQuantiles }: MetricFamily): string[] {
  if (type === 'gaugehistogram') return [hasBuckets ? `${seriesName}_bucket` : seriesName];
  if (type === 'histogram') return [hasBuckets ? `${seriesName}_count` : seriesName];
  if (type === 'summary') return hasQuantiles ? [seriesName, `${seriesName}_count`] : [`${seriesName}_count`];
  return [seriesName];
}

/** Plain names stay as they are, others are quoted. */
function quoteName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : JSON.stringify(name);
}

interface Question {
  readonly expr: string;
  readonly unit: PanelSpec['unit'];
  readonly kind: PanelSpec['kind'];
  /** What is asked, before "by" and the label. */
  readonly what: string;
}

function questionOf({ name, seriesName, type, unit, hasBuckets }: MetricFamily, by: string): Question {
  const rate = (series: string): string => `rate(${series}[${RATE_INTERVAL}])`;
  switch (type) {
    case 'counter': {
      const rateUnit = inferUnit(seriesName, type, unit, 'rate');
      return { expr: `sum by (${by}) (${rate(seriesName)})`, unit: rateUnit, kind: 'area', what: 'Rate' };
    }
    case 'histogram':
    case 'gaugehistogram': {
      const series = hasBuckets ? `${seriesName}_bucket` : seriesName;
      const labels = hasBuckets ? `le, ${by}` : by;
      const samples = type === 'histogram' ? rate(series) : series;
      return {
        expr: `histogram_quantile(0.95, sum by (${labels}) (${samples}))`,
        unit: inferUnit(name, type, unit, 'quantile'),
        kind: 'lines',
        what: 'p95',
      };
    }
    case 'summary':
      return {
        expr: `sum by (${by}) (${rate(`${name}_sum`)}) / (sum by (${by}) (${rate(`${name}_count`)}) > 0)`,
        unit: inferUnit(name, type, unit, 'none'),
        kind: 'lines',
        what: 'Mean',
      };
    case 'info':
      return { expr: `count by (${by}) (${seriesName})`, unit: 'none', kind: 'lines', what: 'Series' };
    default:
      return {
        expr: `avg by (${by}) (${seriesName})`,
        unit: inferUnit(name, type, unit, 'none'),
        kind: 'lines',
        what: 'Average',
      };
  }
}

/** A metric's series grouped by one of its labels: rates added up, p95 of histograms, averages of gauges. */
export function breakdownPanel(family: MetricFamily, label: string): PanelSpec {
  const { expr, unit, kind, what } = questionOf(family, quoteName(label));
  return {
    id: `by:${label}:${family.name}`,
    title: `${what} by ${label}`,
    help: family.help,
    kind,
    unit,
    queries: [{ expr: limited(expr, family.seriesCount), legend: '' }],
    legendLabel: label,
    wide: false,
    families: [family.name],
    type: family.type,
    // How many there are of the label's values is not known.
    seriesCount: 0,
    family,
  };
}

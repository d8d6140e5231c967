import { inferUnit } from '../../lib/unit-inference.ts';
import { RATE_INTERVAL } from '../../state/range-query.ts';
import type { MetricFamily } from './metric-families.ts';
import type { PanelQuery, PanelSpec } from './panel-spec.ts';

/** More series than this are cut down by the engine, before they cross over. */
const ENGINE_LIMIT = 60;
/** How many the engine leaves: more than are shown, because it ranks each step by itself. */
const ENGINE_TOP = 20;

const QUANTILES = [0.5, 0.95, 0.99] as const;

/** The expression, cut down to what is worth drawing where it selects from many series. */
export function limited(expr: string, seriesCount: number): string {
  return seriesCount > ENGINE_LIMIT ? `topk(${ENGINE_TOP}, ${expr})` : expr;
}

function only(expr: string): readonly PanelQuery[] {
  return [{ expr, legend: '' }];
}

/** Quantile queries over a histogram, summed over all of its series. */
export function quantileQueries(
  family: MetricFamily,
  quantiles: readonly number[] = QUANTILES,
): PanelQuery[] {
  const isGauge = family.type === 'gaugehistogram';
  const samples = (name: string): string => (isGauge ? name : `rate(${name}[${RATE_INTERVAL}])`);
  const buckets = family.hasBuckets
    ? `sum by (le) (${samples(`${family.seriesName}_bucket`)})`
    : `sum(${samples(family.seriesName)})`;
  return quantiles.map((quantile) => ({
    expr: `histogram_quantile(${quantile}, ${buckets})`,
    legend: `p${Math.round(quantile * 100)}`,
  }));
}

function words(name: string): string {
  const text = name.replaceAll(/[_:]+/g, ' ').trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A readable title from a family's name: unit and type suffixes are said elsewhere. */
function familyTitle(family: MetricFamily): string {
  const stem = family.name
    .replace(/_(total|info|seconds|bytes|ratio)(_total)?$/, '')
    .replace(/_(seconds|bytes)$/, '');
  return words(stem === '' ? family.name : stem);
}

/** The panel for a family that nothing more is known of: rates of counters, quantiles of histograms, lines of gauges. */
export function genericPanel(family: MetricFamily): PanelSpec {
  const { name, seriesName, type, unit, seriesCount } = family;
  const base = {
    id: `family:${name}`,
    title: familyTitle(family),
    help: family.help,
    legendLabel: 'quantile',
    wide: false,
    families: [name],
    type,
    seriesCount,
    family,
  };
  switch (type) {
    case 'counter':
      return {
        ...base,
        kind: 'area',
        unit: inferUnit(seriesName, type, unit, 'rate'),
        queries: only(limited(`rate(${seriesName}[${RATE_INTERVAL}])`, seriesCount)),
      };
    case 'histogram':
    case 'gaugehistogram':
      return {
        ...base,
        kind: 'lines',
        unit: inferUnit(name, type, unit, 'quantile'),
        queries: quantileQueries(family),
      };
    case 'summary':
      return family.hasQuantiles
        ? {
            ...base,
            kind: 'lines',
            unit: inferUnit(name, type, unit, 'none'),
            queries: only(limited(name, seriesCount)),
          }
        : {
            ...base,
            title: `${base.title}, mean`,
            kind: 'lines',
            unit: inferUnit(name, type, unit, 'none'),
            queries: only(
              limited(
                `rate(${name}_sum[${RATE_INTERVAL}]) / rate(${name}_count[${RATE_INTERVAL}])`,
                seriesCount,
              ),
            ),
          };
    case 'info':
      return { ...base, kind: 'info', unit: 'none', queries: only(seriesName) };
    default: {
      const inferred = inferUnit(name, type, unit, 'none');
      // A moment is read as an age: a line of Unix times only ever rises.
      return inferred === 'unixTime'
        ? {
            ...base,
            title: `${base.title}, age`,
            kind: 'lines',
            unit: 'seconds',
            queries: only(limited(`time() - ${name}`, seriesCount)),
          }
        : { ...base, kind: 'lines', unit: inferred, queries: only(limited(seriesName, seriesCount)) };
    }
  }
}

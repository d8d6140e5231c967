import type { MetricType } from '../../shared/domain/series.ts';
import type { Unit } from './units.ts';

/** What is done to the family's values: `rate` is per second, `count` counts observations or series. */
export type AppliedFunction = 'none' | 'rate' | 'ratio' | 'count' | 'quantile';

const UNIT_WORDS: ReadonlyMap<string, Unit> = new Map<string, Unit>([
  ['seconds', 'seconds'],
  ['second', 'seconds'],
  ['s', 'seconds'],
  ['bytes', 'bytes'],
  ['byte', 'bytes'],
  ['by', 'bytes'],
  ['ratio', 'ratio'],
  ['1', 'none'],
  ['percent', 'percent'],
  ['celsius', 'celsius'],
  ['volts', 'volts'],
  ['amperes', 'amperes'],
  ['joules', 'joules'],
  ['watts', 'watts'],
  ['hertz', 'hertz'],
]);

/** Endings that a type puts behind the unit. */
const TYPE_SUFFIX = /_(total|sum|count|bucket|created|info|max|min|avg|mean|limit|current|peak)$/;
const REQUESTS = /(^|_)(requests?|queries|rpcs?|calls|hits)$/;
const OPERATIONS = /(^|_)(operations|ops|reads|writes|commits|transactions|syncs|collections)$/;
const CPU_SECONDS = /cpu_(\w+_)?seconds(_total)?$/;

function baseUnit(name: string, metadataUnit: string): Unit {
  const stated = UNIT_WORDS.get(metadataUnit.toLowerCase());
  if (stated !== undefined) return stated;
  let rest = name;
  while (TYPE_SUFFIX.test(rest)) rest = rest.replace(TYPE_SUFFIX, '');
  for (const word of [rest, ...rest.split('_').slice(-2)]) {
    const unit = word.length > 1 || word === rest ? UNIT_WORDS.get(word) : undefined;
    if (unit !== undefined) return unit;
  }
  return 'none';
}

/**
 * The unit of a metric's values from the UNIT its exposition states, else from its name by the naming conventions of
 * Prometheus (base unit as suffix), after a function was applied.
 */
export function inferUnit(
  name: string,
  type: MetricType,
  metadataUnit: string,
  applied: AppliedFunction,
): Unit {
  if (applied === 'ratio') return 'ratio';
  if (applied === 'count') return 'none';
  const isInstant =
    /(timestamp|_time)_seconds$/.test(name) || /_(created)$/.test(name) || name === 'ALERTS_FOR_STATE';
  if (applied === 'none' || applied === 'quantile') {
    if (isInstant && type !== 'counter') return 'unixTime';
    // What a histogram counts are observations, whatever it observes.
    const isCount = (type === 'histogram' || type === 'summary') && /_(count|bucket)$/.test(name);
    if (applied === 'none' && isCount) return 'none';
    return baseUnit(name, metadataUnit);
  }
  const stem = name.replace(/_(total|count|bucket)$/, '');
  const isCount = /_(count|bucket)$/.test(name);
  const base = isCount ? 'none' : baseUnit(name, metadataUnit);
  switch (base) {
    case 'seconds':
      return CPU_SECONDS.test(name) ? 'cores' : 'ratio';
    case 'bytes':
      return 'bytesPerSecond';
    case 'joules':
      return 'watts';
    default:
      if (REQUESTS.test(stem) || /request_duration|requests?_latency/.test(stem)) return 'requestsPerSecond';
      return OPERATIONS.test(stem) ? 'operationsPerSecond' : 'perSecond';
  }
}

/** Endings by which Prometheus' conventions tell a metric from a function or a label. */
const METRIC_ENDING = /_(total|seconds|bytes|ratio|percent|celsius|sum|count|bucket)$/;
const FUNCTION = /_over_time$|^(histogram|label)_/;

/** The metric's type and unit, from metadata where it has any of it, else none that says more than the name. */
function familyOf(
  name: string,
  metadata: ReadonlyMap<string, { readonly type: MetricType; readonly unit: string }>,
): { readonly type: MetricType; readonly unit: string } | undefined {
  const known = metadata.get(name) ?? metadata.get(name.replace(/_(total|sum|count|bucket|created)$/, ''));
  if (known !== undefined) return known;
  if (name === 'ALERTS_FOR_STATE') return { type: 'gauge', unit: '' };
  if (!METRIC_ENDING.test(name) || FUNCTION.test(name)) return undefined;
  return { type: /_(sum|count|bucket)$/.test(name) ? 'histogram' : 'unknown', unit: '' };
}

/**
 * The unit of a query's values, guessed from the metric and functions named in it; `none` where several differ. Metrics
 * that there is no metadata of (a server's, another environment's) are known by their endings.
 */
export function inferExpressionUnit(
  expr: string,
  metadata: ReadonlyMap<string, { readonly type: MetricType; readonly unit: string }>,
): Unit {
  const names = [
    ...expr.replace(/"(?:[^"\\]|\\.)*"|\{[^}]*\}/g, '').matchAll(/[a-zA-Z_:][a-zA-Z0-9_:]*/g),
  ].map((match) => match[0]);
  const isRate = names.some((name) => name === 'rate' || name === 'irate');
  const isQuantile = names.includes('histogram_quantile');
  if (names.some((name) => name === 'count' || name === 'changes' || name === 'resets')) return 'none';
  const units = new Set<Unit>();
  const metrics = new Set<string>();
  for (const name of names) {
    const family = familyOf(name, metadata);
    if (family === undefined) continue;
    metrics.add(name);
    if (isQuantile) units.add(inferUnit(name.replace(/_bucket$/, ''), family.type, family.unit, 'quantile'));
    else units.add(inferUnit(name, family.type, family.unit, isRate ? 'rate' : 'none'));
  }
  // The quotient of two rates of one metric is a share of it; of a sum and a count, their mean.
  if (/\)\s*\/|\/\s*\w+\s*\(/.test(expr) && !isQuantile) {
    if (metrics.size === 1) return 'ratio';
    const stems = new Set([...metrics].map((name) => name.replace(/_(sum|count)$/, '')));
    const sum = [...metrics].find((name) => name.endsWith('_sum'));
    if (stems.size === 1 && sum !== undefined) return baseUnit(sum, '');
    return 'none';
  }
  const [unit] = units;
  // How long ago a moment was.
  if (unit === 'unixTime' && /\btime\s*\(\s*\)/.test(expr)) return 'seconds';
  return units.size === 1 && unit !== undefined ? unit : 'none';
}

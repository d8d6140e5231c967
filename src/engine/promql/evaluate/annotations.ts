import type { QueryAnnotation } from '../../../shared/domain/query.ts';
import type { SourceRange } from '../ast.ts';
import { formatPosition } from '../parse/source-error.ts';

/** As Prometheus writes it: "PromQL info: … (1:6)". */
export function formatAnnotation(annotation: QueryAnnotation, text: string): string {
  const prefix = annotation.kind === 'warning' ? 'PromQL warning' : 'PromQL info';
  return `${prefix}: ${annotation.message} (${formatPosition(text, annotation.start)})`;
}

/** What was fixed in classic histograms so that their buckets rise. */
interface MonotonicityNote {
  readonly position: SourceRange;
  readonly base: string;
  minBound: number;
  maxBound: number;
  maxDifference: number;
  samples: number;
  firstMs: number;
  lastMs: number;
}

export type HistogramOperation = 'addition' | 'subtraction' | 'aggregation';

function named(message: string, metricName: string): string {
  return metricName === '' ? message : `${message} for metric name ${quote(metricName)}`;
}

function quote(text: string): string {
  return JSON.stringify(text);
}

/** A number as Go's %g writes it. */
export function formatGo(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  if (value === Number.NEGATIVE_INFINITY) return '-Inf';
  const magnitude = Math.abs(value);
  if (value === 0 || (magnitude >= 1e-4 && magnitude < 1e21)) return String(value);
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}

/** Collects the annotations of a query; equal ones count once. */
export class AnnotationCollector {
  readonly #known = new Map<string, QueryAnnotation>();
  readonly #monotonicity = new Map<string, MonotonicityNote>();

  list(): QueryAnnotation[] {
    const fixed = [...this.#monotonicity.values()].map(formatMonotonicity);
    return [...this.#known.values(), ...fixed];
  }

  #add(kind: 'warning' | 'info', message: string, position: SourceRange): void {
    const key = `${kind}:${message}`;
    if (!this.#known.has(key))
      this.#known.set(key, { kind, message, start: position.start, end: position.end });
  }

  invalidQuantile(q: number, position: SourceRange): void {
    this.#add('warning', `quantile value should be between 0 and 1, got ${formatGo(q)}`, position);
  }

  invalidRatio(ratio: number, capped: number, position: SourceRange): void {
    const message = `ratio value should be between -1 and 1, got ${formatGo(ratio)}, capping to ${formatGo(capped)}`;
    this.#add('warning', message, position);
  }

  badBucketLabel(metricName: string, label: string, position: SourceRange): void {
    const message = `bucket label "le" is missing or has a malformed value of ${quote(label)}`;
    this.#add('warning', named(message, metricName), position);
  }

  mixedFloatsHistograms(metricName: string, position: SourceRange): void {
    const message = `encountered a mix of histograms and floats for metric name ${quote(metricName)}`;
    this.#add('warning', message, position);
  }

  mixedFloatsHistogramsInAggregation(position: SourceRange): void {
    this.#add('warning', 'encountered a mix of histograms and floats for aggregation', position);
  }

  mixedClassicNative(metricName: string, position: SourceRange): void {
    this.#add(
      'warning',
      named('vector contains a mix of classic and native histograms', metricName),
      position,
    );
  }

  notCounter(metricName: string, position: SourceRange): void {
    this.#add('warning', `this native histogram metric is not a counter: ${quote(metricName)}`, position);
  }

  notGauge(metricName: string, position: SourceRange): void {
    this.#add('warning', `this native histogram metric is not a gauge: ${quote(metricName)}`, position);
  }

  mixedExponentialCustom(metricName: string, position: SourceRange): void {
    const message = `vector contains a mix of histograms with exponential and custom buckets schemas for metric name ${quote(metricName)}`;
    this.#add('warning', message, position);
  }

  incompatibleBucketLayout(operator: string, position: SourceRange): void {
    this.#add('warning', `incompatible bucket layout encountered for binary operator ${operator}`, position);
  }

  sortInRangeQuery(position: SourceRange): void {
    const message = 'sort is ineffective for range queries since results are always ordered by labels';
    this.#add('warning', message, position);
  }

  hintsCollide(operation: HistogramOperation, position: SourceRange): void {
    this.#add('warning', `conflicting counter resets during histogram ${operation}`, position);
  }

  boundsReconciled(operation: HistogramOperation, position: SourceRange): void {
    this.#add('info', `mismatched custom buckets were reconciled during ${operation}`, position);
  }

  possibleNonCounter(metricName: string, position: SourceRange): void {
    const message = `metric might not be a counter, name does not end in _total/_sum/_count/_bucket: ${quote(metricName)}`;
    this.#add('info', message, position);
  }

  incompatibleTypes(left: string, operator: string, right: string, position: SourceRange): void {
    const message = `incompatible sample types encountered for binary operator ${quote(operator)}: ${left} ${operator} ${right}`;
    this.#add('info', message, position);
  }

  histogramIgnoredInAggregation(aggregation: string, position: SourceRange): void {
    this.#add('info', `ignored histogram in ${aggregation} aggregation`, position);
  }

  histogramIgnoredInMixedRange(metricName: string, position: SourceRange): void {
    const message = `ignored histograms in a range containing both floats and histograms for metric name ${quote(metricName)}`;
    this.#add('info', message, position);
  }

  nanInQuantile(effect: 'result' | 'skew', metricName: string, position: SourceRange): void {
    const consequence = effect === 'result' ? 'result is NaN' : 'result is skewed higher';
    const message = `input to histogram_quantile has NaN observations, ${consequence}`;
    this.#add('info', named(message, metricName), position);
  }

  nanInFraction(metricName: string, position: SourceRange): void {
    const message = 'input to histogram_fraction has NaN observations, which are excluded from all fractions';
    this.#add('info', named(message, metricName), position);
  }

  forcedMonotonicity(
    metricName: string,
    atMs: number,
    fix: { readonly minBound: number; readonly maxBound: number; readonly maxDifference: number },
    position: SourceRange,
  ): void {
    const base = named(
      'input to histogram_quantile needed to be fixed for monotonicity (see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)',
      metricName,
    );
    const note = this.#monotonicity.get(base);
    if (note === undefined) {
      this.#monotonicity.set(base, { position, base, ...fix, samples: 1, firstMs: atMs, lastMs: atMs });
      return;
    }
    note.minBound = Math.min(note.minBound, fix.minBound);
    note.maxBound = Math.max(note.maxBound, fix.maxBound);
    note.maxDifference = Math.max(note.maxDifference, fix.maxDifference);
    note.firstMs = Math.min(note.firstMs, atMs);
    note.lastMs = Math.max(note.lastMs, atMs);
    note.samples++;
  }
}

function formatMonotonicity(note: MonotonicityNote): QueryAnnotation {
  const time = (ms: number): string =>
    new Date(Math.floor(ms / 1000) * 1000).toISOString().replace('.000Z', 'Z');
  const difference = formatGo(Number(note.maxDifference.toPrecision(2)));
  const message =
    `${note.base}, from buckets ${formatGo(note.minBound)} to ${formatGo(note.maxBound)}, with a max diff of ` +
    `${difference}, over ${note.samples} samples from ${time(note.firstMs)} to ${time(note.lastMs)}`;
  return { kind: 'info', message, start: note.position.start, end: note.position.end };
}

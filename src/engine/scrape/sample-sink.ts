import type { Endpoint, ScrapeLimits } from '../../shared/domain/endpoint.ts';
import type { FloatHistogram } from '../../shared/domain/histogram.ts';
import { type LabelPair, type LabelSet, labelValue, METRIC_NAME_LABEL } from '../../shared/domain/series.ts';
import { AppError } from '../../shared/errors.ts';
import { SLOT_DROPPED, SLOT_UNKEPT } from '../exposition/page-parser.ts';
import type { Exemplar } from '../exposition/page-reader.ts';
import type { HistogramSink } from '../exposition/protobuf/protobuf-parser.ts';
import { bucketCount, fitBuckets, reduceResolution, schemaOfFactor } from '../model/histogram-resolution.ts';
import { createLabels } from '../model/labels.ts';
import type { Row, RowAppender } from '../storage.ts';
import { compileRelabeling, type Relabeler } from './relabel/relabel.ts';
import { quoteForeign, ScrapeFailedError, scrapeFailure } from './scrape-failure.ts';

const MAX_FUTURE_MS = 10 * 60_000;
/** What Prometheus' head takes at the least: half of its block of two hours. */
const MAX_PAST_MS = 60 * 60_000;

/** What the samples of one target go through. */
export interface SampleRules {
  readonly endpoint: Endpoint;
  readonly ofTarget: LabelSet;
  /** The endpoint's metric_relabel_configs; null for none. */
  readonly relabel: Relabeler | null;
}

/** Throws ScrapeFailedError `relabel_config` for steps that Prometheus refuses. */
export function compileRules(endpoint: Endpoint, ofTarget: LabelSet): SampleRules {
  try {
    return { endpoint, ofTarget, relabel: compileRelabeling(endpoint.scrape.metricRelabelConfigs) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new ScrapeFailedError(
      scrapeFailure(
        'store',
        'relabel_config',
        `The endpoint's metric relabelling is not valid: ${error.message}.`,
        'Edit the endpoint and correct metric_relabel_configs.',
      ),
    );
  }
}

/** Target labels laid over a series' own; a label of both is kept as `exported_<name>`, or wins with `honorLabels`. */
function layOver(pairs: readonly LabelPair[], ofTarget: LabelSet, honorLabels: boolean): Map<string, string> {
  const combined = new Map<string, string>(pairs);
  const displaced: LabelPair[] = [];
  for (const [name, value] of ofTarget) {
    const scraped = combined.get(name);
    // With honorLabels an empty scraped value counts too: it takes the target's label away.
    if (honorLabels && scraped !== undefined) continue;
    if (scraped !== undefined && scraped !== '') displaced.push([name, scraped]);
    combined.set(name, value);
  }
  displaced.sort((a, b) => a[0].length - b[0].length);
  for (const [name, value] of displaced) {
    let free = `exported_${name}`;
    while ((combined.get(free) ?? '') !== '') free = `exported_${free}`;
    combined.set(free, value);
  }
  return combined;
}

function removeEmpty(labels: Map<string, string>): void {
  for (const [name, value] of labels) if (value === '') labels.delete(name);
}

/**
 * The labels that a series is stored with: target labels, then metric relabelling, which answers null for a series that
 * it drops. Throws ScrapeFailedError `invalid_labels` and `label_limit`.
 */
export function storedLabels(pairs: readonly LabelPair[], rules: SampleRules): LabelSet | null {
  const { endpoint, ofTarget, relabel } = rules;
  const combined = layOver(pairs, ofTarget, endpoint.scrape.honorLabels);
  if (relabel !== null) {
    removeEmpty(combined);
    if (!relabel(combined) || combined.size === 0) return null;
    checkNames(combined, labelValue(pairs, METRIC_NAME_LABEL));
  }
  const labels = createLabels(combined);
  checkLabels(labels, endpoint.limits);
  return labels;
}

function checkNames(labels: ReadonlyMap<string, string>, metricName: string): void {
  const refuse = (message: string): never => {
    throw new ScrapeFailedError(
      scrapeFailure(
        'store',
        'invalid_labels',
        `${message}; nothing of the page was kept.`,
        "Correct the endpoint's metric relabelling (metric_relabel_configs).",
        200,
      ),
    );
  };
  if (!labels.has(METRIC_NAME_LABEL)) {
    refuse(
      `Relabelling leaves a series of "${quoteForeign(metricName, 60)}" without a metric name (__name__)`,
    );
  }
  if (labels.has('')) {
    refuse(`Relabelling gives a series of "${quoteForeign(metricName, 60)}" a label without a name`);
  }
}

function labelLimitFailure(message: string): ScrapeFailedError {
  return new ScrapeFailedError(
    scrapeFailure(
      'store',
      'label_limit',
      message,
      "Look into what the service puts into its labels, or raise the endpoint's label limits.",
      200,
    ),
  );
}

function checkLabels(labels: LabelSet, limits: ScrapeLimits): void {
  const metric = (): string => quoteForeign(labelValue(labels, METRIC_NAME_LABEL), 60);
  if (labels.length > limits.labels) {
    throw labelLimitFailure(
      `A series of "${metric()}" has ${labels.length} labels, and the limit is ${limits.labels}.`,
    );
  }
  for (const [name, value] of labels) {
    if (name.length > limits.labelNameLength) {
      throw labelLimitFailure(
        `A label name of "${metric()}" is ${name.length} characters long, and the limit is ${limits.labelNameLength}.`,
      );
    }
    if (value.length > limits.labelValueLength) {
      throw labelLimitFailure(
        `The label "${quoteForeign(name, 60)}" of "${metric()}" has a value of ${value.length} characters, and the limit is ${limits.labelValueLength}.`,
      );
    }
  }
}

/** `samples` are those that metric relabelling left. Throws ScrapeFailedError `sample_limit`. */
export function checkSampleCount(samples: number, limits: ScrapeLimits): void {
  if (samples <= limits.samples) return;
  throw new ScrapeFailedError(
    scrapeFailure(
      'store',
      'sample_limit',
      `The page has ${samples} samples, and the limit is ${limits.samples}; nothing of it was kept.`,
      "Expose fewer series, drop some by metric relabelling, or raise the endpoint's sample limit.",
      200,
    ),
  );
}

/** `most` are the buckets of a histogram that can't have fewer, 0 for none. Throws ScrapeFailedError `bucket_limit`. */
export function checkBucketCount(most: number, { nativeHistogramBuckets: limit }: ScrapeLimits): void {
  if (most === 0) return;
  throw new ScrapeFailedError(
    scrapeFailure(
      'store',
      'bucket_limit',
      `The page has a native histogram of ${most} buckets that can't be merged into ${limit}, the limit; nothing of it was kept.`,
      "Expose it with fewer buckets, or raise the endpoint's limit of native histogram buckets.",
      200,
    ),
  );
}

/** An exemplar and the slot of its series. */
export type SlotExemplar = readonly [slot: number, exemplar: Exemplar];

/** Takes the samples of one page into a row: target labels, relabelling, limits, timestamps out of bounds. */
export class SampleSink implements HistogramSink {
  values: Float64Array;
  state: Uint8Array;
  /** Samples whose timestamp is more than ten minutes ahead, or more than an hour old; they are dropped. */
  tooFarAhead = 0;
  tooOld = 0;
  readonly exemplars: SlotExemplar[] = [];
  /** The most buckets of a histogram that can't be brought within the limit; 0 where there is none. */
  tooManyBuckets = 0;
  private newSlots = 0;
  private readonly row: Row;
  private readonly appender: RowAppender;
  private readonly rules: SampleRules;
  private readonly tracksStaleness: boolean;
  private readonly highestSchema: number;

  constructor(row: Row, appender: RowAppender, rules: SampleRules) {
    this.row = row;
    this.appender = appender;
    this.rules = rules;
    this.tracksStaleness = rules.endpoint.scrape.trackTimestampsStaleness;
    this.highestSchema = schemaOfFactor(rules.endpoint.scrape.nativeHistogramMinBucketFactor);
    this.values = row.values;
    this.state = row.state;
  }

  resolveSlot(pairs: LabelPair[]): number {
    // A page beyond the limit fails as a whole when it is read; until then its series take no room.
    if (this.newSlots > this.rules.endpoint.limits.samples) return SLOT_UNKEPT;
    const labels = storedLabels(pairs, this.rules);
    if (labels === null) return SLOT_DROPPED;
    if (++this.newSlots > this.rules.endpoint.limits.samples) return SLOT_UNKEPT;
    try {
      const slot = this.appender.slot(labels);
      this.values = this.row.values;
      this.state = this.row.state;
      return slot;
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'limit_exceeded') throw error;
      throw new ScrapeFailedError(
        scrapeFailure(
          'store',
          'series_limit',
          `The page has more new series than there is room for: ${error.message}`,
          'Find the label that takes ever new values, or expose fewer series.',
          200,
        ),
      );
    }
  }

  setAt(slot: number, atMs: number, value: number): void {
    if (this.isInBounds(atMs)) this.row.setAt(slot, atMs, value, this.tracksStaleness);
  }

  setHistogram(slot: number, atMs: number | null, histogram: FloatHistogram): void {
    const coarse = reduceResolution(histogram, this.highestSchema);
    const fitted = fitBuckets(coarse, this.rules.endpoint.limits.nativeHistogramBuckets);
    // The page fails as a whole when it is read; until then its samples are counted.
    if (fitted === null) this.tooManyBuckets = Math.max(this.tooManyBuckets, bucketCount(coarse));
    else if (atMs === null) this.row.setHistogram(slot, fitted);
    else if (this.isInBounds(atMs)) this.row.setAt(slot, atMs, fitted, this.tracksStaleness);
  }

  countDuplicate(): void {
    this.row.countDuplicate();
  }

  addExemplar(slot: number, exemplar: Exemplar): void {
    this.exemplars.push([slot, exemplar]);
  }

  private isInBounds(atMs: number): boolean {
    if (atMs > this.row.atMs + MAX_FUTURE_MS) this.tooFarAhead++;
    else if (atMs < this.row.atMs - MAX_PAST_MS) this.tooOld++;
    else return true;
    return false;
  }
}

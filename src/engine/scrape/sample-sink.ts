import type { Endpoint, ScrapeLimits } from '../../shared/domain/endpoint.ts';
import type { FloatHistogram } from '../../shared/domain/histogram.ts';
import type { LabelPair, LabelSet } from '../../shared/domain/series.ts';
import { AppError } from '../../shared/errors.ts';
import type { HistogramSink } from '../exposition/protobuf/protobuf-parser.ts';
import { createLabels } from '../model/labels.ts';
import type { Row, RowAppender } from '../storage.ts';
import { quoteForeign, ScrapeFailedError, scrapeFailure } from './scrape-failure.ts';

const MAX_FUTURE_MS = 10 * 60_000;

/** Target labels laid over a series' own; a label of both is kept as `exported_<name>`, or wins with `honorLabels`. */
export function combineLabels(
  pairs: readonly LabelPair[],
  ofTarget: LabelSet,
  honorLabels: boolean,
): LabelSet {
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
  return createLabels(combined);
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

/** Throws ScrapeFailedError `label_limit`. */
export function checkLabels(labels: LabelSet, limits: ScrapeLimits): void {
  const metric = (): string => quoteForeign(labels.find(([name]) => name === '__name__')?.[1] ?? '', 60);
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

/** Throws ScrapeFailedError `sample_limit`. */
export function checkSampleCount(samples: number, limits: ScrapeLimits): void {
  if (samples <= limits.samples) return;
  throw new ScrapeFailedError(
    scrapeFailure(
      'store',
      'sample_limit',
      `The page has ${samples} samples, and the limit is ${limits.samples}; nothing of it was kept.`,
      "Expose fewer series, or raise the endpoint's sample limit.",
      200,
    ),
  );
}

/** Takes the samples of one page into a row: target labels, limits, timestamps too far ahead. */
export class SampleSink implements HistogramSink {
  values: Float64Array;
  state: Uint8Array;
  /** Samples whose timestamp is more than ten minutes ahead; they are dropped. */
  tooFarAhead = 0;
  private newSlots = 0;
  private readonly row: Row;
  private readonly appender: RowAppender;
  private readonly endpoint: Endpoint;
  private readonly ofTarget: LabelSet;

  constructor(row: Row, appender: RowAppender, endpoint: Endpoint, ofTarget: LabelSet) {
    this.row = row;
    this.appender = appender;
    this.endpoint = endpoint;
    this.ofTarget = ofTarget;
    this.values = row.values;
    this.state = row.state;
  }

  resolveSlot(pairs: LabelPair[]): number {
    // A page beyond the limit fails as a whole when it is read; until then its series take no room.
    if (++this.newSlots > this.endpoint.limits.samples) return -1;
    const labels = combineLabels(pairs, this.ofTarget, this.endpoint.scrape.honorLabels);
    checkLabels(labels, this.endpoint.limits);
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
    if (atMs > this.row.atMs + MAX_FUTURE_MS) this.tooFarAhead++;
    else this.row.setAt(slot, atMs, value, false);
  }

  setHistogram(slot: number, atMs: number | null, histogram: FloatHistogram): void {
    if (atMs === null) this.row.setHistogram(slot, histogram);
    else if (atMs > this.row.atMs + MAX_FUTURE_MS) this.tooFarAhead++;
    else this.row.setAt(slot, atMs, histogram, false);
  }

  countDuplicate(): void {
    this.row.countDuplicate();
  }

  addExemplar(): void {
    // Exemplars are checked by the parser and not kept.
  }
}

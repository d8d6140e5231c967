import type { FloatHistogram } from '../../../shared/domain/histogram.ts';
import type { LabelPair, MetricMetadata } from '../../../shared/domain/series.ts';
import { findDuplicateName } from '../label-values.ts';
import { type Page, type PageSink, SLOT_DROPPED, SLOT_UNKEPT } from '../page-parser.ts';
import { SHARED_STRINGS } from '../string-cache.ts';
import { FamilyReader } from './family-reader.ts';
import { headFault, listSamples, type MetricSample, samplePairs } from './family-series.ts';
import type { FamilyHead, Metric } from './metric-family.ts';

/** Where the samples of a protobuf page go. */
export interface HistogramSink extends PageSink {
  /** A native histogram; `atMs` is its timestamp, null where it has none. */
  setHistogram(slot: number, atMs: number | null, histogram: FloatHistogram): void;
}

/** The slots of one metric, in the order of its samples, and their bounds; `page` is the last page that had it. */
interface KnownMetric {
  page: number;
  readonly head: FamilyHead;
  readonly labels: readonly LabelPair[];
  readonly bounds: readonly (number | null)[];
  readonly slots: readonly number[];
}

const SLOT_SET = 1;
const SLOT_ABSENT = 0;
const UNUSED_METRICS_KEPT = 1_024;

/**
 * Parses the protobuf pages of one target (delimited io.prometheus.client.MetricFamily) as a Prometheus 3 scraper reads
 * them. Slots that the sink gave are kept until `forget` is called.
 */
export class ProtobufParser {
  private known = new Map<string, KnownMetric>();
  private families: readonly MetricMetadata[] = [];
  private page = 0;
  private used = 0;
  /** Samples of the last page whose series the sink dropped. */
  samplesDropped = 0;
  /** Metrics in the order of the last page, and of this one: most stand where they stood. */
  private order: KnownMetric[] = [];
  private nextOrder: KnownMetric[] = [];

  private readonly keepsClassic: boolean;
  private readonly convertsClassic: boolean;

  /**
   * `keepsClassic`: the classic buckets of a native histogram are taken in beside it. `convertsClassic`: those of another one
   * become a native histogram with custom buckets.
   */
  constructor(keepsClassic = false, convertsClassic = false) {
    this.keepsClassic = keepsClassic;
    this.convertsClassic = convertsClassic;
  }

  /** Forgets all slots, as is needed when the appender renumbered them. */
  forget(): void {
    this.known = new Map();
    this.order = [];
  }

  /** The metric families of the last page that was parsed to its end; the same array while nothing changed. */
  listFamilies(): readonly MetricMetadata[] {
    return this.families;
  }

  /**
   * Hands all samples of a page to the sink and answers their number. Throws ExpositionError (the sink then holds a
   * part of the page) and whatever the sink throws.
   */
  parse(page: Page, honorTimestamps: boolean, sink: HistogramSink): number {
    this.page++;
    this.used = 0;
    this.samplesDropped = 0;
    this.nextOrder = [];
    const reader: FamilyReader = new FamilyReader(page.bytes, page.end, SHARED_STRINGS);
    const families = new Map<string, MetricMetadata>();
    let samples = 0;
    while (reader.nextFamily()) {
      const { head } = reader;
      let metric = reader.nextMetric();
      if (metric === null) continue;
      const fault = headFault(head);
      if (fault !== null) reader.fail(fault);
      families.set(head.name, head);
      for (; metric !== null; metric = reader.nextMetric()) {
        const listed = listSamples(head.type, metric, this.keepsClassic, this.convertsClassic);
        if (typeof listed === 'string') reader.fail(`a native histogram is not valid: ${listed}`);
        const slots = this.resolve(reader, metric, listed, sink);
        for (const [i, sample] of listed.entries()) {
          const slot = slots[i] as number;
          if (slot === SLOT_DROPPED) this.samplesDropped++;
          else store(sink, slot, sample, honorTimestamps ? metric.timestampMs : 0);
        }
        samples += listed.length;
      }
    }
    this.order = this.nextOrder;
    this.dropUnused();
    this.keepFamilies([...families.values()]);
    return samples;
  }

  private resolve(
    reader: FamilyReader,
    metric: Metric,
    samples: readonly MetricSample[],
    sink: HistogramSink,
  ): readonly number[] {
    const { head } = reader;
    const predicted = this.order[this.nextOrder.length];
    const isThere = predicted !== undefined && isMetric(predicted, head, metric.labels);
    const key = isThere ? '' : metricKey(head, metric.labels);
    const known = isThere ? predicted : this.known.get(key);
    if (known !== undefined && hasBounds(known, samples)) {
      if (known.page !== this.page) this.used++;
      known.page = this.page;
      this.nextOrder.push(known);
      return known.slots;
    }
    const slots = samples.map((sample) => {
      const pairs = samplePairs(head, metric.labels, sample);
      const duplicate = findDuplicateName(pairs);
      if (duplicate !== null) reader.fail(`the label "${duplicate}" stands twice in one series`);
      if (pairs.some(([name]) => name === '')) reader.fail('a label name is empty');
      return sink.resolveSlot(pairs);
    });
    if (!slots.includes(SLOT_UNKEPT)) {
      const bounds = samples.map(({ bound }) => bound);
      const added = { page: this.page, head, labels: metric.labels, bounds, slots };
      this.known.set(isThere ? metricKey(head, metric.labels) : key, added);
      this.nextOrder.push(added);
      this.used++;
    }
    return slots;
  }

  private dropUnused(): void {
    if (this.known.size <= 2 * this.used + UNUSED_METRICS_KEPT) return;
    for (const [key, { page }] of this.known) if (page !== this.page) this.known.delete(key);
  }

  private keepFamilies(families: readonly MetricMetadata[]): void {
    const unchanged =
      families.length === this.families.length &&
      families.every((family, i) => {
        const before = this.families[i];
        return (
          before !== undefined &&
          before.name === family.name &&
          before.type === family.type &&
          before.help === family.help &&
          before.unit === family.unit
        );
      });
    if (!unchanged) this.families = families;
  }
}

/** Tells metrics apart: with the lengths in it, no text can be taken for another's end. */
function metricKey({ name, type }: FamilyHead, labels: readonly LabelPair[]): string {
  let key = `${type} ${name.length} ${name}`;
  for (const [label, value] of labels) key += `${label.length} ${label}${value.length} ${value}`;
  return key;
}

function isMetric(known: KnownMetric, head: FamilyHead, labels: readonly LabelPair[]): boolean {
  if (known.head.name !== head.name || known.head.type !== head.type) return false;
  if (known.labels.length !== labels.length) return false;
  for (let i = 0; i < labels.length; i++) {
    const a = known.labels[i] as LabelPair;
    const b = labels[i] as LabelPair;
    if (a[1] !== b[1] || a[0] !== b[0]) return false;
  }
  return true;
}

function hasBounds({ bounds }: KnownMetric, samples: readonly MetricSample[]): boolean {
  if (bounds.length !== samples.length) return false;
  for (let i = 0; i < bounds.length; i++) if (!Object.is(bounds[i], samples[i]?.bound)) return false;
  return true;
}

function store(sink: HistogramSink, slot: number, sample: MetricSample, timestampMs: number): void {
  if (slot < 0) return;
  const { value } = sample;
  const isSet = sink.state[slot] !== SLOT_ABSENT;
  if (typeof value !== 'number') {
    if (timestampMs !== 0) sink.setHistogram(slot, timestampMs, value);
    else if (isSet) sink.countDuplicate();
    else sink.setHistogram(slot, null, value);
  } else if (timestampMs !== 0) sink.setAt(slot, timestampMs, value);
  else if (isSet) sink.countDuplicate();
  else {
    sink.values[slot] = value;
    sink.state[slot] = SLOT_SET;
  }
  for (const exemplar of sample.exemplars) sink.addExemplar(slot, exemplar);
}

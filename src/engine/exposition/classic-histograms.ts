import { type LabelPair, METRIC_NAME_LABEL, type MetricMetadata } from '../../shared/domain/series.ts';
import { type CumulativeBucket, toCustomBuckets } from './custom-buckets.ts';
import { parseGoFloat } from './go-float.ts';
import { type PageSink, SLOT_DROPPED } from './page-parser.ts';
import type { Exemplar } from './page-reader.ts';
import type { HistogramSink } from './protobuf/protobuf-parser.ts';

/** A histogram that is put together from its classic series, page after page. */
interface Assembled {
  readonly base: string;
  readonly pairs: readonly LabelPair[];
  /** Its slot in the sink, once one was given. */
  slot: number | null;
  buckets: CumulativeBucket[];
  count: number | null;
  sum: number | null;
  atMs: number | null;
  exemplars: Exemplar[];
}

/** What a series is to its histogram: `bound` is null for the count and the sum. */
interface Part {
  readonly histogram: Assembled;
  readonly suffix: '_bucket' | '_count' | '_sum';
  readonly bound: number;
}

/** A series of the page; `slot` is that in the sink, null where it was not asked for. */
interface PageSeries {
  readonly pairs: readonly LabelPair[];
  readonly part: Part | null;
  slot: number | null;
}

const SUFFIXES = ['_bucket', '_count', '_sum'] as const;
const SLOT_SET = 1;
const UNUSED_SERIES_KEPT = 1_024;

/**
 * Stands between the parser of a text page and the sink of a scrape that converts classic histograms to native ones with
 * custom buckets (`convert_classic_histograms_to_nhcb`). It has slots of its own; `finish` hands all on. The series of one
 * histogram may stand apart from each other on the page.
 */
export class ClassicHistograms implements PageSink {
  values = new Float64Array(256);
  state = new Uint8Array(256);
  /** Samples of the last page whose series the sink dropped when they were handed on. */
  samplesDropped = 0;
  private used = 0;
  private target!: HistogramSink;
  private series: PageSeries[] = [];
  private slotOf = new Map<string, number>();
  private histograms = new Map<string, Assembled>();
  private timed: [slot: number, atMs: number, value: number][] = [];
  private exemplars: [slot: number, exemplar: Exemplar][] = [];
  private readonly keepsClassic: boolean;

  /** `keepsClassic`: the classic series are handed on as well. */
  constructor(keepsClassic: boolean) {
    this.keepsClassic = keepsClassic;
  }

  /** Forgets all slots; the parser must forget its own too. */
  forget(): void {
    this.series = [];
    this.slotOf = new Map();
    this.histograms = new Map();
  }

  /** Whether most of what it knows is no longer on the pages, so that all is better forgotten. */
  get isOutgrown(): boolean {
    return this.series.length > 2 * this.used + UNUSED_SERIES_KEPT;
  }

  /** Begins a page whose samples go to `target` in the end. */
  begin(target: HistogramSink): void {
    this.target = target;
    this.state.fill(0);
    this.samplesDropped = 0;
    this.used = 0;
    this.timed = [];
    this.exemplars = [];
  }

  resolveSlot(pairs: LabelPair[]): number {
    const key = keyOf(pairs);
    const known = this.slotOf.get(key);
    if (known !== undefined) return known;
    const part = this.partOf(pairs);
    let slot: number | null = null;
    if (part === null) {
      slot = this.target.resolveSlot(pairs);
      if (slot < 0) return slot;
    }
    // The parser goes on using its list.
    const own = this.series.push({ pairs: pairs.slice(), part, slot }) - 1;
    this.slotOf.set(key, own);
    if (own >= this.values.length) this.grow();
    return own;
  }

  setAt(slot: number, atMs: number, value: number): void {
    this.timed.push([slot, atMs, value]);
  }

  countDuplicate(): void {
    this.target.countDuplicate();
  }

  addExemplar(slot: number, exemplar: Exemplar): void {
    this.exemplars.push([slot, exemplar]);
  }

  /** Hands a whole page on; answers by how much its samples are more than the parser's, which is mostly below 0. */
  finish(families: readonly MetricMetadata[]): number {
    const names = new Set(families.filter(({ type }) => type === 'histogram').map(({ name }) => name));
    const touched = new Set<Assembled>();
    const partOf = ({ part }: PageSeries): Part | null =>
      part !== null && names.has(part.histogram.base) ? part : null;
    let more = 0;
    const take = (own: number, atMs: number | null, value: number): void => {
      const one = this.series[own] as PageSeries;
      this.used++;
      const part = partOf(one);
      if (part !== null) {
        collect(part, atMs, value);
        touched.add(part.histogram);
        if (!this.keepsClassic) {
          more--;
          return;
        }
      }
      this.handOn(one, atMs, value);
    };
    for (let own = 0; own < this.series.length; own++) {
      if (this.state[own] === SLOT_SET) take(own, null, this.values[own] as number);
    }
    for (const [own, atMs, value] of this.timed) take(own, atMs, value);
    for (const [own, exemplar] of this.exemplars) {
      const one = this.series[own] as PageSeries;
      const part = partOf(one);
      if (part !== null) part.histogram.exemplars.push(exemplar);
      else if (one.slot !== null && one.slot >= 0) this.target.addExemplar(one.slot, exemplar);
    }
    for (const histogram of touched) if (this.handOnHistogram(histogram)) more++;
    return more;
  }

  private handOn(one: PageSeries, atMs: number | null, value: number): void {
    const { target } = this;
    one.slot ??= keptSlot(target, one.pairs);
    const { slot } = one;
    if (slot === SLOT_DROPPED) this.samplesDropped++;
    if (slot === null || slot < 0) return;
    if (atMs !== null) target.setAt(slot, atMs, value);
    else if (target.state[slot] !== 0) target.countDuplicate();
    else {
      target.values[slot] = value;
      target.state[slot] = SLOT_SET;
    }
  }

  private handOnHistogram(histogram: Assembled): boolean {
    const { target } = this;
    const { buckets, count, sum, atMs, exemplars } = histogram;
    const value = toCustomBuckets(buckets, count, sum ?? 0);
    histogram.buckets = [];
    histogram.count = null;
    histogram.sum = null;
    histogram.atMs = null;
    histogram.exemplars = [];
    if (value === null) return false;
    histogram.slot ??= keptSlot(target, histogram.pairs);
    const { slot } = histogram;
    if (slot === SLOT_DROPPED) this.samplesDropped++;
    if (slot === null || slot < 0) return true;
    if (atMs === null && target.state[slot] !== 0) target.countDuplicate();
    else target.setHistogram(slot, atMs, value);
    // Without a time of its own an exemplar of a native histogram is not taken, as by Prometheus.
    for (const exemplar of exemplars) if (exemplar.atMs !== null) target.addExemplar(slot, exemplar);
    return true;
  }

  private partOf(pairs: readonly LabelPair[]): Part | null {
    const name = pairs[0]?.[1] ?? '';
    const suffix = SUFFIXES.find((one) => name.endsWith(one) && name.length > one.length);
    if (suffix === undefined) return null;
    const text = pairs.find(([label]) => label === 'le')?.[1];
    const bound = suffix === '_bucket' ? (parseGoFloat(text ?? '') ?? Number.NaN) : 0;
    if (Number.isNaN(bound)) return null;
    const base = name.slice(0, -suffix.length);
    const rest = pairs.filter(([label], i) => i > 0 && label !== 'le');
    const own: LabelPair[] = [[METRIC_NAME_LABEL, base], ...rest];
    const key = keyOf(own);
    let histogram = this.histograms.get(key);
    if (histogram === undefined) {
      histogram = {
        base,
        pairs: own,
        slot: null,
        buckets: [],
        count: null,
        sum: null,
        atMs: null,
        exemplars: [],
      };
      this.histograms.set(key, histogram);
    }
    return { histogram, suffix, bound };
  }

  private grow(): void {
    const values = new Float64Array(this.values.length * 2);
    values.set(this.values);
    const state = new Uint8Array(values.length);
    state.set(this.state);
    this.values = values;
    this.state = state;
  }
}

/** A page of two points of a histogram has the first one's values, as duplicates have it. */
function collect({ histogram, suffix, bound }: Part, atMs: number | null, value: number): void {
  if (histogram.atMs === null) histogram.atMs = atMs;
  else if (histogram.atMs !== atMs) return;
  if (suffix === '_bucket') histogram.buckets.push({ bound, count: value });
  else if (suffix === '_sum') histogram.sum ??= value;
  else histogram.count ??= value;
}

/** Null where the sink keeps the series out of this page alone, and is to be asked again. */
function keptSlot(sink: HistogramSink, pairs: readonly LabelPair[]): number | null {
  const slot = sink.resolveSlot(pairs.map(([name, value]): LabelPair => [name, value]));
  return slot >= 0 || slot === SLOT_DROPPED ? slot : null;
}

function keyOf(pairs: readonly LabelPair[]): string {
  const rest = pairs.slice(1).sort(([a], [b]) => (a < b ? -1 : 1));
  return [pairs[0], ...rest].map((pair) => pair?.join('\uffff')).join('\uffff\uffff');
}

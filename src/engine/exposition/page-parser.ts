import type { Buffer } from 'node:buffer';
import type { LabelPair, MetricMetadata } from '../../shared/domain/series.ts';
import { BRACE_CLOSE, BRACE_OPEN, HASH, NEWLINE, SPACE, TAB } from './byte-cursor.ts';
import { MODE_NONE, modeOfType, type NormalisationMode, normaliseBounds } from './label-values.ts';
import { scanBeginning } from './line-beginning.ts';
import { LINE_KERNEL, type LineKernel, SLOT_SET } from './line-kernel.ts';
import { LINE_COMMENT, LINE_SERIES, LINE_TYPE, LineTable } from './line-table.ts';
import { collectFamilies } from './metric-families.ts';
import type { ExpositionFormat } from './negotiation.ts';
import { scanNumber, scannedTo } from './number-scanner.ts';
import { OpenMetricsReader } from './openmetrics-reader.ts';
import type { Exemplar, MetaLine, PageReader } from './page-reader.ts';
import { SHARED_STRINGS } from './string-cache.ts';
import { TextReader } from './text-reader.ts';

/** Where a page's samples go. `values` and `state` are read anew after `resolveSlot`, which may replace them. */
export interface PageSink {
  readonly values: Float64Array;
  readonly state: Uint8Array;
  /**
   * The slot of a series seen for the first time, metric name first; SLOT_UNKEPT to count its samples this once, or
   * SLOT_DROPPED to count them from now on without asking again. `pairs` is valid only during the call.
   */
  resolveSlot(pairs: LabelPair[]): number;
  /** A sample with a timestamp, ms UTC. */
  setAt(slot: number, atMs: number, value: number): void;
  countDuplicate(): void;
  addExemplar(slot: number, exemplar: Exemplar): void;
}

/** A body to parse: bytes 0 to `end` of a buffer that has at least `PAGE_PADDING` bytes more, which are overwritten. */
export interface Page {
  readonly bytes: Buffer;
  readonly end: number;
}

export const PAGE_PADDING = 8;
/** What a sink answers of a series that it keeps out of this page, and of one that it drops for good. */
export const SLOT_UNKEPT = -1;
export const SLOT_DROPPED = -2;
const UNUSED_LINES_KEPT = 1_024;
/** So many lines one after the other show that a page goes on as the last one. */
const EXPECTED_BEFORE_KERNEL = 4;

/**
 * Parses the pages of one target, scrape after scrape, with the strictness of a Prometheus 3 scraper. A line is first
 * compared with the line that stood at its place in the last page; failing that its beginning is looked up by hash;
 * only a beginning never seen is read in full. Slots that the sink gave are kept until `forget` is called.
 */
export class PageParser {
  private table = new LineTable();
  private order = new Int32Array(64);
  private orderLength = 0;
  private nextOrder = new Int32Array(64);
  private placeOf = new Int32Array(64);
  private meta = new Map<number, MetaLine>();
  private format: ExpositionFormat = 'text';
  private families: readonly MetricMetadata[] = [];
  private misses = 0;
  private lines = 0;
  private mode: NormalisationMode = MODE_NONE;
  /** Samples of the last page whose series the sink dropped. */
  samplesDropped = 0;
  private readonly kernel: LineKernel | null;

  /** `kernel`: null to do without. */
  constructor(kernel = LINE_KERNEL) {
    this.kernel = kernel;
  }

  /** Forgets all slots, as is needed when the appender renumbered them. */
  forget(): void {
    this.table = new LineTable();
    this.meta = new Map();
    this.orderLength = 0;
  }

  /** The metric families of the last page that was parsed to its end; the same array while nothing changed. */
  listFamilies(): readonly MetricMetadata[] {
    return this.families;
  }

  /**
   * Hands all samples of a page to the sink and answers their number. Throws ExpositionError (the sink then holds a
   * part of the page) and whatever the sink throws.
   */
  parse(page: Page, format: ExpositionFormat, honorTimestamps: boolean, sink: PageSink): number {
    if (format !== this.format) this.forget();
    this.format = format;
    this.misses = 0;
    this.lines = 0;
    this.samplesDropped = 0;
    this.mode = MODE_NONE;
    const { bytes, end } = page;
    bytes.fill(0, end, end + PAGE_PADDING);
    if (format === 'text') bytes[end] = NEWLINE;
    if (this.table.count === 0) {
      this.table.expectPage(end);
      if (this.nextOrder.length < end >> 6) this.nextOrder = new Int32Array(end >> 6);
    }
    try {
      const samples = this.parseLines(bytes, end, honorTimestamps, sink);
      this.closePage();
      return samples;
    } catch (error) {
      if (this.table.count > 2 * this.orderLength + UNUSED_LINES_KEPT) this.forget();
      throw error;
    }
  }

  private parseLines(bytes: Buffer, end: number, honorTimestamps: boolean, sink: PageSink): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const reader =
      this.format === 'text'
        ? new TextReader(bytes, end, SHARED_STRINGS)
        : new OpenMetricsReader(bytes, end, SHARED_STRINGS);
    const blanksBetweenLines = this.format === 'text';
    const limit = this.format === 'text' ? end + 1 : end;
    const order = this.order;
    const expectedLines = this.orderLength;
    const { table } = this;
    let { values, state } = sink;
    // It copies the page: that is lost where the lines turn out to be others.
    let kernel: LineKernel | null = null;
    let offered = this.kernel;
    let asExpected = 0;
    let expected = 0;
    let pos = 0;
    let samples = 0;
    for (;;) {
      if (offered !== null && asExpected === EXPECTED_BEFORE_KERNEL) {
        if (offered.open(bytes, limit, table, order, expectedLines, state)) kernel = offered;
        offered = null;
      }
      // After a line that is not the expected one the kernel would stop at once.
      if (kernel !== null && asExpected > 0 && expected < expectedLines) {
        kernel.take(pos, expected, this.mode);
        this.recordAll(order, expected, kernel.expected);
        ({ pos, expected } = kernel);
        this.mode = kernel.mode as NormalisationMode;
        samples += kernel.samples;
        this.samplesDropped += kernel.dropped;
      }
      if (blanksBetweenLines && (bytes[pos] as number) <= SPACE) {
        reader.pos = pos;
        if (!reader.skipToLine()) break;
        pos = reader.pos;
      }
      let line = -1;
      if (expected < expectedLines) {
        const candidate = order[expected] as number;
        const length = table.byteLength[candidate] as number;
        if (pos + length <= limit && table.matches(candidate, view, pos)) {
          const kind = table.kind[candidate] as number;
          if (kind >= LINE_COMMENT) {
            if (kind >= LINE_TYPE) this.mode = (kind - LINE_TYPE) as NormalisationMode;
            this.record(candidate);
            expected++;
            pos += length;
            asExpected++;
            continue;
          }
          const valueByte = bytes[pos + length] as number;
          if (
            (kind === LINE_SERIES || kind === LINE_SERIES + 1 + this.mode) &&
            valueByte !== SPACE &&
            valueByte !== TAB &&
            valueByte !== BRACE_OPEN
          ) {
            line = candidate;
            pos += length;
            expected++;
            asExpected++;
          }
        }
      }
      if (line < 0) {
        reader.pos = pos;
        if (!reader.skipToLine()) break;
        const isComment = bytes[reader.pos] === HASH;
        line = isComment ? this.readComment(reader, view) : this.readSeries(reader, view, sink);
        pos = reader.pos;
        if (isComment && line < 0) break;
        this.misses++;
        asExpected = 0;
        const place = line < 0 ? expectedLines : (this.placeOf[line] as number);
        if (place < expectedLines && order[place] === line) expected = place + 1;
        if (line >= 0) this.record(line);
        if (isComment) continue;
        values = sink.values;
        state = sink.state;
      } else this.record(line);
      samples++;
      const slot = line < 0 ? -4 - line : (table.slot[line] as number);
      const value = scanNumber(bytes, pos);
      if (!Number.isNaN(value) && bytes[scannedTo] === NEWLINE && scannedTo < limit) {
        pos = scannedTo + 1;
        if (slot < 0) {
          if (slot === SLOT_DROPPED) this.samplesDropped++;
          continue;
        }
        if (state[slot] === SLOT_SET || kernel?.isSet(slot)) {
          sink.countDuplicate();
        } else {
          values[slot] = value;
          state[slot] = SLOT_SET;
          kernel?.markSet(slot);
        }
        continue;
      }
      reader.pos = pos;
      reader.readSample();
      pos = reader.pos;
      if (slot >= 0) storeSample(sink, slot, reader, honorTimestamps, kernel);
      else if (slot === SLOT_DROPPED) this.samplesDropped++;
    }
    kernel?.finish(sink.values, sink.state);
    return samples;
  }

  private recordAll(order: Int32Array, from: number, to: number): void {
    const count = to - from;
    if (this.lines + count > this.nextOrder.length) {
      const longer = new Int32Array(Math.max(this.lines + count, this.lines * 2));
      longer.set(this.nextOrder);
      this.nextOrder = longer;
    }
    this.nextOrder.set(order.subarray(from, to), this.lines);
    this.lines += count;
  }

  private record(line: number): void {
    if (this.lines === this.nextOrder.length) {
      const longer = new Int32Array(this.lines * 2);
      longer.set(this.nextOrder);
      this.nextOrder = longer;
    }
    this.nextOrder[this.lines++] = line;
  }

  /** The line number of the comment at the reader's position, -1 for OpenMetrics' last line. */
  private readComment(reader: PageReader, view: DataView): number {
    const { pos } = reader;
    const newline = reader.bytes.indexOf(NEWLINE, pos);
    const limit = this.format === 'text' ? reader.end + 1 : reader.end;
    const length = newline < 0 || newline >= limit ? 0 : newline + 1 - pos;
    // Nothing can be known on a first page, where looking would cost as much as reading.
    const known = length > 0 && this.orderLength > 0 ? this.table.find(view, pos, length, MODE_NONE) : -1;
    if (known >= 0) {
      const kind = this.table.kind[known] as number;
      if (kind >= LINE_TYPE) this.mode = (kind - LINE_TYPE) as NormalisationMode;
      reader.pos = pos + length;
      return known;
    }
    const meta = reader.readMeta();
    if (meta.kind === 'eof') return -1;
    let kind = LINE_COMMENT;
    if (meta.kind === 'type') {
      this.mode = modeOfType(meta.type);
      kind = LINE_TYPE + this.mode;
    }
    const line = this.table.add(view, pos, length, kind, -1);
    if (meta.kind !== 'comment') this.meta.set(line, meta);
    return line;
  }

  /**
   * The line number of the series at the reader's position, leaving the reader at its value. Where the beginning can't be kept the
   * answer is -4 - slot, which is below -1 whatever the slot is.
   */
  private readSeries(reader: PageReader, view: DataView, sink: PageSink): number {
    const { pos } = reader;
    const length =
      this.orderLength === 0 ? 0 : scanBeginning(reader.bytes, view, reader.end, pos, this.format === 'text');
    if (length > 0) {
      const known = this.table.find(view, pos, length, this.mode);
      if (known >= 0) {
        reader.pos = pos + length;
        return known;
      }
    }
    reader.readSeries();
    const dependsOnMode = normaliseBounds(reader.pairs, this.mode);
    const slot = sink.resolveSlot(reader.pairs);
    const last = reader.bytes[reader.pos - 1] as number;
    // A beginning that ends inside a token can't be told from a longer one by comparing bytes.
    if (slot === SLOT_UNKEPT || (last !== SPACE && last !== TAB && last !== BRACE_CLOSE)) return -4 - slot;
    const kind = dependsOnMode ? LINE_SERIES + 1 + this.mode : LINE_SERIES;
    return this.table.add(view, pos, reader.pos - pos, kind, slot);
  }

  private closePage(): void {
    if (this.misses === 0 && this.lines === this.orderLength) return;
    if (this.orderLength === 0) this.table.settle();
    const finished = this.nextOrder;
    this.nextOrder = this.order.length < finished.length ? new Int32Array(finished.length) : this.order;
    this.order = finished;
    this.orderLength = this.lines;
    if (this.table.count > 2 * this.orderLength + UNUSED_LINES_KEPT) this.dropUnusedLines();
    if (this.placeOf.length < this.table.count) this.placeOf = new Int32Array(this.table.count * 2);
    for (let i = 0; i < this.orderLength; i++) this.placeOf[this.order[i] as number] = i;
    this.families = collectFamilies(this.metaLines());
  }

  private dropUnusedLines(): void {
    const { table, renumbered } = this.table.pick(this.order, this.orderLength);
    const meta = new Map<number, MetaLine>();
    for (const [line, metaLine] of this.meta) {
      const copy = renumbered.get(line);
      if (copy !== undefined) meta.set(copy, metaLine);
    }
    for (let i = 0; i < this.orderLength; i++) {
      this.order[i] = renumbered.get(this.order[i] as number) as number;
    }
    this.table = table;
    this.meta = meta;
  }

  private *metaLines(): Generator<MetaLine> {
    for (let i = 0; i < this.orderLength; i++) {
      const line = this.order[i] as number;
      if ((this.table.kind[line] as number) < LINE_COMMENT) continue;
      const meta = this.meta.get(line);
      if (meta !== undefined) yield meta;
    }
  }
}

function storeSample(
  sink: PageSink,
  slot: number,
  reader: PageReader,
  honorTimestamps: boolean,
  kernel: LineKernel | null,
): void {
  if (honorTimestamps && !Number.isNaN(reader.timestampMs)) {
    sink.setAt(slot, reader.timestampMs, reader.value);
  } else if (sink.state[slot] === SLOT_SET || kernel?.isSet(slot)) sink.countDuplicate();
  else {
    sink.values[slot] = reader.value;
    sink.state[slot] = SLOT_SET;
    kernel?.markSet(slot);
  }
  if (reader.exemplar !== null) sink.addExemplar(slot, reader.exemplar);
}

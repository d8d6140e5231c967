import type { ReadControl, SeriesColumns, SeriesStream } from '../storage.ts';
import type { Batch } from './batch.ts';
import { decodeValues } from './chunk-codec.ts';
import { decodeFrame, FRAME_FULL, SLOT_HISTOGRAM } from './chunk-frame.ts';
import { ColumnBuilder, type CompactedTimes } from './column-builder.ts';
import { COLUMN_KERNEL, type ColumnKernel } from './column-kernel.ts';
import { FreshColumns } from './fresh-columns.ts';
import { PAGE_SLOTS, PAGE_SLOTS_SHIFT, PageReader } from './page.ts';
import type { Series, SeriesSource } from './series.ts';
import { slotIn } from './slot-in.ts';
import { type ColumnPart, type WindowPlan, windowPlan } from './time-columns.ts';

/** Values of this many bytes share one buffer: few allocations, and none so big that it lives too long. */
const GROUP_BYTES = 4 << 20;

/** A page of a batch, from memory or disk; null where it can't be read. */
export type PageSource = (batch: Batch, pageNumber: number) => Uint8Array | null;

let scratch = new Float64Array(256);

/** The rows of one batch that lie in the window, read series by series; the page at hand stays open. */
class BatchColumns {
  readonly #source: SeriesSource;
  readonly #batch: Batch;
  readonly #part: ColumnPart;
  #pageNumber = -1;
  #page: PageReader | null = null;
  #pageAddress = -1;
  #generation = -1;

  constructor(source: SeriesSource, batch: Batch, part: ColumnPart) {
    this.#source = source;
    this.#batch = batch;
    this.#part = part;
  }

  /** The first of its rows in the columns. */
  get offset(): number {
    return this.#part.offset;
  }

  /** About the size of one of its pages. */
  get pageBytes(): number {
    return this.#batch.byteCount / Math.max(1, Math.ceil(this.#batch.slotCount / PAGE_SLOTS));
  }

  /** The number of rows that lie in the kernel's memory from the part's offset on; all others are set. */
  read(
    series: Series,
    builder: ColumnBuilder,
    plan: WindowPlan,
    readPage: PageSource,
    kernel: ColumnKernel | null,
  ): number {
    const { from, count, offset } = this.#part;
    const { rowCount, slotCount, layout } = this.#batch;
    const slot = slotIn(this.#source, layout, series);
    const isKnown = slot >= 0 && slot < slotCount;
    if (isKnown && slot >> PAGE_SLOTS_SHIFT !== this.#pageNumber) {
      this.#pageNumber = slot >> PAGE_SLOTS_SHIFT;
      const bytes = readPage(this.#batch, this.#pageNumber);
      this.#page = bytes === null ? null : new PageReader(bytes);
      this.#generation = -1;
    }
    const page = isKnown ? this.#page : null;
    if (page === null || !page.seek(slot & (PAGE_SLOTS - 1))) {
      builder.setAbsent(offset, count);
      return 0;
    }
    const { reader } = page;
    if (kernel !== null && count > 0) {
      const address = this.#addressIn(kernel, page) + reader.at;
      if (kernel.decode(address, rowCount, from, offset)) return count;
    }
    if (reader.bytes[reader.at] === FRAME_FULL) {
      reader.at++;
      if (count === rowCount) decodeValues(reader, rowCount, builder.values, offset);
      else if (count > 0) {
        if (scratch.length < rowCount) scratch = new Float64Array(rowCount);
        decodeValues(reader, rowCount, scratch, 0);
        for (let i = 0; i < count; i++) builder.values[offset + i] = scratch[from + i] as number;
      }
      return 0;
    }
    const frame = decodeFrame(reader, rowCount);
    let nextHistogram = 0;
    for (let row = 0; row < rowCount; row++) {
      const state = frame.states === null ? 1 : (frame.states[row] as number);
      const histogram = state === SLOT_HISTOGRAM ? frame.histograms[nextHistogram++] : undefined;
      if (row < from || row >= from + count) continue;
      builder.values[offset + row - from] = frame.values[row] as number;
      if (histogram !== undefined) builder.setHistogram(offset + row - from, histogram);
      else builder.setState(offset + row - from, state);
    }
    if (frame.own !== null) {
      builder.addOwn(frame.own, plan.minMs, Math.min(plan.maxMs, this.#batch.shownBeforeMs - 1));
    }
    return 0;
  }

  #addressIn(kernel: ColumnKernel, page: PageReader): number {
    if (this.#generation !== kernel.generation) {
      this.#pageAddress = kernel.addressOf(page.bytes);
      this.#generation = kernel.generation;
    }
    return this.#pageAddress;
  }
}

/**
 * The columns of series of one source over a window, as they are when this is made: neither fresh rows nor batches
 * change, and both are read when a series is.
 */
export class ColumnReader {
  readonly seriesCount: number;
  readonly #plan: WindowPlan;
  readonly #wanted: readonly Series[];
  readonly #take: (length: number) => Float64Array;
  readonly #batches: readonly BatchColumns[];
  /** Of one page of each batch. */
  readonly #pageBytes: number;
  readonly #fresh: FreshColumns | null;
  readonly #builder = new ColumnBuilder();
  readonly #shared: CompactedTimes = { presence: new Uint8Array(0), times: new Float64Array(0) };
  #next = 0;

  /** `control` hears how many samples will be read, and may throw; without one the columns are the caller's to keep. */
  constructor(
    source: SeriesSource,
    wanted: readonly Series[],
    minMs: number,
    maxMs: number,
    control: Pick<ReadControl, 'claim' | 'take'> | undefined,
  ) {
    this.#take =
      control === undefined ? (length) => new Float64Array(length) : (length) => control.take(length);
    this.#plan = windowPlan(source, minMs, maxMs);
    const { parts, times } = this.#plan;
    control?.claim(wanted.length * times.length);
    this.#wanted = parts.length === 0 ? [] : wanted.toSorted((a, b) => a.slot - b.slot);
    this.seriesCount = this.#wanted.length;
    const batches: BatchColumns[] = [];
    let fresh: FreshColumns | null = null;
    for (const part of parts) {
      if (part.batch !== null) batches.push(new BatchColumns(source, part.batch, part));
      else fresh = new FreshColumns(source, part, this.#wanted);
    }
    this.#batches = batches;
    this.#pageBytes = batches.reduce((sum, { pageBytes }) => sum + pageBytes, 0);
    this.#fresh = fresh;
  }

  /** Rows in the window: the length of each series' columns before absent ones are left out. */
  get rowCount(): number {
    return this.#plan.times.length;
  }

  /**
   * Decodes the next series that has something in the window, null after the last one. `values` has room for all rows
   * and becomes part of the result.
   */
  next(values: Float64Array, readPage: PageSource): SeriesColumns | null {
    while (this.#next < this.#wanted.length) {
      const k = this.#next++;
      const series = this.#wanted[k] as Series;
      const builder = this.#builder;
      builder.begin(series.labels, values);
      this.#readBatches(series, builder, readPage);
      this.#fresh?.read(k, builder, this.#plan);
      const columns = builder.build(this.#plan.times, this.#shared);
      if (columns !== null) return columns;
    }
    this.#fresh?.release();
    return null;
  }

  #readBatches(series: Series, builder: ColumnBuilder, readPage: PageSource): void {
    const kernel = COLUMN_KERNEL?.reserve(this.rowCount, this.#pageBytes) === true ? COLUMN_KERNEL : null;
    // Rows in the kernel's memory that follow each other are fetched at once.
    let first = 0;
    let end = 0;
    for (const batch of this.#batches) {
      const rows = batch.read(series, builder, this.#plan, readPage, kernel);
      if (rows === 0) continue;
      if (batch.offset !== end) {
        if (end > first) kernel?.copyRows(first, end, builder.values);
        first = batch.offset;
      }
      end = batch.offset + rows;
    }
    if (end > first) kernel?.copyRows(first, end, builder.values);
  }

  /** Decodes all series into columns of their own, each as it is asked for. */
  *readAll(readPage: PageSource): Generator<SeriesColumns> {
    const rows = this.rowCount;
    const perBlock = Math.max(1, Math.floor(GROUP_BYTES / 8 / Math.max(1, rows)));
    let block: Float64Array = new Float64Array(0);
    while (this.#next < this.#wanted.length) {
      if (block.length < rows || rows === 0) {
        block = this.#take(rows * Math.min(perBlock, this.#wanted.length - this.#next));
      }
      const columns = this.next(block.subarray(0, rows), readPage);
      if (columns === null) return;
      block = block.subarray(rows);
      yield columns;
    }
    this.#fresh?.release();
  }
}

/** The series of several sources, of which none holds a series of another one. */
export class ReaderStream implements SeriesStream {
  readonly seriesCount: number;
  readonly #readers: readonly ColumnReader[];
  readonly #readPage: PageSource;
  readonly #values: Float64Array;
  /** A part of them, as long as the columns of the reader at hand. */
  #column: Float64Array = new Float64Array(0);
  #at = 0;

  constructor(
    readers: readonly ColumnReader[],
    readPage: PageSource,
    take: (length: number) => Float64Array,
  ) {
    this.#readers = readers;
    this.#readPage = readPage;
    this.seriesCount = readers.reduce((count, reader) => count + reader.seriesCount, 0);
    this.#values = take(readers.reduce((most, { rowCount }) => Math.max(most, rowCount), 0));
  }

  next(): SeriesColumns | null {
    for (; this.#at < this.#readers.length; this.#at++) {
      const reader = this.#readers[this.#at] as ColumnReader;
      if (this.#column.length !== reader.rowCount) this.#column = this.#values.subarray(0, reader.rowCount);
      const columns = reader.next(this.#column, this.#readPage);
      if (columns !== null) return columns;
    }
    return null;
  }
}

import type { ReadControl, SeriesColumns } from '../storage.ts';
import type { Batch } from './batch.ts';
import { decodeValues } from './chunk-codec.ts';
import { decodeFrame, FRAME_FULL, type OwnTimeColumns, SLOT_HISTOGRAM } from './chunk-frame.ts';
import { ColumnBuilder, type CompactedTimes } from './column-builder.ts';
import { PAGE_SLOTS, PAGE_SLOTS_SHIFT, PageReader } from './page.ts';
import type { Series } from './series.ts';
import type { Source } from './source.ts';
import { type ColumnPart, type WindowPlan, windowPlan } from './time-columns.ts';

/** Values of this many bytes share one buffer: few allocations, and none so big that it lives too long. */
const GROUP_BYTES = 4 << 20;
const GATHERED_SERIES = 32;
const NO_OWN_TIMES: ReadonlyMap<number, OwnTimeColumns> = new Map();

/** A page of a batch, from memory or disk; null where it can't be read. */
export type PageSource = (batch: Batch, pageNumber: number) => Uint8Array | null;

let scratch = new Float64Array(256);

function slotIn(source: Source, layout: Source['layout'], series: Series): number {
  return layout === source.layout && series.sources[0] === source ? series.slot : layout.slotOf(series.id);
}

function readBatch(
  source: Source,
  batch: Batch,
  part: ColumnPart,
  plan: WindowPlan,
  group: readonly Series[],
  builders: readonly ColumnBuilder[],
  readPage: PageSource,
): void {
  const { from, count, offset } = part;
  const { rowCount } = batch;
  let pageNumber = -1;
  let page: PageReader | null = null;
  for (let k = 0; k < group.length; k++) {
    const builder = builders[k] as ColumnBuilder;
    const slot = slotIn(source, batch.layout, group[k] as Series);
    if (slot >= 0 && slot < batch.slotCount && slot >> PAGE_SLOTS_SHIFT !== pageNumber) {
      pageNumber = slot >> PAGE_SLOTS_SHIFT;
      const bytes = readPage(batch, pageNumber);
      page = bytes === null ? null : new PageReader(bytes);
    }
    if (slot < 0 || slot >= batch.slotCount || page === null || !page.seek(slot & (PAGE_SLOTS - 1))) {
      builder.setAbsent(offset, count);
      continue;
    }
    const { reader } = page;
    if (reader.bytes[reader.at] === FRAME_FULL) {
      reader.at++;
      if (count === rowCount) decodeValues(reader, rowCount, builder.values, offset);
      else if (count > 0) {
        if (scratch.length < rowCount) scratch = new Float64Array(rowCount);
        decodeValues(reader, rowCount, scratch, 0);
        for (let i = 0; i < count; i++) builder.values[offset + i] = scratch[from + i] as number;
      }
      continue;
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
      builder.addOwn(frame.own, plan.minMs, Math.min(plan.maxMs, batch.shownBeforeMs - 1));
    }
  }
}

function readOpenRows(
  source: Source,
  part: ColumnPart,
  group: readonly Series[],
  builders: readonly ColumnBuilder[],
): void {
  const slots = Int32Array.from(group, (series) => slotIn(source, source.layout, series));
  const { from, count, offset } = part;
  for (let start = 0; start < group.length; start += GATHERED_SERIES) {
    const end = Math.min(group.length, start + GATHERED_SERIES);
    for (let r = 0; r < count; r++) {
      const row = source.rows[from + r];
      if (row === undefined) break;
      const { values, states, slotCount } = row;
      for (let k = start; k < end; k++) {
        const slot = slots[k] as number;
        const builder = builders[k] as ColumnBuilder;
        if (slot < 0 || slot >= slotCount) {
          builder.setAbsent(offset + r, 1);
          continue;
        }
        builder.values[offset + r] = values[slot] as number;
        if (states === null) continue;
        const state = states[slot] as number;
        const histogram = state === SLOT_HISTOGRAM ? row.histograms?.get(slot) : undefined;
        if (histogram !== undefined) builder.setHistogram(offset + r, histogram);
        else builder.setState(offset + r, state);
      }
    }
  }
}

/** Fresh samples with own times, by the place of their series in the group. */
function readOpenOwn(source: Source, group: readonly Series[]): ReadonlyMap<number, OwnTimeColumns> {
  if (source.own.count === 0) return NO_OWN_TIMES;
  const found = new Map<number, OwnTimeColumns>();
  for (let k = 0; k < group.length; k++) {
    const own = source.own.columnsOf(slotIn(source, source.layout, group[k] as Series));
    if (own !== null) found.set(k, own);
  }
  return found;
}

/** Series that are read together, with their fresh rows already in place. */
interface ColumnGroup {
  readonly series: readonly Series[];
  readonly builders: readonly ColumnBuilder[];
  readonly openOwn: ReadonlyMap<number, OwnTimeColumns>;
}

/**
 * The columns of series of one source over a window, as they are when this is made: fresh rows, which are written to
 * and closed later, are copied then; batches never change and are decoded by `read`.
 */
export class ColumnReader {
  readonly #source: Source;
  readonly #plan: WindowPlan;
  readonly #groups: ColumnGroup[] = [];
  readonly #take: (length: number) => Float64Array;
  readonly #shared: CompactedTimes = { presence: new Uint8Array(0), times: new Float64Array(0) };

  /** `control` hears how many samples will be held, and may throw; without one the columns are the caller's to keep. */
  constructor(
    source: Source,
    wanted: readonly Series[],
    minMs: number,
    maxMs: number,
    control: Pick<ReadControl, 'claim' | 'take'> | undefined,
  ) {
    this.#take =
      control === undefined ? (length) => new Float64Array(length) : (length) => control.take(length);
    this.#source = source;
    this.#plan = windowPlan(source, minMs, maxMs);
    const { parts, times } = this.#plan;
    control?.claim(wanted.length * times.length);
    if (parts.length === 0) return;
    const groupSize = Math.max(1, Math.floor(GROUP_BYTES / 8 / Math.max(1, times.length)));
    const sorted = wanted.toSorted((a, b) => a.slot - b.slot);
    for (let start = 0; start < sorted.length; start += groupSize) {
      this.#groups.push(this.#openGroup(sorted.slice(start, start + groupSize)));
    }
  }

  #openGroup(series: readonly Series[]): ColumnGroup {
    const { parts, times } = this.#plan;
    const { length } = times;
    const buffer = this.#take(series.length * length);
    const builders = series.map(
      ({ labels }, k) => new ColumnBuilder(labels, buffer.subarray(k * length, (k + 1) * length)),
    );
    const open = parts.find(({ batch }) => batch === null);
    if (open === undefined) return { series, builders, openOwn: NO_OWN_TIMES };
    readOpenRows(this.#source, open, series, builders);
    return { series, builders, openOwn: readOpenOwn(this.#source, series) };
  }

  /** Decodes group by group as they are asked for; series with nothing in the window are left out. */
  *read(readPage: PageSource): Generator<readonly SeriesColumns[]> {
    const plan = this.#plan;
    for (const { series, builders, openOwn } of this.#groups) {
      for (const part of plan.parts) {
        if (part.batch !== null) readBatch(this.#source, part.batch, part, plan, series, builders, readPage);
      }
      for (const [k, own] of openOwn) (builders[k] as ColumnBuilder).addOwn(own, plan.minMs, plan.maxMs);
      yield builders
        .map((builder) => builder.build(plan.times, this.#shared))
        .filter((columns) => columns !== null);
    }
  }
}

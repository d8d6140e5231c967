import type { SeriesColumns } from '../storage.ts';
import type { Batch } from './batch.ts';
import { decodeValues } from './chunk-codec.ts';
import { decodeFrame, FRAME_FULL, SLOT_HISTOGRAM } from './chunk-frame.ts';
import { ColumnBuilder, type CompactedTimes } from './column-builder.ts';
import { PAGE_SLOTS, PAGE_SLOTS_SHIFT, PageReader } from './page.ts';
import type { Series } from './series.ts';
import type { Source } from './source.ts';
import { type ColumnPart, type WindowPlan, windowPlan } from './time-columns.ts';

/** Values of this many bytes share one buffer: few allocations, and none so big that it lives too long. */
const GROUP_BYTES = 4 << 20;
const GATHERED_SERIES = 32;

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
    if (frame.own !== null) builder.addOwn(frame.own, plan.minMs, plan.maxMs);
  }
}

function readOpenRows(
  source: Source,
  part: ColumnPart,
  plan: WindowPlan,
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
  if (source.own.count === 0) return;
  for (let k = 0; k < group.length; k++) {
    const own = source.own.columnsOf(slots[k] as number);
    if (own !== null) (builders[k] as ColumnBuilder).addOwn(own, plan.minMs, plan.maxMs);
  }
}

/**
 * The columns of series of one source over a window, those with nothing in it left out. `checkAborted` is called now
 * and then and may throw.
 */
export function readColumns(
  source: Source,
  wanted: readonly Series[],
  minMs: number,
  maxMs: number,
  readPage: PageSource,
  checkAborted: () => void,
): SeriesColumns[] {
  const plan = windowPlan(source, minMs, maxMs);
  if (plan.parts.length === 0) return [];
  const length = plan.times.length;
  const groupSize = Math.max(1, Math.floor(GROUP_BYTES / 8 / Math.max(1, length)));
  const sorted = wanted.toSorted((a, b) => a.slot - b.slot);
  const shared: CompactedTimes = { presence: new Uint8Array(0), times: new Float64Array(0) };
  const result: SeriesColumns[] = [];
  for (let start = 0; start < sorted.length; start += groupSize) {
    checkAborted();
    const group = sorted.slice(start, start + groupSize);
    const buffer = new Float64Array(group.length * length);
    const builders = group.map(
      (series, k) => new ColumnBuilder(series.labels, buffer.subarray(k * length, (k + 1) * length)),
    );
    for (const part of plan.parts) {
      if (part.batch === null) readOpenRows(source, part, plan, group, builders);
      else readBatch(source, part.batch, part, plan, group, builders, readPage);
    }
    for (const builder of builders) {
      const columns = builder.build(plan.times, shared);
      if (columns !== null) result.push(columns);
    }
  }
  return result;
}

import type { FloatHistogram } from '../../shared/domain/histogram.ts';
import type { ByteReader, ByteWriter } from './byte-buffer.ts';
import { readSparseHistograms, readStates, writeSparseHistograms, writeStates } from './chunk-frame.ts';
import { decodeHistogram, encodeHistogram } from './histogram-codec.ts';
import type { OwnTimeSample, StoredRow } from './stored-row.ts';

/*
 * A row as its differences from the row before (from zeros, for the first of a batch): a bitmap of the slots whose
 * value changed, then the changes. A change is a varint whose low two bits tell how to read it: a step in units of 1,
 * 1/100 or 1/10000, or the bytes of the XOR of both bit patterns without the zero bytes at its ends.
 */
const UNITS = [1, 100, 10_000];
const CHANGE_BITS = 3;
const MAX_STEP = 2 ** 27;
const MAX_CHANGE_BYTES = 9;

const HAS_STATES = 1;
const HAS_HISTOGRAMS = 2;
const HAS_OWN_TIMES = 4;
const HAS_OWN_HISTOGRAMS = 8;

let zeros = new Float64Array(256);
const pair = new Float64Array(2);
const pairWords = new Uint32Array(pair.buffer);
const pairBytes = new Uint8Array(pair.buffer);

/** A row read back from the journal. */
export interface JournalRow {
  readonly row: StoredRow;
  readonly own: readonly OwnTimeSample[];
}

/** The step in a unit's parts, or NaN where it is too big or would not lead to the very value. */
function stepIn(unit: number, before: number, value: number): number {
  if (unit === 1) {
    const step = value - before;
    return step === Math.floor(step) && before + step === value ? step : Number.NaN;
  }
  const start = Math.round(before * unit);
  const step = Math.round(value * unit) - start;
  return (start + step) / unit === value ? step : Number.NaN;
}

/** Writes a change; MAX_CHANGE_BYTES must be reserved. */
function writeChange(out: ByteWriter, before: number, value: number): void {
  const { bytes } = out;
  let at = out.length;
  const plainStep = value - before;
  // Most changes are small whole steps of whole numbers, and these need one byte.
  if (
    plainStep > 0 &&
    plainStep < 16 &&
    plainStep === (plainStep | 0) &&
    before + plainStep === value &&
    value !== 0
  ) {
    bytes[at] = plainStep << 3;
    out.length = at + 1;
    return;
  }
  const isMinusZero = value === 0 && 1 / value < 0;
  for (let tag = 0; tag < UNITS.length && !isMinusZero; tag++) {
    const step = stepIn(UNITS[tag] as number, before, value);
    if (!(step > -MAX_STEP && step < MAX_STEP)) continue;
    let rest = (step >= 0 ? step * 8 : step * -8 - 4) | tag;
    while (rest >= 0x80) {
      bytes[at++] = rest | 0x80;
      rest >>>= 7;
    }
    bytes[at++] = rest;
    out.length = at;
    return;
  }
  pair[0] = before;
  pair[1] = value;
  pairWords[0] = (pairWords[0] as number) ^ (pairWords[2] as number);
  pairWords[1] = (pairWords[1] as number) ^ (pairWords[3] as number);
  let from = 0;
  while (from < 7 && pairBytes[from] === 0) from++;
  let to = 8;
  while (to > from + 1 && pairBytes[to - 1] === 0) to--;
  bytes[at++] = CHANGE_BITS | (from << 2) | ((8 - to) << 5);
  for (let i = from; i < to; i++) bytes[at++] = pairBytes[i] as number;
  out.length = at;
}

/** Writes the slots from `from` on whose bits differ; `before` starts at slot 0, or at `from` where it is zeros. */
function writeChanges(
  out: ByteWriter,
  bitmapAt: number,
  before: Float64Array,
  values: Float64Array,
  from: number,
  end: number,
): void {
  const { bytes } = out;
  const shift = before === zeros ? from : 0;
  const words = new Uint32Array(values.buffer, values.byteOffset, end * 2);
  const wordsBefore = new Uint32Array(before.buffer, before.byteOffset, (end - shift) * 2);
  for (let slot = from, word = from * 2, wordBefore = (from - shift) * 2; slot < end; slot++) {
    const difference =
      ((words[word] as number) ^ (wordsBefore[wordBefore] as number)) |
      ((words[word + 1] as number) ^ (wordsBefore[wordBefore + 1] as number));
    word += 2;
    wordBefore += 2;
    if (difference === 0) continue;
    const byte = bitmapAt + (slot >> 3);
    bytes[byte] = (bytes[byte] as number) | (1 << (slot & 7));
    writeChange(out, before[slot - shift] as number, values[slot] as number);
  }
}

function readChange(reader: ByteReader, before: number): number {
  const tag = reader.view.getUint8(reader.at) & 3;
  if (tag === CHANGE_BITS) {
    const head = reader.u8();
    const to = 8 - (head >> 5);
    pair[0] = 0;
    for (let i = (head >> 2) & 7; i < to; i++) pairBytes[i] = reader.u8();
    pair[1] = before;
    pairWords[0] = (pairWords[0] as number) ^ (pairWords[2] as number);
    pairWords[1] = (pairWords[1] as number) ^ (pairWords[3] as number);
    return pair[0];
  }
  const zigzag = Math.floor(reader.varint() / 4);
  const step = zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
  const unit = UNITS[tag] as number;
  return unit === 1 ? before + step : (Math.round(before * unit) + step) / unit;
}

/** Appends a row and the samples with own times that came with it. */
export function encodeJournalRow(
  out: ByteWriter,
  row: StoredRow,
  before: StoredRow | undefined,
  own: readonly OwnTimeSample[],
): void {
  const { slotCount, values, states, histograms } = row;
  const hasOwnHistograms = own.some((sample) => sample.histogram !== null);
  out.f64(row.atMs);
  out.varint(slotCount);
  out.u8(
    (states === null ? 0 : HAS_STATES) |
      (histograms === null ? 0 : HAS_HISTOGRAMS) |
      (own.length === 0 ? 0 : HAS_OWN_TIMES) |
      (hasOwnHistograms ? HAS_OWN_HISTOGRAMS : 0),
  );
  if (states !== null) writeStates(out, states.subarray(0, slotCount));
  const knownSlots = before === undefined ? 0 : Math.min(before.slotCount, slotCount);
  if (zeros.length < slotCount - knownSlots) zeros = new Float64Array(slotCount);
  const bitmapAt = out.length;
  const bitmapBytes = (slotCount + 7) >> 3;
  out.reserve(bitmapBytes + slotCount * MAX_CHANGE_BYTES);
  out.bytes.fill(0, bitmapAt, bitmapAt + bitmapBytes);
  out.length += bitmapBytes;
  if (before !== undefined) writeChanges(out, bitmapAt, before.values, values, 0, knownSlots);
  writeChanges(out, bitmapAt, zeros, values, knownSlots, slotCount);
  if (histograms !== null) {
    out.varint(histograms.size);
    for (const [slot, histogram] of histograms) {
      out.varint(slot);
      encodeHistogram(out, histogram);
    }
  }
  if (own.length === 0) return;
  out.varint(own.length);
  for (const sample of own) {
    out.varint(sample.slot * 2 + (sample.stale ? 1 : 0));
    out.f64(sample.atMs);
    out.f64(sample.value);
  }
  if (hasOwnHistograms)
    writeSparseHistograms(
      out,
      own.map((sample) => sample.histogram),
    );
}

/** Reads a row; `newValues` gives its value array. The bytes must go on for READ_AHEAD_BYTES behind it. */
export function decodeJournalRow(
  reader: ByteReader,
  before: StoredRow | undefined,
  newValues: (slotCount: number) => Float64Array,
): JournalRow {
  const atMs = reader.f64();
  const slotCount = reader.varint();
  const flags = reader.u8();
  const states = flags & HAS_STATES ? readStates(reader, slotCount) : null;
  const bitmap = reader.raw((slotCount + 7) >> 3);
  const values = newValues(slotCount);
  const knownSlots = before?.slotCount ?? 0;
  for (let slot = 0; slot < slotCount; slot++) {
    const base = slot < knownSlots ? (before?.values[slot] as number) : 0;
    values[slot] = ((bitmap[slot >> 3] as number) >> (slot & 7)) & 1 ? readChange(reader, base) : base;
  }
  let histograms: Map<number, FloatHistogram> | null = null;
  if (flags & HAS_HISTOGRAMS) {
    histograms = new Map();
    const count = reader.varint();
    for (let i = 0; i < count; i++) histograms.set(reader.varint(), decodeHistogram(reader));
  }
  let own: OwnTimeSample[] = [];
  if (flags & HAS_OWN_TIMES) {
    const count = reader.varint();
    for (let i = 0; i < count; i++) {
      const slotAndStale = reader.varint();
      own.push({
        slot: Math.floor(slotAndStale / 2),
        stale: slotAndStale % 2 === 1,
        atMs: reader.f64(),
        value: reader.f64(),
        histogram: null,
      });
    }
    if (flags & HAS_OWN_HISTOGRAMS) {
      const ownHistograms = readSparseHistograms(reader, count);
      own = own.map((sample, i) => ({ ...sample, histogram: ownHistograms[i] ?? null }));
    }
  }
  return { row: { atMs, slotCount, values, states, histograms }, own };
}

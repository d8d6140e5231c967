import type { FloatHistogram } from '../../shared/domain/histogram.ts';
import { SLOT_ABSENT, SLOT_SAMPLE, SLOT_STALE } from '../storage.ts';
import type { ByteReader, ByteWriter } from './byte-buffer.ts';
import { decodeValues, encodeValues } from './chunk-codec.ts';
import { decodeHistogram, encodeHistogram } from './histogram-codec.ts';

/** States of a slot that only the store itself knows, beside those of storage.ts. */
export const SLOT_OWN_TIME = 3;
export const SLOT_OWN_TIME_TRACKED = 4;
export const SLOT_HISTOGRAM = 5;

const FRAME_STATES = 1;
const FRAME_OWN_TIMES = 2;
const FRAME_NO_ROWS = 4;
/** Some of the samples with own times are histograms. */
const FRAME_OWN_HISTOGRAMS = 8;

/** The first byte of a chunk that is one float sample in every row: a value column follows. */
export const FRAME_FULL = 0;

/**
 * Samples of one series with timestamps of their own, ascending; `stale` flags are 0 or 1. `histograms` is null where
 * all are floats.
 */
export interface OwnTimeColumns {
  readonly times: Float64Array;
  readonly values: Float64Array;
  readonly stale: Uint8Array;
  readonly histograms: readonly (FloatHistogram | null)[] | null;
}

/**
 * One series' part of a batch of rows. `states` has an entry per row, null where every row has a float sample;
 * `histograms` are those of the rows in state SLOT_HISTOGRAM, in order.
 */
export interface ChunkFrame {
  readonly states: Uint8Array | null;
  readonly values: Float64Array;
  readonly histograms: readonly FloatHistogram[];
  readonly own: OwnTimeColumns | null;
}

let compacted = new Float64Array(256);

/** Appends states as run lengths, a byte for a run of up to 32. */
export function writeStates(out: ByteWriter, states: Uint8Array): void {
  let i = 0;
  while (i < states.length) {
    const state = states[i] as number;
    let end = i + 1;
    while (end < states.length && end - i < 32 && states[end] === state) end++;
    out.u8(state | ((end - i - 1) << 3));
    i = end;
  }
}

/** Reads `count` states. */
export function readStates(reader: ByteReader, count: number): Uint8Array {
  const states = new Uint8Array(count);
  let i = 0;
  while (i < count) {
    const run = reader.u8();
    const end = Math.min(count, i + (run >> 3) + 1);
    states.fill(run & 7, i, end);
    i = end;
  }
  return states;
}

/** Appends the histograms of a list with their places in it. */
export function writeSparseHistograms(out: ByteWriter, histograms: readonly (FloatHistogram | null)[]): void {
  out.varint(histograms.reduce((count, histogram) => count + (histogram === null ? 0 : 1), 0));
  for (const [i, histogram] of histograms.entries()) {
    if (histogram === null) continue;
    out.varint(i);
    encodeHistogram(out, histogram);
  }
}

/** Reads what `writeSparseHistograms` wrote of a list of that length. */
export function readSparseHistograms(reader: ByteReader, length: number): (FloatHistogram | null)[] {
  const histograms = new Array<FloatHistogram | null>(length).fill(null);
  for (let rest = reader.varint(); rest > 0; rest--) histograms[reader.varint()] = decodeHistogram(reader);
  return histograms;
}

/** Appends the chunk of a series whose values by row start at `at`; an absent series writes nothing. */
export function encodeFrame(
  out: ByteWriter,
  values: Float64Array,
  at: number,
  rowCount: number,
  states: Uint8Array | null,
  histograms: readonly FloatHistogram[],
  own: OwnTimeColumns | null,
): void {
  if (states === null && own === null) {
    out.u8(FRAME_FULL);
    encodeValues(out, values, at, rowCount);
    return;
  }
  const inRows = states?.some((state) => state !== SLOT_ABSENT) ?? true;
  if (!inRows && own === null) return;
  out.u8(
    (states === null ? 0 : inRows ? FRAME_STATES : FRAME_NO_ROWS) |
      (own === null ? 0 : FRAME_OWN_TIMES) |
      (own?.histograms ? FRAME_OWN_HISTOGRAMS : 0),
  );
  if (inRows) {
    if (states === null) encodeValues(out, values, at, rowCount);
    else {
      writeStates(out, states);
      if (compacted.length < rowCount) compacted = new Float64Array(rowCount * 2);
      let samples = 0;
      for (let i = 0; i < rowCount; i++) {
        if (states[i] === SLOT_SAMPLE) compacted[samples++] = values[at + i] as number;
      }
      encodeValues(out, compacted, 0, samples);
      for (const histogram of histograms) encodeHistogram(out, histogram);
    }
  }
  if (own === null) return;
  out.varint(own.times.length);
  encodeValues(out, own.times, 0, own.times.length);
  writeStates(out, own.stale);
  encodeValues(out, own.values, 0, own.values.length);
  if (own.histograms !== null) writeSparseHistograms(out, own.histograms);
}

/** Reads a chunk at the reader's place; its values are spread over the rows, those of rows without a float are 0. */
export function decodeFrame(reader: ByteReader, rowCount: number): ChunkFrame {
  const flags = reader.u8();
  const values = new Float64Array(rowCount);
  const histograms: FloatHistogram[] = [];
  let states: Uint8Array | null = null;
  if (flags & FRAME_NO_ROWS) states = new Uint8Array(rowCount);
  else if (flags & FRAME_STATES) {
    states = readStates(reader, rowCount);
    let samples = 0;
    for (const state of states) if (state === SLOT_SAMPLE) samples++;
    if (compacted.length < samples) compacted = new Float64Array(samples * 2);
    decodeValues(reader, samples, compacted, 0);
    let next = 0;
    for (let i = 0; i < rowCount; i++) {
      if (states[i] === SLOT_SAMPLE) values[i] = compacted[next++] as number;
    }
    for (const state of states) if (state === SLOT_HISTOGRAM) histograms.push(decodeHistogram(reader));
  } else decodeValues(reader, rowCount, values, 0);
  let own: OwnTimeColumns | null = null;
  if (flags & FRAME_OWN_TIMES) {
    const count = reader.varint();
    const times = new Float64Array(count);
    decodeValues(reader, count, times, 0);
    const stale = readStates(reader, count);
    const ownValues = new Float64Array(count);
    decodeValues(reader, count, ownValues, 0);
    const ownHistograms = flags & FRAME_OWN_HISTOGRAMS ? readSparseHistograms(reader, count) : null;
    own = { times, values: ownValues, stale, histograms: ownHistograms };
  }
  return { states, values, histograms, own };
}

/** Whether a row's state is an entry of the series in the row's own time. */
export function isRowEntry(state: number): boolean {
  return state === SLOT_SAMPLE || state === SLOT_STALE || state === SLOT_HISTOGRAM;
}

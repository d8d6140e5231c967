import type { BucketSpan, CounterResetHint, FloatHistogram } from '../../shared/domain/histogram.ts';
import { READ_AHEAD_BYTES } from './bit-packing.ts';
import { type ByteReader, ByteWriter } from './byte-buffer.ts';
import { decodeValues, encodeValues } from './chunk-codec.ts';

const HINTS: readonly CounterResetHint[] = ['unknown', 'reset', 'not_reset', 'gauge'];

function writeSpans(out: ByteWriter, spans: readonly BucketSpan[]): void {
  out.varint(spans.length);
  for (const span of spans) {
    out.zigzag(span.offset);
    out.varint(span.length);
  }
}

function readSpans(reader: ByteReader): BucketSpan[] {
  const count = reader.varint();
  const spans: BucketSpan[] = [];
  for (let i = 0; i < count; i++) spans.push({ offset: reader.zigzag(), length: reader.varint() });
  return spans;
}

function writeColumn(out: ByteWriter, values: Float64Array): void {
  out.varint(values.length);
  encodeValues(out, values, 0, values.length);
}

function readColumn(reader: ByteReader): Float64Array {
  const values = new Float64Array(reader.varint());
  decodeValues(reader, values.length, values, 0);
  return values;
}

/** Appends a native histogram, lossless, its buckets as one column. */
export function encodeHistogram(out: ByteWriter, histogram: FloatHistogram): void {
  out.zigzag(histogram.schema);
  out.u8(HINTS.indexOf(histogram.counterResetHint));
  out.f64(histogram.zeroThreshold);
  out.f64(histogram.zeroCount);
  out.f64(histogram.count);
  out.f64(histogram.sum);
  writeSpans(out, histogram.positiveSpans);
  writeSpans(out, histogram.negativeSpans);
  writeColumn(out, histogram.positiveBuckets);
  writeColumn(out, histogram.negativeBuckets);
  writeColumn(out, histogram.customValues);
}

/** Reads what `encodeHistogram` wrote; the bytes must go on for READ_AHEAD_BYTES behind it. */
export function decodeHistogram(reader: ByteReader): FloatHistogram {
  return {
    schema: reader.zigzag(),
    counterResetHint: HINTS[reader.u8()] ?? 'unknown',
    zeroThreshold: reader.f64(),
    zeroCount: reader.f64(),
    count: reader.f64(),
    sum: reader.f64(),
    positiveSpans: readSpans(reader),
    negativeSpans: readSpans(reader),
    positiveBuckets: readColumn(reader),
    negativeBuckets: readColumn(reader),
    customValues: readColumn(reader),
  };
}

/** Appends the bytes that a reader may load behind the last column. */
export function padForReadAhead(out: ByteWriter): void {
  for (let i = 0; i < READ_AHEAD_BYTES; i++) out.u8(0);
}

/** A column of times or values as bytes of its own, ready to be read. */
export function encodeColumn(values: Float64Array): Uint8Array {
  const out = new ByteWriter(32);
  encodeValues(out, values, 0, values.length);
  padForReadAhead(out);
  return out.finish();
}

import type { BucketSpan } from '../../../shared/domain/histogram.ts';
import type { LabelPair } from '../../../shared/domain/series.ts';
import type { Exemplar } from '../page-reader.ts';
import type { MessageReader } from './message-reader.ts';
import type { ClassicBucket, Counter, Histogram, Metric, Summary } from './metric-family.ts';

function decodeLabel(reader: MessageReader, end: number): LabelPair {
  let name = '';
  let value = '';
  for (let field = reader.nextField(end); field !== 0; field = reader.nextField(end)) {
    if (field === 1) name = reader.text();
    else if (field === 2) value = reader.text();
    else reader.skip();
  }
  return [name, value];
}

/** A Gauge or Untyped: a message of one number. */
function decodeValue(reader: MessageReader, end: number): number {
  let value = 0;
  for (let field = reader.nextField(end); field !== 0; field = reader.nextField(end)) {
    if (field === 1) value = reader.double();
    else reader.skip();
  }
  return value;
}

function decodeTimestamp(reader: MessageReader, end: number): number {
  let seconds = 0;
  let nanos = 0;
  for (let field = reader.nextField(end); field !== 0; field = reader.nextField(end)) {
    if (field === 1) seconds = reader.int64();
    else if (field === 2) nanos = reader.int32();
    else reader.skip();
  }
  return seconds * 1000 + Math.trunc(nanos / 1e6);
}

function decodeExemplar(reader: MessageReader, end: number): Exemplar {
  const labels: LabelPair[] = [];
  let value = 0;
  let atMs: number | null = null;
  for (let field = reader.nextField(end); field !== 0; field = reader.nextField(end)) {
    if (field === 1) reader.push(labels, decodeLabel(reader, reader.message()));
    else if (field === 2) value = reader.double();
    else if (field === 3) atMs = decodeTimestamp(reader, reader.message());
    else reader.skip();
  }
  return { labels, value, atMs };
}

function decodeCounter(reader: MessageReader, end: number): Counter {
  const counter: Counter = { value: 0, exemplar: null, startMs: null };
  for (let field = reader.nextField(end); field !== 0; field = reader.nextField(end)) {
    if (field === 1) counter.value = reader.double();
    else if (field === 2) counter.exemplar = decodeExemplar(reader, reader.message());
    else if (field === 3) counter.startMs = decodeTimestamp(reader, reader.message());
    else reader.skip();
  }
  return counter;
}

function decodeQuantile(reader: MessageReader, end: number): { quantile: number; value: number } {
  const result = { quantile: 0, value: 0 };
  for (let field = reader.nextField(end); field !== 0; field = reader.nextField(end)) {
    if (field === 1) result.quantile = reader.double();
    else if (field === 2) result.value = reader.double();
    else reader.skip();
  }
  return result;
}

function decodeSummary(reader: MessageReader, end: number): Summary {
  const summary: Summary = { count: 0, sum: 0, quantiles: [], startMs: null };
  for (let field = reader.nextField(end); field !== 0; field = reader.nextField(end)) {
    if (field === 1) summary.count = reader.uint64();
    else if (field === 2) summary.sum = reader.double();
    else if (field === 3) reader.push(summary.quantiles, decodeQuantile(reader, reader.message()));
    else if (field === 4) summary.startMs = decodeTimestamp(reader, reader.message());
    else reader.skip();
  }
  return summary;
}

function decodeBucket(reader: MessageReader, end: number): ClassicBucket {
  const bucket: ClassicBucket = {
    cumulativeCount: 0,
    cumulativeCountFloat: 0,
    upperBound: 0,
    exemplar: null,
  };
  for (let field = reader.nextField(end); field !== 0; field = reader.nextField(end)) {
    if (field === 1) bucket.cumulativeCount = reader.uint64();
    else if (field === 2) bucket.upperBound = reader.double();
    else if (field === 3) bucket.exemplar = decodeExemplar(reader, reader.message());
    else if (field === 4) bucket.cumulativeCountFloat = reader.double();
    else reader.skip();
  }
  return bucket;
}

function decodeSpan(reader: MessageReader, end: number): BucketSpan {
  const span = { offset: 0, length: 0 };
  for (let field = reader.nextField(end); field !== 0; field = reader.nextField(end)) {
    if (field === 1) span.offset = reader.sint32();
    else if (field === 2) span.length = reader.uint32();
    else reader.skip();
  }
  return span;
}

function emptyHistogram(): Histogram {
  return {
    count: 0,
    countFloat: 0,
    sum: 0,
    buckets: [],
    schema: 0,
    zeroThreshold: 0,
    zeroCount: 0,
    zeroCountFloat: 0,
    negativeSpans: [],
    negativeDeltas: [],
    negativeCounts: [],
    positiveSpans: [],
    positiveDeltas: [],
    positiveCounts: [],
    exemplars: [],
    startMs: null,
  };
}

function decodeHistogram(reader: MessageReader, end: number): Histogram {
  const histogram = emptyHistogram();
  for (let field = reader.nextField(end); field !== 0; field = reader.nextField(end)) {
    if (field === 1) histogram.count = reader.uint64();
    else if (field === 2) histogram.sum = reader.double();
    else if (field === 3) reader.push(histogram.buckets, decodeBucket(reader, reader.message()));
    else if (field === 4) histogram.countFloat = reader.double();
    else if (field === 5) histogram.schema = reader.sint32();
    else if (field === 6) histogram.zeroThreshold = reader.double();
    else if (field === 7) histogram.zeroCount = reader.uint64();
    else if (field === 8) histogram.zeroCountFloat = reader.double();
    else if (field === 9) reader.push(histogram.negativeSpans, decodeSpan(reader, reader.message()));
    else if (field === 10) reader.sint64s(histogram.negativeDeltas);
    else if (field === 11) reader.doubles(histogram.negativeCounts);
    else if (field === 12) reader.push(histogram.positiveSpans, decodeSpan(reader, reader.message()));
    else if (field === 13) reader.sint64s(histogram.positiveDeltas);
    else if (field === 14) reader.doubles(histogram.positiveCounts);
    else if (field === 15) histogram.startMs = decodeTimestamp(reader, reader.message());
    else if (field === 16) reader.push(histogram.exemplars, decodeExemplar(reader, reader.message()));
    else reader.skip();
  }
  return histogram;
}

/** Reads an io.prometheus.client.Metric from the reader's position to `end`. */
export function decodeMetric(reader: MessageReader, end: number): Metric {
  const metric: Metric = {
    labels: [],
    timestampMs: 0,
    gauge: null,
    counter: null,
    summary: null,
    untyped: null,
    histogram: null,
  };
  for (let field = reader.nextField(end); field !== 0; field = reader.nextField(end)) {
    if (field === 1) reader.push(metric.labels, decodeLabel(reader, reader.message()));
    else if (field === 2) metric.gauge = decodeValue(reader, reader.message());
    else if (field === 3) metric.counter = decodeCounter(reader, reader.message());
    else if (field === 4) metric.summary = decodeSummary(reader, reader.message());
    else if (field === 5) metric.untyped = decodeValue(reader, reader.message());
    else if (field === 6) metric.timestampMs = reader.int64();
    else if (field === 7) metric.histogram = decodeHistogram(reader, reader.message());
    else reader.skip();
  }
  return metric;
}

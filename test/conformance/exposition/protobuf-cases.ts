import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ExpositionError } from '../../../src/engine/exposition/exposition-error.ts';
import { PAGE_PADDING } from '../../../src/engine/exposition/page-parser.ts';
import { FamilyReader } from '../../../src/engine/exposition/protobuf/family-reader.ts';
import type { Metric } from '../../../src/engine/exposition/protobuf/metric-family.ts';
import {
  type HistogramSink,
  ProtobufParser,
} from '../../../src/engine/exposition/protobuf/protobuf-parser.ts';
import { StringCache } from '../../../src/engine/exposition/string-cache.ts';
import type { CaseResult } from '../group.ts';
import { parseTextProto, type TextMessage } from './text-proto.ts';

const TYPES: ReadonlyMap<string, string> = new Map([
  ['UNTYPED', 'unknown'],
  ['GAUGE_HISTOGRAM', 'gaugehistogram'],
]);

function textOf(message: TextMessage | undefined, field: string): string {
  const value = message?.get(field)?.at(-1);
  return typeof value === 'string' ? value : '';
}

function toNumber(text: string): number {
  const lower = text.toLowerCase();
  if (/^[+-]?inf/.test(lower)) return lower.startsWith('-') ? -Infinity : Infinity;
  return text === '' ? 0 : Number(lower.replace(/f$/, ''));
}

function numberOf(message: TextMessage | undefined, field: string): number {
  return toNumber(textOf(message, field));
}

function numbersOf(message: TextMessage, field: string): number[] {
  return (message.get(field) ?? []).map((value) => toNumber(value as string));
}

function messagesOf(message: TextMessage | undefined, field: string): TextMessage[] {
  return (message?.get(field) ?? []) as TextMessage[];
}

function timeOf(message: TextMessage, field: string): number | null {
  const time = messagesOf(message, field).at(-1);
  return time === undefined
    ? null
    : numberOf(time, 'seconds') * 1000 + Math.trunc(numberOf(time, 'nanos') / 1e6);
}

/** Start timestamps were called created timestamps before. */
function startOf(message: TextMessage): number | null {
  return timeOf(message, 'start_timestamp') ?? timeOf(message, 'created_timestamp');
}

function labelsOf(message: TextMessage): [string, string][] {
  return messagesOf(message, 'label').map((label) => [textOf(label, 'name'), textOf(label, 'value')]);
}

function exemplarOf(message: TextMessage): object {
  return { labels: labelsOf(message), value: numberOf(message, 'value'), atMs: timeOf(message, 'timestamp') };
}

function exemplarIn(message: TextMessage): object | null {
  const exemplar = messagesOf(message, 'exemplar').at(-1);
  return exemplar === undefined ? null : exemplarOf(exemplar);
}

function spansOf(message: TextMessage, field: string): object[] {
  return messagesOf(message, field).map((span) => ({
    offset: numberOf(span, 'offset'),
    length: numberOf(span, 'length'),
  }));
}

function histogramOf(message: TextMessage): object {
  return {
    count: numberOf(message, 'sample_count'),
    countFloat: numberOf(message, 'sample_count_float'),
    sum: numberOf(message, 'sample_sum'),
    buckets: messagesOf(message, 'bucket').map((bucket) => ({
      cumulativeCount: numberOf(bucket, 'cumulative_count'),
      cumulativeCountFloat: numberOf(bucket, 'cumulative_count_float'),
      upperBound: numberOf(bucket, 'upper_bound'),
      exemplar: exemplarIn(bucket),
    })),
    schema: numberOf(message, 'schema'),
    zeroThreshold: numberOf(message, 'zero_threshold'),
    zeroCount: numberOf(message, 'zero_count'),
    zeroCountFloat: numberOf(message, 'zero_count_float'),
    negativeSpans: spansOf(message, 'negative_span'),
    negativeDeltas: numbersOf(message, 'negative_delta'),
    negativeCounts: numbersOf(message, 'negative_count'),
    positiveSpans: spansOf(message, 'positive_span'),
    positiveDeltas: numbersOf(message, 'positive_delta'),
    positiveCounts: numbersOf(message, 'positive_count'),
    exemplars: messagesOf(message, 'exemplars').map(exemplarOf),
    startMs: startOf(message),
  };
}

function summaryOf(message: TextMessage): object {
  return {
    count: numberOf(message, 'sample_count'),
    sum: numberOf(message, 'sample_sum'),
    quantiles: messagesOf(message, 'quantile').map((quantile) => ({
      quantile: numberOf(quantile, 'quantile'),
      value: numberOf(quantile, 'value'),
    })),
    startMs: startOf(message),
  };
}

function metricOf(message: TextMessage): object {
  const one = <T>(field: string, read: (message: TextMessage) => T): T | null => {
    const found = messagesOf(message, field).at(-1);
    return found === undefined ? null : read(found);
  };
  return {
    labels: labelsOf(message),
    timestampMs: numberOf(message, 'timestamp_ms'),
    gauge: one('gauge', (gauge) => numberOf(gauge, 'value')),
    counter: one('counter', (counter) => ({
      value: numberOf(counter, 'value'),
      exemplar: exemplarIn(counter),
      startMs: startOf(counter),
    })),
    summary: one('summary', summaryOf),
    untyped: one('untyped', (untyped) => numberOf(untyped, 'value')),
    histogram: one('histogram', histogramOf),
  };
}

function familyOf(message: TextMessage): object {
  const type = textOf(message, 'type') || 'COUNTER';
  return {
    head: {
      name: textOf(message, 'name'),
      help: textOf(message, 'help'),
      type: TYPES.get(type) ?? type.toLowerCase(),
      unit: textOf(message, 'unit'),
    },
    metrics: messagesOf(message, 'metric').map(metricOf),
  };
}

/** Families are parted by a comment line "# --- MetricFamily N". */
function expectedFamilies(text: string): object[] {
  return text
    .split(/^# --- MetricFamily.*$/m)
    .slice(1)
    .map((part) => familyOf(parseTextProto(part)));
}

function readFamilies(bytes: Buffer): object[] {
  const reader = new FamilyReader(bytes, bytes.length, new StringCache());
  const families: object[] = [];
  while (reader.nextFamily()) {
    const metrics: Metric[] = [];
    for (let metric = reader.nextMetric(); metric !== null; metric = reader.nextMetric())
      metrics.push(metric);
    families.push({ head: reader.head, metrics });
  }
  return families;
}

/** Scrapes the page twice: both times the same samples, of the same slots. */
function describeScrapeFault(bytes: Buffer): string | null {
  const parser = new ProtobufParser();
  let slots = 0;
  const sink: HistogramSink = {
    values: new Float64Array(bytes.length),
    state: new Uint8Array(bytes.length),
    resolveSlot: () => slots++,
    setAt() {},
    setHistogram() {},
    countDuplicate() {},
    addExemplar() {},
  };
  const page = Buffer.concat([bytes, Buffer.alloc(PAGE_PADDING)]);
  const counts = [1, 2].map(() => {
    sink.state.fill(0);
    try {
      return parser.parse({ bytes: page, end: bytes.length }, true, sink);
    } catch (error) {
      // Prometheus decodes histograms whose counts don't agree, and its storage then refuses the scrape.
      if (error instanceof ExpositionError && error.message.startsWith('a native histogram')) return slots;
      throw error;
    }
  });
  return counts[0] === counts[1] && slots === counts[0]
    ? null
    : `expected: ${slots} samples in both scrapes\ngot: ${counts.join(' and ')}`;
}

function describeFault(bytes: Buffer, text: string): string | null {
  const expected = expectedFamilies(text);
  const got = readFamilies(bytes);
  for (let i = 0; i < Math.max(expected.length, got.length); i++) {
    if (isDeepStrictEqual(got[i], expected[i])) continue;
    return `family ${i}\nexpected: ${JSON.stringify(expected[i])}\ngot: ${JSON.stringify(got[i])}`;
  }
  return describeScrapeFault(bytes);
}

/** Each page of delimited messages says what its readable form beside it says. */
export function runProtobufCases(folder: string): CaseResult[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.bin') && existsSync(join(folder, name.replace(/bin$/, 'textproto'))))
    .map((name) => {
      const id = `protobuf/${name}`;
      try {
        const text = readFileSync(join(folder, name.replace(/bin$/, 'textproto')), 'utf8');
        return { id, failure: describeFault(readFileSync(join(folder, name)), text) };
      } catch (error) {
        return { id, failure: `expected: read\ngot: ${(error as Error).message}` };
      }
    });
}

import type { Buffer } from 'node:buffer';
import type { MetricType } from '../../../shared/domain/series.ts';
import { ExpositionError } from '../exposition-error.ts';
import type { StringCache } from '../string-cache.ts';
import { decodeMetric } from './decode-metric.ts';
import { MalformedMessageError, MessageReader } from './message-reader.ts';
import type { FamilyHead, Metric } from './metric-family.ts';

const NO_FAMILY: FamilyHead = { name: '', help: '', type: 'unknown', unit: '' };
/** By number of io.prometheus.client.MetricType. */
const TYPES: readonly MetricType[] = [
  'counter',
  'gauge',
  'summary',
  'unknown',
  'histogram',
  'gaugehistogram',
];
const METRIC_FIELD = 4;

/**
 * Reads a page of delimited io.prometheus.client.MetricFamily messages: a family's head, then its metrics one at a time.
 * Throws ExpositionError of the rule `protobuf`, whose column is the offset of the byte.
 */
export class FamilyReader {
  /** Of the family that `nextFamily` read. */
  head: FamilyHead = NO_FAMILY;
  private readonly reader: MessageReader;
  private familyEnd = 0;

  constructor(bytes: Buffer, end: number, strings: StringCache) {
    this.reader = new MessageReader(bytes, end, strings);
  }

  /** Goes to the next family, behind all metrics of the last one; false at the end of the page. */
  nextFamily(): boolean {
    const { reader } = this;
    reader.pos = this.familyEnd;
    if (reader.pos >= reader.end) return false;
    this.guard(() => {
      const end = reader.length();
      const start = reader.pos;
      this.familyEnd = end;
      this.head = readHead(reader, end);
      reader.pos = start;
    });
    return true;
  }

  /** The next metric of the family, or null. */
  nextMetric(): Metric | null {
    return this.guard(() => {
      const { reader, familyEnd } = this;
      for (let field = reader.nextField(familyEnd); field !== 0; field = reader.nextField(familyEnd)) {
        if (field === METRIC_FIELD) return decodeMetric(reader, reader.message());
        reader.skip();
      }
      return null;
    });
  }

  fail(message: string): never {
    throw new ExpositionError('protobuf', message, 0, this.reader.pos, this.head.name);
  }

  private guard<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (error instanceof TypeError || !(error instanceof Error)) throw error;
      return this.fail(
        error instanceof MalformedMessageError ? error.message : `a field is malformed (${error.message})`,
      );
    }
  }
}

function readHead(reader: MessageReader, end: number): FamilyHead {
  let name = '';
  let help = '';
  let unit = '';
  let type = 0;
  for (let field = reader.nextField(end); field !== 0; field = reader.nextField(end)) {
    if (field === 1) name = reader.text();
    else if (field === 2) help = reader.text();
    else if (field === 3) type = reader.int32();
    else if (field === 5) unit = reader.text();
    else reader.skip();
  }
  const known = TYPES[type];
  if (known === undefined) throw new MalformedMessageError(`${type} is not a metric type`);
  return { name, help, type: known, unit };
}

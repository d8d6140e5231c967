import type { Buffer } from 'node:buffer';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import type { StringCache } from '../string-cache.ts';

/** Far beyond any list that is exposed; it keeps a page of empty entries from taking all the memory there is. */
const MOST_ENTRIES = 65_536;

/** Bytes that are not the message that they should be. */
export class MalformedMessageError extends Error {}

/** Reads the fields of protobuf messages in place. What is malformed throws MalformedMessageError, RangeError or Error. */
export class MessageReader {
  private readonly bytes: Buffer;
  private readonly strings: StringCache;
  private readonly wire: BinaryReader;
  private wireType: WireType = WireType.Varint;
  private field = 0;

  constructor(bytes: Buffer, end: number, strings: StringCache) {
    this.bytes = bytes;
    this.strings = strings;
    this.wire = new BinaryReader(bytes.subarray(0, end));
  }

  get pos(): number {
    return this.wire.pos;
  }

  set pos(pos: number) {
    this.wire.pos = pos;
  }

  get end(): number {
    return this.wire.len;
  }

  /** The number of the next field of a message that ends at `end`, 0 where there is none. */
  nextField(end: number): number {
    if (this.wire.pos >= end) {
      if (this.wire.pos > end) throw new MalformedMessageError('a field goes beyond the end of its message');
      return 0;
    }
    const [field, wireType] = this.wire.tag();
    this.wireType = wireType;
    this.field = field;
    return field;
  }

  /** Reads a length and answers the end of what follows. */
  length(): number {
    const length = this.wire.uint32();
    const end = this.wire.pos + length;
    if (end > this.wire.len) throw new MalformedMessageError('a message is cut off');
    return end;
  }

  /** The end of the embedded message that begins at `pos`. */
  message(): number {
    this.expect(WireType.LengthDelimited);
    return this.length();
  }

  skip(): void {
    this.wire.skip(this.wireType, this.field);
  }

  text(): string {
    const end = this.message();
    const text = this.strings.decode(this.bytes, this.wire.pos, end);
    if (text === undefined) throw new MalformedMessageError('a text is not valid UTF-8');
    this.wire.pos = end;
    return text;
  }

  /** A number as JavaScript has it: not-a-number is one value, whatever its bits. */
  double(): number {
    this.expect(WireType.Bit64);
    const value = this.wire.double();
    return Number.isNaN(value) ? Number.NaN : value;
  }

  /** Beyond 2^53 the nearest double. */
  uint64(): number {
    this.expect(WireType.Varint);
    return Number(this.wire.uint64());
  }

  int64(): number {
    this.expect(WireType.Varint);
    return Number(this.wire.int64());
  }

  int32(): number {
    this.expect(WireType.Varint);
    return this.wire.int32();
  }

  sint32(): number {
    this.expect(WireType.Varint);
    return this.wire.sint32();
  }

  uint32(): number {
    this.expect(WireType.Varint);
    return this.wire.uint32();
  }

  /** Appends one value, or the values of a packed field. */
  doubles(into: number[]): void {
    if (this.wireType === WireType.Bit64) {
      this.push(into, this.double());
      return;
    }
    const end = this.message();
    while (this.wire.pos < end) this.push(into, this.wire.double());
  }

  /** Appends one zigzag-encoded value, or the values of a packed field. */
  sint64s(into: number[]): void {
    if (this.wireType === WireType.Varint) {
      this.push(into, Number(this.wire.sint64()));
      return;
    }
    const end = this.message();
    while (this.wire.pos < end) this.push(into, Number(this.wire.sint64()));
  }

  push<T>(into: T[], entry: T): void {
    if (into.length === MOST_ENTRIES) {
      throw new MalformedMessageError(`a list has more than ${MOST_ENTRIES} entries`);
    }
    into.push(entry);
  }

  private expect(wireType: WireType): void {
    if (this.wireType === wireType) return;
    throw new MalformedMessageError(
      `field ${this.field} has wire type ${this.wireType} instead of ${wireType}`,
    );
  }
}

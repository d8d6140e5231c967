import { crc32 } from 'node:zlib';
import { ByteReader, ByteWriter } from './byte-buffer.ts';
import { padForReadAhead } from './histogram-codec.ts';

/** Slots whose chunks share a page: reading one series reads one page of a batch. */
export const PAGE_SLOTS_SHIFT = 7;
export const PAGE_SLOTS = 1 << PAGE_SLOTS_SHIFT;

const CHECKSUM_BYTES = 4;
/** Written anew for every page: large buffers are costly to allocate. */
const out = new ByteWriter(64 * 1024);

/** Joins the chunks of up to PAGE_SLOTS slots: their lengths, the chunks, room for reading ahead, a checksum. */
export function encodePage(chunks: ByteWriter, lengths: readonly number[]): Uint8Array {
  out.length = 0;
  out.varint(lengths.length);
  for (const length of lengths) out.varint(length);
  out.raw(chunks.bytes.subarray(0, chunks.length));
  padForReadAhead(out);
  out.u32(crc32(out.bytes.subarray(0, out.length)));
  return out.finish();
}

/** Whether a page from disk has its bytes as they were written. */
export function isPageIntact(page: Uint8Array): boolean {
  const end = page.length - CHECKSUM_BYTES;
  if (end < 1) return false;
  const stored = new DataView(page.buffer, page.byteOffset + end, CHECKSUM_BYTES).getUint32(0, true);
  return stored === crc32(page.subarray(0, end));
}

/** Finds the chunks of a page by slot. */
export class PageReader {
  readonly reader: ByteReader;
  readonly bytes: Uint8Array;
  readonly #starts: Int32Array;

  constructor(page: Uint8Array) {
    this.bytes = page;
    this.reader = new ByteReader(page);
    const count = this.reader.varint();
    this.#starts = new Int32Array(count + 1);
    let total = 0;
    for (let i = 0; i < count; i++) {
      this.#starts[i] = total;
      total += this.reader.varint();
    }
    this.#starts[count] = total;
    for (let i = 0; i <= count; i++) this.#starts[i] = (this.#starts[i] as number) + this.reader.at;
  }

  /** Puts the reader at the chunk of a slot (counted in the page); false where the series is absent. */
  seek(slot: number): boolean {
    const start = this.#starts[slot];
    const end = this.#starts[slot + 1];
    if (start === undefined || end === undefined || start === end) return false;
    this.reader.at = start;
    return true;
  }
}

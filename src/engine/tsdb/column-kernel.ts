import { KERNEL_PAGE_BYTES, type KernelMemory, openKernel } from '../model/web-assembly.ts';
import { KERNEL_BASE64 } from './kernel-bytes.ts';

interface KernelExports {
  /** Decodes a chunk at a place of the memory to another one; 0 where it can't. */
  decodeChunk(from: number, count: number, out: number): number;
}

const SCALES = 13;
/** Pages of batches lie here, the newest last, until there is no room; then the place begins anew. */
const PAGES_AT = KERNEL_PAGE_BYTES;
const PAGES_END = PAGES_AT + (4 << 20);
/** Pages that a series is read from are all to be there, and some more. */
const MOST_BYTES_AT_ONCE = (PAGES_END - PAGES_AT) >> 1;
/** Rows of a batch that lie before the window are decoded to before the column. */
const ROWS_BEFORE = 512;
const COLUMN_AT = PAGES_END + ROWS_BEFORE * 8;
/** As many rows of a batch may lie behind the window. */
const ROWS_BEHIND = 512;

/** Decodes columns of values in WebAssembly, where a series is put together of its chunks. */
export class ColumnKernel {
  readonly #memory: KernelMemory;
  readonly #decodeChunk: KernelExports['decodeChunk'];
  #bytes: Uint8Array;
  #column: Float64Array;
  readonly #addresses = new Map<Uint8Array, number>();
  #nextPageAt = PAGES_AT;
  /** Changes when all pages are gone from the memory. */
  generation = 0;

  constructor(memory: KernelMemory, { decodeChunk }: KernelExports) {
    this.#memory = memory;
    this.#decodeChunk = decodeChunk;
    const powers = new Float64Array(memory.buffer, 0, SCALES);
    for (let scale = 0; scale < SCALES; scale++) powers[scale] = 10 ** scale;
    this.#bytes = new Uint8Array(memory.buffer);
    this.#column = this.#viewColumn();
  }

  #viewColumn(): Float64Array {
    return new Float64Array(this.#memory.buffer, COLUMN_AT);
  }

  /** Whether series of so many rows, from batches of so many bytes a page, can be read with the kernel. */
  reserve(rows: number, pageBytes: number): boolean {
    if (pageBytes > MOST_BYTES_AT_ONCE) return false;
    const missing = COLUMN_AT + (rows + ROWS_BEHIND) * 8 - this.#bytes.length;
    if (missing <= 0) return true;
    this.#memory.grow(Math.ceil(missing / KERNEL_PAGE_BYTES));
    this.#bytes = new Uint8Array(this.#memory.buffer);
    this.#column = this.#viewColumn();
    return true;
  }

  /** The address of a page's bytes, which are copied unless they are there; good for one generation. */
  addressOf(page: Uint8Array): number {
    const known = this.#addresses.get(page);
    if (known !== undefined) return known;
    if (this.#nextPageAt + page.length > PAGES_END) {
      this.#addresses.clear();
      this.#nextPageAt = PAGES_AT;
      this.generation++;
    }
    const address = this.#nextPageAt;
    this.#bytes.set(page, address);
    this.#addresses.set(page, address);
    this.#nextPageAt += page.length;
    return address;
  }

  /**
   * Decodes the chunk of `count` rows at an address, of which that at `from` is the row `offset` of the series; false
   * where it has to be decoded otherwise, as all that are not plain values. Rows that others were decoded to are overwritten, but for those before `offset`
   * unless that is 0.
   */
  decode(address: number, count: number, from: number, offset: number): boolean {
    if (count > ROWS_BEFORE || (from > 0 && offset > 0)) return false;
    return this.#decodeChunk(address, count, COLUMN_AT + (offset - from) * 8) !== 0;
  }

  /** Copies rows that were decoded; nothing may have been awaited since. */
  copyRows(from: number, to: number, out: Float64Array): void {
    out.set(this.#column.subarray(from, to), from);
  }
}

const opened = openKernel<KernelExports>(KERNEL_BASE64, Math.ceil(COLUMN_AT / KERNEL_PAGE_BYTES));

/** This thread's kernel; null where there is none: columns are decoded as well without, only slower. */
export const COLUMN_KERNEL: ColumnKernel | null =
  opened === null ? null : new ColumnKernel(opened.memory, opened.exports);

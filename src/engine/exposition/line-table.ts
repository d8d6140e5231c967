import { Buffer } from 'node:buffer';
import { mixWord } from './string-cache.ts';

/** Of a line that is a series whatever the last TYPE was; plus 1 + mode for one that was read under that mode. */
export const LINE_SERIES = 0;
/** Of a comment, HELP, UNIT or empty line. */
export const LINE_COMMENT = 16;
/** Of a TYPE line; plus the mode that it sets. */
export const LINE_TYPE = 17;

/**
 * How far a hash is followed. A page made to collide costs no more than this per line: what does not fit in is read in
 * full when it is not at its place of the last page.
 */
const MAX_PROBES = 128;

/** Masks for the last 0 to 3 bytes of a little-endian word. */
const TAIL_MASKS = new Int32Array([0, 0xff, 0xffff, 0xffffff]);

/** What equal targets keep once: the same service runs many times. Nothing is written to an array in here. */
const shared: WeakRef<Int32Array<ArrayBuffer>>[] = [];

function isSame(a: Int32Array<ArrayBuffer>, b: Int32Array<ArrayBuffer>): boolean {
  return bytesOf(a).equals(bytesOf(b));
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array<ArrayBuffer>): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** The first `length` numbers, without room for more, as an array that others may have too. */
function shareable(array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  let free = shared.length;
  const own = array.subarray(0, length);
  for (const [i, reference] of shared.entries()) {
    const other = reference.deref();
    if (other === undefined) free = i;
    else if (other.length === length && isSame(other, own)) return other;
  }
  // A copy costs more than a little room that is never used.
  const trimmed = length > array.length * 0.75 ? own : own.slice();
  shared[free] = new WeakRef(trimmed);
  return trimmed;
}

function grown(array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  if (length <= array.length) return array;
  const copy = new Int32Array(Math.max(length, array.length * 2));
  copy.set(array);
  return copy;
}

/**
 * The line beginnings of one target: a series up to its value, or a whole comment line with its newline. A beginning
 * is known by its bytes, which are kept as little-endian 32-bit words (the last one masked), so that a comparison
 * takes four bytes at a time. Lines are numbered from 0 in the order they came.
 */
export class LineTable {
  count = 0;
  words = new Int32Array(256);
  wordStart = new Int32Array(16);
  byteLength = new Int32Array(16);
  kind = new Uint8Array(16);
  slot = new Int32Array(16);
  private hash = new Int32Array(16);
  wordCount = 0;
  /** So many lines, the first ones, are in the buckets. */
  private linked = 0;
  /** Line numbers plus one in open addressing; the length is a power of two at least twice `count`. */
  private buckets = new Int32Array(64);

  /** Makes room for the lines of a page of that size, so that a first page is not copied over and over. */
  expectPage(pageBytes: number): void {
    this.reserve(Math.max(16, pageBytes >> 6), Math.max(256, pageBytes >> 2));
  }

  /**
   * Gives back the room for more lines, and shares what equal tables have. Lines may still be added: arrays without
   * room are copied before they are written to.
   */
  settle(): void {
    const { count } = this;
    this.words = shareable(this.words, this.wordCount);
    this.wordStart = shareable(this.wordStart, count);
    this.byteLength = shareable(this.byteLength, count);
    this.slot = this.slot.slice(0, count);
    this.hash = this.hash.slice(0, count);
    this.kind = this.kind.slice(0, count);
  }

  /** Whether the bytes at `pos` begin with the line's; the caller has checked that so many bytes are there. */
  matches(line: number, view: DataView, pos: number): boolean {
    const words = this.words;
    const length = this.byteLength[line] as number;
    let w = this.wordStart[line] as number;
    const end = w + (length >> 2);
    let p = pos;
    while (w < end && view.getInt32(p, true) === words[w]) {
      p += 4;
      w++;
    }
    if (w !== end) return false;
    const tail = length & 3;
    return tail === 0 || (view.getInt32(p, true) & (TAIL_MASKS[tail] as number)) === words[w];
  }

  /** The line with these bytes that holds under this mode, or -1. */
  find(view: DataView, pos: number, length: number, mode: number): number {
    if (this.linked < this.count) this.linkNew();
    const hash = hashBytes(view, pos, length);
    const mask = this.buckets.length - 1;
    for (let probe = 0, b = hash & mask; probe < MAX_PROBES; probe++, b = (b + 1) & mask) {
      const line = (this.buckets[b] as number) - 1;
      if (line < 0) return -1;
      if (this.hash[line] !== hash || this.byteLength[line] !== length) continue;
      const kind = this.kind[line] as number;
      if (kind > LINE_SERIES && kind < LINE_COMMENT && kind !== LINE_SERIES + 1 + mode) continue;
      if (this.matches(line, view, pos)) return line;
    }
    return -1;
  }

  add(view: DataView, pos: number, length: number, kind: number, slot: number): number {
    this.reserve(this.count + 1, this.wordCount + ((length + 3) >> 2));
    const { words } = this;
    let w = this.wordCount;
    const whole = pos + (length & ~3);
    for (let p = pos; p < whole; p += 4) words[w++] = view.getInt32(p, true);
    const tail = length & 3;
    if (tail !== 0) words[w] = view.getInt32(whole, true) & (TAIL_MASKS[tail] as number);
    return this.appendLine(length, kind, slot);
  }

  /** A table of some of the lines; they are numbered anew in the order of `lines`, each counted once. */
  pick(lines: Int32Array, count: number): { table: LineTable; renumbered: Map<number, number> } {
    const table = new LineTable();
    const renumbered = new Map<number, number>();
    for (let i = 0; i < count; i++) {
      const line = lines[i] as number;
      if (renumbered.has(line)) continue;
      const start = this.wordStart[line] as number;
      const length = this.byteLength[line] as number;
      table.reserve(table.count + 1, table.wordCount + ((length + 3) >> 2));
      const copy = table.appendLine(length, this.kind[line] as number, this.slot[line] as number);
      table.words.set(
        this.words.subarray(start, start + ((length + 3) >> 2)),
        table.wordStart[copy] as number,
      );
      renumbered.set(line, copy);
    }
    return { table, renumbered };
  }

  private appendLine(length: number, kind: number, slot: number): number {
    const line = this.count++;
    this.wordStart[line] = this.wordCount;
    this.byteLength[line] = length;
    this.kind[line] = kind;
    this.slot[line] = slot;
    this.wordCount += (length + 3) >> 2;
    return line;
  }

  /** Hashes the lines that came since the last time; a first page alone needs none of it. */
  private linkNew(): void {
    this.growBuckets(this.count);
    for (; this.linked < this.count; this.linked++) {
      this.hash[this.linked] = this.hashLine(this.linked);
      this.link(this.linked);
    }
  }

  private hashLine(line: number): number {
    const { words } = this;
    const length = this.byteLength[line] as number;
    let hash = length;
    let w = this.wordStart[line] as number;
    for (const end = w + (length >> 2); w < end; w++) hash = mixWord(hash, words[w] as number);
    if ((length & 3) !== 0) hash = mixTail(hash, words[w] as number);
    return hash ^ (hash >>> 13);
  }

  private link(line: number): void {
    const mask = this.buckets.length - 1;
    let b = (this.hash[line] as number) & mask;
    for (let probe = 0; probe < MAX_PROBES; probe++, b = (b + 1) & mask) {
      if (this.buckets[b] !== 0) continue;
      this.buckets[b] = line + 1;
      return;
    }
  }

  private reserve(lines: number, words: number): void {
    this.words = grown(this.words, words);
    if (lines <= this.kind.length) return;
    this.wordStart = grown(this.wordStart, lines);
    this.byteLength = grown(this.byteLength, lines);
    this.slot = grown(this.slot, lines);
    this.hash = grown(this.hash, lines);
    const kind = new Uint8Array(this.wordStart.length);
    kind.set(this.kind);
    this.kind = kind;
  }

  private growBuckets(lines: number): void {
    if (lines * 2 <= this.buckets.length) return;
    this.buckets = new Int32Array(2 ** Math.ceil(Math.log2(lines * 3)));
    for (let line = 0; line < this.linked; line++) this.link(line);
  }
}

function mixTail(hash: number, word: number): number {
  return Math.imul(hash ^ word, 0x85ebca6b);
}

function hashBytes(view: DataView, pos: number, length: number): number {
  let hash = length;
  const whole = pos + (length & ~3);
  for (let p = pos; p < whole; p += 4) hash = mixWord(hash, view.getInt32(p, true));
  const tail = length & 3;
  if (tail !== 0) hash = mixTail(hash, view.getInt32(whole, true) & (TAIL_MASKS[tail] as number));
  return hash ^ (hash >>> 13);
}

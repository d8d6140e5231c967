import { KERNEL_PAGE_BYTES, type KernelMemory, openKernel } from '../model/web-assembly.ts';
import { KERNEL_BASE64 } from './kernel-bytes.ts';
import type { LineTable } from './line-table.ts';

/** Fewer lines than this are not worth the way to the kernel. */
const FEWEST_LINES = 16;
/** A page and its table that are larger are read without the kernel, whose memory never shrinks. */
const MOST_BYTES = 48 << 20;
/** The kernel compares 16 bytes at a time, up to so many beyond an end. */
const READ_AHEAD = 16;
const FIRST_REGION = 8_192;
const POWERS_AT = 128;
const PRODUCTS_AT = 512;
const LEAST_POWER = -27;
const GREATEST_POWER = 55;
/** Of a slot whose sample was read, here and in a page's sink. */
export const SLOT_SET = 1;
/** Of a slot whose sample was read without the kernel. */
const SET_ELSEWHERE = 2;
const NO_STATES = new Uint8Array(0);

/** Places of 32-bit numbers that the kernel and this file share; tools/kernels/predicted-lines.as.ts has them too. */
const POS = 0;
const EXPECTED = 1;
const MODE = 2;
const SAMPLES = 3;
const DROPPED = 4;
const LIMIT = 5;
const EXPECTED_LINES = 6;
const SLOT_LIMIT = 7;
const REGIONS = 8;

/** The first 128 bits of 5^power, rounded up where it is a fraction (Lemire 2021). */
function leadingBits(power: number): bigint {
  const five = 5n ** BigInt(Math.abs(power));
  const bits = BigInt(five.toString(2).length);
  if (power >= 0) return bits > 128n ? five >> (bits - 128n) : five << (128n - bits);
  return (1n << (bits + 127n)) / five + 1n;
}

function fillTables(memory: ArrayBuffer): void {
  const powers = new Float64Array(memory, POWERS_AT, 23);
  for (let i = 0; i < powers.length; i++) powers[i] = Number(`1e${i}`);
  const products = new BigUint64Array(memory, PRODUCTS_AT, 2 * (GREATEST_POWER - LEAST_POWER + 1));
  for (let power = LEAST_POWER, at = 0; power <= GREATEST_POWER; power++, at += 2) {
    const product = leadingBits(power);
    products[at] = product >> 64n;
    products[at + 1] = product & 0xffff_ffff_ffff_ffffn;
  }
}

function openLineKernel(): ReturnType<typeof openKernel<{ takeLines(): void }>> {
  return openKernel(KERNEL_BASE64, 1);
}

type OpenedKernel = ReturnType<typeof openLineKernel>;

/** Takes the lines of a page that are those of the last page but for their values, in WebAssembly. */
export class LineKernel {
  readonly #memory: KernelMemory;
  readonly #takeLines: () => void;
  #numbers: Int32Array;
  #bytes: Uint8Array;
  /** The table whose lines are in the memory: tables of equal targets have the same arrays. */
  #words: Int32Array | null = null;
  #wordStart: Int32Array | null = null;
  #byteLength: Int32Array | null = null;
  #wordCount = 0;
  #lineCount = 0;
  #valuesAt = 0;
  /** What the kernel or `markSet` noted of the page's slots. */
  states: Uint8Array = NO_STATES;
  /** Where the last `take` stopped, and what it took. */
  pos = 0;
  expected = 0;
  mode = 0;
  samples = 0;
  dropped = 0;

  constructor({ memory, exports }: NonNullable<OpenedKernel>) {
    this.#memory = memory;
    this.#takeLines = exports.takeLines;
    fillTables(this.#memory.buffer);
    this.#bytes = new Uint8Array(this.#memory.buffer);
    this.#numbers = new Int32Array(this.#memory.buffer);
  }

  /**
   * Begins a page, bytes 0 to `limit` with one more behind them, whose lines are expected to be the first `lines` of
   * `order`; false where the kernel does not take it. `state`: what the sink has of each slot so far.
   */
  open(
    bytes: Uint8Array,
    limit: number,
    table: LineTable,
    order: Int32Array,
    lines: number,
    state: Uint8Array,
  ): boolean {
    if (lines < FEWEST_LINES) return false;
    const slots = state.length;
    const { wordCount, count } = table;
    const sizes = [
      wordCount * 4 + READ_AHEAD,
      count * 4,
      count * 4,
      count,
      count * 4,
      lines * 4,
      limit + 1 + READ_AHEAD,
      slots * 8,
      slots,
    ];
    const places: number[] = [];
    let at = FIRST_REGION;
    for (const size of sizes) {
      places.push(at);
      at += (size + 15) & ~15;
    }
    if (at > MOST_BYTES) return false;
    this.#reserve(at);
    const [wordsAt = 0, startAt = 0, lengthAt = 0, kindAt = 0, slotAt = 0, orderAt = 0, pageAt = 0] = places;
    const numbers = this.#numbers;
    if (!this.#holds(table)) {
      numbers.set(table.words.subarray(0, wordCount), wordsAt >> 2);
      numbers.set(table.wordStart.subarray(0, count), startAt >> 2);
      numbers.set(table.byteLength.subarray(0, count), lengthAt >> 2);
      this.#words = table.words;
      this.#wordStart = table.wordStart;
      this.#byteLength = table.byteLength;
      this.#wordCount = wordCount;
      this.#lineCount = count;
    }
    this.#bytes.set(table.kind.subarray(0, count), kindAt);
    numbers.set(table.slot.subarray(0, count), slotAt >> 2);
    numbers.set(order.subarray(0, lines), orderAt >> 2);
    this.#bytes.set(bytes.subarray(0, limit + 1), pageAt);
    const [valuesAt = 0, statesAt = 0] = places.slice(-2);
    this.#valuesAt = valuesAt;
    this.states = this.#bytes.subarray(statesAt, statesAt + slots);
    for (let slot = 0; slot < slots; slot++) this.states[slot] = state[slot] === 0 ? 0 : SET_ELSEWHERE;
    for (const [i, place] of places.entries()) numbers[REGIONS + i] = place;
    numbers[LIMIT] = limit;
    numbers[EXPECTED_LINES] = lines;
    numbers[SLOT_LIMIT] = slots;
    return true;
  }

  /** Takes lines from `pos` on, of which the first is expected to be that at `expected`. */
  take(pos: number, expected: number, mode: number): void {
    const numbers = this.#numbers;
    numbers[POS] = pos;
    numbers[EXPECTED] = expected;
    numbers[MODE] = mode;
    this.#takeLines();
    this.pos = numbers[POS] as number;
    this.expected = numbers[EXPECTED] as number;
    this.mode = numbers[MODE] as number;
    this.samples = numbers[SAMPLES] as number;
    this.dropped = numbers[DROPPED] as number;
  }

  /** Whether a slot has its sample from the kernel. */
  isSet(slot: number): boolean {
    return slot < this.states.length && this.states[slot] === SLOT_SET;
  }

  /** Notes that a slot has its sample already. */
  markSet(slot: number): void {
    if (slot < this.states.length) this.states[slot] = SET_ELSEWHERE;
  }

  /** Hands out the values that the kernel read, and sets the states of their slots. */
  finish(values: Float64Array, state: Uint8Array): void {
    const { states } = this;
    const read = new Float64Array(this.#memory.buffer, this.#valuesAt, states.length);
    for (let from = 0; from < states.length; ) {
      if (states[from] !== SLOT_SET) {
        from++;
        continue;
      }
      let to = from + 1;
      while (to < states.length && states[to] === SLOT_SET) to++;
      values.set(read.subarray(from, to), from);
      state.fill(SLOT_SET, from, to);
      from = to;
    }
  }

  #holds(table: LineTable): boolean {
    return (
      this.#words === table.words &&
      this.#wordStart === table.wordStart &&
      this.#byteLength === table.byteLength &&
      this.#wordCount === table.wordCount &&
      this.#lineCount === table.count
    );
  }

  #reserve(bytes: number): void {
    const missing = bytes - this.#memory.buffer.byteLength;
    if (missing <= 0) return;
    this.#memory.grow(Math.ceil(missing / KERNEL_PAGE_BYTES));
    this.#bytes = new Uint8Array(this.#memory.buffer);
    this.#numbers = new Int32Array(this.#memory.buffer);
  }
}

const opened = openLineKernel();

/** This thread's kernel; null where there is none: pages are read as well without, only slower. */
export const LINE_KERNEL: LineKernel | null = opened === null ? null : new LineKernel(opened);

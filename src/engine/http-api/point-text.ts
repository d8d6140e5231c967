import { Buffer } from 'node:buffer';

const QUOTE = 34;
const COMMA = 44;
const BRACKET_CLOSE = 93;
/** Room for a comma, a number of a double, two quotes and a bracket. */
const POINT_BYTES = 40;

/**
 * Collects float points, `[time,"value"]`, in bytes: joining a hundred thousand short strings costs more than writing
 * their digits. All text is ASCII.
 */
export class PointText {
  #bytes = Buffer.alloc(8 * 1024);
  #length = 0;

  /** `opening` is the point up to its value, `[time,`, as bytes. */
  add(opening: Uint8Array, value: string): void {
    this.#reserve(opening.length + POINT_BYTES);
    const bytes = this.#bytes;
    let at = this.#length;
    if (at > 0) bytes[at++] = COMMA;
    for (let i = 0; i < opening.length; i++) bytes[at++] = opening[i] as number;
    bytes[at++] = QUOTE;
    for (let i = 0; i < value.length; i++) bytes[at++] = value.charCodeAt(i);
    bytes[at++] = QUOTE;
    bytes[at++] = BRACKET_CLOSE;
    this.#length = at;
  }

  /** Whether there are points. */
  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** The points so far with commas between them, good until the next one is added; begins anew. */
  take(): Uint8Array {
    const bytes = this.#bytes.subarray(0, this.#length);
    this.#length = 0;
    return bytes;
  }

  #reserve(size: number): void {
    if (this.#length + size <= this.#bytes.length) return;
    const grown = Buffer.alloc(this.#bytes.length * 2);
    this.#bytes.copy(grown);
    this.#bytes = grown;
  }
}

import type { StoreChanges } from '../storage.ts';

/** Neighbouring writes are one entry when their times are in the same span. */
const SPAN_MS = 1_000;
const MAX_ENTRIES = 4_096;

interface Entry {
  /** The last write of this entry. */
  position: number;
  readonly earliestMs: number;
}

/**
 * Which times were written to since when. Entries are in the order of writing, and each is earlier than all after it:
 * what a later write reaches as far back as makes an entry superfluous, so that there are few.
 */
export class WriteLog implements StoreChanges {
  position = 0;
  deletedUpToMs = Number.NEGATIVE_INFINITY;
  #entries: Entry[] = [];
  /** Positions before this one are forgotten. */
  #oldestPosition = 0;

  /** Notes that samples at this time or later were written. */
  noteWrite(earliestMs: number): void {
    this.position++;
    const spanMs = Math.floor(earliestMs / SPAN_MS) * SPAN_MS;
    const entries = this.#entries;
    while (entries.length > 0 && (entries.at(-1) as Entry).earliestMs >= spanMs) entries.pop();
    entries.push({ position: this.position, earliestMs: spanMs });
    if (entries.length <= MAX_ENTRIES) return;
    const forgotten = entries.splice(0, MAX_ENTRIES / 2);
    this.#oldestPosition = forgotten.at(-1)?.position ?? 0;
  }

  /** Notes that samples up to this time were deleted. */
  noteDeleted(upToMs: number): void {
    this.deletedUpToMs = Math.max(this.deletedUpToMs, upToMs);
  }

  earliestWriteSince(position: number): number {
    if (position < this.#oldestPosition) return Number.NEGATIVE_INFINITY;
    return this.#entries.find((entry) => entry.position > position)?.earliestMs ?? Number.POSITIVE_INFINITY;
  }
}

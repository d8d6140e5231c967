import type { FloatHistogram } from '../../shared/domain/histogram.ts';
import type { OwnTimeColumns } from './chunk-frame.ts';
import { storedHint } from './counter-reset-hint.ts';
import type { OwnTimeSample } from './stored-row.ts';

/** What became of the samples of a row that carry their own times. */
export interface AcceptedOwnTimes {
  readonly accepted: OwnTimeSample[];
  readonly outOfOrder: number;
  readonly duplicates: number;
  readonly outOfBounds: number;
}

/** The samples of one source that carry their own times and are not in a chunk yet, by slot. */
export class OwnTimes {
  #buffers = new Map<number, OwnTimeSample[]>();
  #lastMs = new Map<number, number>();
  #count = 0;

  /** Samples and marks of all slots. */
  get count(): number {
    return this.#count;
  }

  /** Sorts samples out. A repeated one, as exporters with slow sources send, is neither kept nor an error. */
  accept(samples: readonly OwnTimeSample[], latestMs: number): AcceptedOwnTimes {
    const accepted: OwnTimeSample[] = [];
    const counts = { outOfOrder: 0, duplicates: 0, outOfBounds: 0 };
    const taken = new Map<number, OwnTimeSample>();
    for (const sample of samples) {
      const lastMs = this.#lastOf(sample.slot);
      if (sample.atMs > latestMs) counts.outOfBounds++;
      else if (sample.atMs < lastMs) counts.outOfOrder++;
      else if (sample.atMs === lastMs) {
        const first = taken.get(sample.slot);
        if (first !== undefined && !isSameValue(first, sample)) counts.duplicates++;
      } else {
        const before = taken.get(sample.slot) ?? this.#buffers.get(sample.slot)?.at(-1);
        const kept = withStoredHint(sample, before?.histogram ?? null);
        accepted.push(kept);
        taken.set(sample.slot, kept);
        this.#lastMs.set(sample.slot, sample.atMs);
      }
    }
    return { accepted, ...counts };
  }

  /** Staleness marks at `atMs` for the slots that have nothing as late. */
  marksAt(slots: readonly number[], atMs: number): OwnTimeSample[] {
    return slots
      .filter((slot) => atMs > this.#lastOf(slot))
      .map((slot) => ({ slot, atMs, value: 0, histogram: null, stale: true }));
  }

  add(samples: readonly OwnTimeSample[]): void {
    for (const sample of samples) {
      const buffer = this.#buffers.get(sample.slot);
      if (buffer === undefined) this.#buffers.set(sample.slot, [sample]);
      else buffer.push(sample);
      this.#lastMs.set(sample.slot, sample.atMs);
    }
    this.#count += samples.length;
  }

  /** All samples, each slot's in order. */
  samples(): OwnTimeSample[] {
    return [...this.#buffers.values()].flat();
  }

  columnsOf(slot: number): OwnTimeColumns | null {
    const samples = this.#buffers.get(slot);
    if (samples === undefined) return null;
    return {
      times: Float64Array.from(samples, (sample) => sample.atMs),
      values: Float64Array.from(samples, (sample) => sample.value),
      stale: Uint8Array.from(samples, (sample) => (sample.stale ? 1 : 0)),
      histograms: samples.some((sample) => sample.histogram !== null)
        ? samples.map((sample) => sample.histogram)
        : null,
    };
  }

  /** Forgets the samples, which are in a chunk now, and remembers the last time of each slot. */
  clear(): void {
    this.#buffers.clear();
    this.#count = 0;
  }

  /** Takes samples of any time again: the clock was set back. */
  forgetTimes(): void {
    this.#lastMs.clear();
  }

  /** Follows slots to their new numbers; there must be no samples. */
  renumber(newSlots: ReadonlyMap<number, number>): void {
    const moved = new Map<number, number>();
    for (const [slot, lastMs] of this.#lastMs) {
      const newSlot = newSlots.get(slot);
      if (newSlot !== undefined) moved.set(newSlot, lastMs);
    }
    this.#lastMs = moved;
  }

  #lastOf(slot: number): number {
    return this.#lastMs.get(slot) ?? Number.NEGATIVE_INFINITY;
  }
}

function withStoredHint(sample: OwnTimeSample, before: FloatHistogram | null): OwnTimeSample {
  const { histogram } = sample;
  if (histogram === null) return sample;
  return { ...sample, histogram: { ...histogram, counterResetHint: storedHint(histogram, before) } };
}

function isSameValue(a: OwnTimeSample, b: OwnTimeSample): boolean {
  return Object.is(a.value, b.value) && a.histogram === b.histogram;
}

/**
 * Which series each slot of a source's rows belongs to. It only grows; where slots are freed, a new layout follows.
 * `batchCount` closed batches are in it, `persistedSlots` of its slots are on disk.
 */
export class Layout {
  readonly id: number;
  batchCount = 0;
  persistedSlots = 0;
  readonly #seriesIds: number[];
  #slots: Map<number, number> | null = null;

  constructor(id: number, seriesIds: number[] = []) {
    this.id = id;
    this.#seriesIds = seriesIds;
  }

  get seriesIds(): readonly number[] {
    return this.#seriesIds;
  }

  get slotCount(): number {
    return this.#seriesIds.length;
  }

  /** Gives a series the next slot. */
  append(seriesId: number): number {
    const slot = this.#seriesIds.push(seriesId) - 1;
    this.#slots?.set(seriesId, slot);
    return slot;
  }

  /** The slot of a series, or -1. */
  slotOf(seriesId: number): number {
    this.#slots ??= new Map(this.#seriesIds.map((id, slot) => [id, slot]));
    return this.#slots.get(seriesId) ?? -1;
  }
}

import { assert } from '../../shared/assert.ts';
import type { LabelSet } from '../../shared/domain/series.ts';
import { AppError } from '../../shared/errors.ts';
import { Layout } from './layout.ts';
import type { Series, SeriesSource } from './series.ts';
import type { SourceContext } from './source-context.ts';

/** Which slots of a source's rows its series have. */
export class SourceSlots {
  layout: Layout;
  layoutVersion = 1;
  readonly #source: SeriesSource;
  readonly #soleSource: readonly SeriesSource[];
  readonly #context: SourceContext;
  #maxCount = Number.POSITIVE_INFINITY;

  constructor(source: SeriesSource, context: SourceContext, layout: Layout) {
    this.layout = layout;
    this.#source = source;
    this.#soleSource = [source];
    this.#context = context;
  }

  get count(): number {
    return this.layout.slotCount;
  }

  /** The slot of a series, below zero where it has none. */
  slotOf(series: Series): number {
    return series.sources[0] === this.#source ? series.slot : this.layout.slotOf(series.id);
  }

  /** The slot of a series, made where there is none. Throws AppError `limit_exceeded`. */
  slot(labels: LabelSet): number {
    const { index } = this.#context;
    const known = index.find(labels);
    const knownSlot = known === undefined ? -1 : this.slotOf(known);
    if (knownSlot >= 0) return knownSlot;
    if (this.count >= this.#maxCount) {
      throw new AppError(
        'limit_exceeded',
        `the budget of ${this.#maxCount} series of the target is used up.`,
      );
    }
    this.#context.claimSlot();
    const series = known ?? index.add(labels);
    const slot = this.layout.append(series.id);
    this.adopt(series, slot);
    return slot;
  }

  labelsAt(slot: number): LabelSet {
    return this.#seriesAt(this.layout, slot).labels;
  }

  limit(maxCount: number): void {
    this.#maxCount = maxCount;
  }

  /** Notes that a layout of the source names the series: at `slot` of the current one, or (-1) an older one. */
  adopt(series: Series, slot: number): void {
    series.layoutCount++;
    if (series.sources.length === 0) series.sources = this.#soleSource;
    else if (!series.sources.includes(this.#source)) series.sources = [...series.sources, this.#source];
    if (series.sources[0] === this.#source && slot >= 0) series.slot = slot;
  }

  /** Begins a layout without the freed slots; the new number of each that is left, in order. */
  free(freed: ReadonlySet<number>): ReadonlyMap<number, number> {
    const old = this.layout;
    const next = new Layout(this.#context.nextLayoutId());
    const newSlots = new Map<number, number>();
    for (let slot = 0; slot < old.slotCount; slot++) {
      const series = this.#seriesAt(old, slot);
      const isFirst = series.sources[0] === this.#source;
      if (freed.has(slot)) {
        if (isFirst) series.slot = -1;
        continue;
      }
      const newSlot = next.append(series.id);
      newSlots.set(slot, newSlot);
      series.layoutCount++;
      if (isFirst) series.slot = newSlot;
    }
    this.layout = next;
    this.layoutVersion++;
    this.#context.releaseSlots(freed.size);
    return newSlots;
  }

  #seriesAt(layout: Layout, slot: number): Series {
    const series = this.#context.index.seriesById(layout.seriesIds[slot] as number);
    assert(series !== undefined, 'a layout names known series');
    return series;
  }
}

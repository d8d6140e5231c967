/** Keeps the k best of a row of values: NaN is the worst, and of equal values the first in the order of their items stays. */
export class BoundedHeap<T> {
  readonly #capacity: number;
  readonly #isHigh: boolean;
  readonly #order: (a: T, b: T) => number;
  // The worst one kept is on top. Two columns: an object for each would cost more than what it holds.
  readonly #values: number[] = [];
  readonly #items: T[] = [];

  /** `best` says whether high or low values are kept; `order` is below zero where an item comes before another. */
  constructor(capacity: number, best: 'high' | 'low', order: (a: T, b: T) => number) {
    this.#capacity = capacity;
    this.#isHigh = best === 'high';
    this.#order = order;
  }

  get size(): number {
    return this.#values.length;
  }

  /** Whether `offer` would keep it: most values of many are turned away by this, without an item made for them. */
  accepts(value: number): boolean {
    if (this.#values.length < this.#capacity) return true;
    return this.#compare(value, this.#values[0] as number) <= 0;
  }

  offer(item: T, value: number): void {
    const values = this.#values;
    const items = this.#items;
    if (values.length < this.#capacity) {
      values.push(value);
      items.push(item);
      this.#up(values.length - 1);
      return;
    }
    const byValue = this.#compare(value, values[0] as number);
    if (byValue > 0 || (byValue === 0 && this.#order(item, items[0] as T) >= 0)) return;
    values[0] = value;
    items[0] = item;
    this.#down();
  }

  /** What was kept, the best one first. */
  sorted(): { readonly item: T; readonly value: number }[] {
    return this.#items
      .map((item, i) => ({ item, value: this.#values[i] as number }))
      .sort((a, b) => this.#compare(a.value, b.value) || this.#order(a.item, b.item));
  }

  /** Below zero where `a` is better. */
  #compare(a: number, b: number): number {
    if (a === b) return 0;
    if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
    return Number.isNaN(b) || a > b === this.#isHigh ? -1 : 1;
  }

  #isWorse(i: number, j: number): boolean {
    const byValue = this.#compare(this.#values[i] as number, this.#values[j] as number);
    return byValue === 0 ? this.#order(this.#items[i] as T, this.#items[j] as T) > 0 : byValue > 0;
  }

  #swap(i: number, j: number): void {
    const value = this.#values[i] as number;
    this.#values[i] = this.#values[j] as number;
    this.#values[j] = value;
    const item = this.#items[i] as T;
    this.#items[i] = this.#items[j] as T;
    this.#items[j] = item;
  }

  #up(from: number): void {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!this.#isWorse(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #down(): void {
    for (let at = 0; ; ) {
      let child = 2 * at + 1;
      if (child >= this.#values.length) return;
      if (child + 1 < this.#values.length && this.#isWorse(child + 1, child)) child++;
      if (!this.#isWorse(child, at)) return;
      this.#swap(at, child);
      at = child;
    }
  }
}

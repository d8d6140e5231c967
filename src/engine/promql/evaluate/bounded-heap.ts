/**
 * Keeps the k best of a row of values as Go's container/heap does, so that of equal values the same ones stay as in
 * Prometheus: the worst one kept is on top and goes when a strictly better one comes; NaN is the worst.
 */
export class BoundedHeap<T> {
  readonly #capacity: number;
  readonly #items: { readonly item: T; readonly value: number }[] = [];
  readonly #isWorse: (a: number, b: number) => boolean;

  /** `best` says whether high or low values are kept. */
  constructor(capacity: number, best: 'high' | 'low') {
    this.#capacity = capacity;
    this.#isWorse = best === 'high' ? (a, b) => Number.isNaN(a) || a < b : (a, b) => Number.isNaN(a) || a > b;
  }

  offer(item: T, value: number): void {
    const items = this.#items;
    if (items.length < this.#capacity) {
      items.push({ item, value });
      this.#up(items.length - 1);
      return;
    }
    const worst = (items[0] as { value: number }).value;
    const isBetter = Number.isNaN(worst) ? !Number.isNaN(value) : this.#isWorse(worst, value);
    if (!isBetter || Number.isNaN(value)) return;
    items[0] = { item, value };
    this.#down();
  }

  /** What was kept, the best one first. */
  sorted(): T[] {
    return [...this.#items]
      .sort((a, b) => {
        if (Number.isNaN(a.value) || Number.isNaN(b.value)) {
          return Number(Number.isNaN(a.value)) - Number(Number.isNaN(b.value));
        }
        return a.value === b.value ? 0 : this.#isWorse(a.value, b.value) ? 1 : -1;
      })
      .map(({ item }) => item);
  }

  #less(i: number, j: number): boolean {
    const a = this.#items[i] as { value: number };
    const b = this.#items[j] as { value: number };
    return this.#isWorse(a.value, b.value);
  }

  #swap(i: number, j: number): void {
    const items = this.#items;
    const held = items[i] as (typeof items)[number];
    items[i] = items[j] as (typeof items)[number];
    items[j] = held;
  }

  #up(from: number): void {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!this.#less(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #down(): void {
    for (let at = 0; ; ) {
      let child = 2 * at + 1;
      if (child >= this.#items.length) return;
      if (child + 1 < this.#items.length && this.#less(child + 1, child)) child++;
      if (!this.#less(child, at)) return;
      this.#swap(at, child);
      at = child;
    }
  }
}

const MAX_BYTES = 16 << 20;

/**
 * Pages read from disk lately, which panels side by side and one refresh after the other ask for again: fetching a page
 * costs as much as decoding it.
 */
export class PageCache {
  // In the order of use: the first one is the next to go.
  readonly #pages = new Map<number, Uint8Array>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes = MAX_BYTES) {
    this.#maxBytes = maxBytes;
  }

  get(id: number): Uint8Array | undefined {
    const page = this.#pages.get(id);
    if (page === undefined) return undefined;
    this.#pages.delete(id);
    this.#pages.set(id, page);
    return page;
  }

  set(id: number, page: Uint8Array): void {
    this.#bytes += page.length - (this.#pages.get(id)?.length ?? 0);
    this.#pages.set(id, page);
    for (const [oldest, { length }] of this.#pages) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#pages.delete(oldest);
      this.#bytes -= length;
    }
  }
}

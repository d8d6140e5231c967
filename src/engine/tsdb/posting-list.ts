/** Ids of the series that have one label pair, ascending. A single one, the usual case, needs no array. */
export class PostingList {
  length = 0;
  #first = 0;
  #ids: Uint32Array | null = null;

  /** Adds an id that is greater than all before. */
  add(id: number): void {
    if (this.length === 0) this.#first = id;
    else {
      if (this.#ids === null || this.length === this.#ids.length) {
        const grown = new Uint32Array(Math.ceil(this.length * 1.5) + 2);
        if (this.#ids === null) grown[0] = this.#first;
        else grown.set(this.#ids);
        this.#ids = grown;
      }
      this.#ids[this.length] = id;
    }
    this.length++;
  }

  removeAll(removed: ReadonlySet<number>): void {
    let kept = 0;
    for (let i = 0; i < this.length; i++) {
      const id = this.at(i);
      if (removed.has(id)) continue;
      if (kept === 0) this.#first = id;
      if (this.#ids !== null) this.#ids[kept] = id;
      kept++;
    }
    this.length = kept;
    if (kept < 2) this.#ids = null;
  }

  at(index: number): number {
    return this.#ids === null ? this.#first : (this.#ids[index] as number);
  }
}

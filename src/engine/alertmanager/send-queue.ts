/** A queue that drops its oldest entries when it is full, and counts them. */
export class SendQueue<T> {
  private readonly capacity: number;
  private entries: T[] = [];

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  get length(): number {
    return this.entries.length;
  }

  /** Adds entries; returns how many old ones (or of these, the first) had to go. */
  push(added: readonly T[]): number {
    const all = this.entries.concat(added);
    this.entries = all.slice(-this.capacity);
    return all.length - this.entries.length;
  }

  /** Takes the oldest entries out. */
  take(count: number): T[] {
    return this.entries.splice(0, count);
  }
}

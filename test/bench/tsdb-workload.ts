import { createLabels } from '../../src/engine/model/labels.ts';
import type { LabelSet } from '../../src/shared/domain/series.ts';

type Kind = 'counter' | 'bytes' | 'seconds' | 'memory' | 'depth' | 'ratio' | 'bucket';

/** Share of each kind among a service's series, roughly as client libraries expose them. */
const KINDS: readonly (readonly [Kind, number])[] = [
  ['bucket', 0.45],
  ['counter', 0.21],
  ['bytes', 0.09],
  ['seconds', 0.05],
  ['memory', 0.07],
  ['depth', 0.07],
  ['ratio', 0.06],
];

/** Made-up series of one target whose values move from scrape to scrape; equal seeds give equal values. */
export class BenchWorkload {
  readonly labels: readonly LabelSet[];
  readonly values: Float64Array;
  readonly #kinds: Kind[] = [];
  readonly #rates: Float64Array;
  #state: number;

  constructor(instance: string, seriesCount: number, seed: number) {
    this.#state = Math.imul(seed + 1, 0x9e3779b1) >>> 0 || 1;
    this.values = new Float64Array(seriesCount);
    this.#rates = new Float64Array(seriesCount);
    const labels: LabelSet[] = [];
    for (const [kind, share] of KINDS) {
      for (let n = Math.round(share * seriesCount); n > 0 && labels.length < seriesCount; n--) {
        const i = labels.length;
        this.#kinds.push(kind);
        this.#rates[i] = this.#random() < 0.6 ? 10 ** (this.#random() * 3) : 0;
        this.values[i] = this.#first(kind, this.#rates[i] as number);
        labels.push(
          createLabels([
            ['__name__', `bench_${kind}_total`],
            ['instance', instance],
            ['job', 'bench'],
            ['path', `/api/v1/orders/${i % 40}`],
            ['zone', `zone-${i % 4}`],
            ['number', String(i)],
          ]),
        );
      }
    }
    this.labels = labels;
  }

  /** Moves all values on by `seconds`. */
  step(seconds: number): void {
    for (let i = 0; i < this.labels.length; i++) {
      this.values[i] = this.#next(
        this.#kinds[i] as Kind,
        this.values[i] as number,
        this.#rates[i] as number,
        seconds,
      );
    }
  }

  #random(): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x >>> 0;
    return this.#state / 2 ** 32;
  }

  #first(kind: Kind, rate: number): number {
    if (kind === 'ratio') return this.#random();
    if (kind === 'memory') return 4096 * Math.floor(this.#random() * 500_000);
    if (kind === 'depth') return Math.floor(this.#random() * 400);
    return Math.floor(rate * 40_000);
  }

  #next(kind: Kind, value: number, rate: number, seconds: number): number {
    switch (kind) {
      case 'counter':
      case 'bucket':
        return rate === 0 ? value : value + Math.floor(rate * seconds * (0.7 + 0.6 * this.#random()));
      case 'bytes':
        return rate === 0 ? value : value + Math.floor(rate * 100 * seconds * (0.5 + this.#random())) * 37;
      case 'seconds':
        return Math.round((value + (rate / 1000) * seconds * (0.9 + 0.2 * this.#random())) * 100) / 100;
      case 'memory':
        return this.#random() < 0.7
          ? Math.max(4096, value + 4096 * Math.floor((this.#random() - 0.5) * 400))
          : value;
      case 'depth':
        return rate > 0 ? Math.max(0, value + Math.floor((this.#random() - 0.5) * 9)) : value;
      case 'ratio':
        return Math.min(1, Math.max(0, value + (this.#random() - 0.5) * 0.02));
    }
  }
}

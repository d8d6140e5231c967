/** A seeded source of random numbers: the same seed gives the same sequence on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Normal with mean 0 and standard deviation 1. */
  normal(): number;
  /** A Poisson count with the given mean (>= 0). */
  poisson(mean: number): number;
  /** Lower-case hexadecimal digits. */
  hex(digits: number): string;
}

/** Creates the mulberry32 generator for a 32-bit seed. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;

  function uniform(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  function normal(): number {
    return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  }

  function poisson(mean: number): number {
    // Multiplying uniforms costs a step per event; for large means the normal approximation is as good.
    if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = uniform(); product > limit; product *= uniform()) count += 1;
    return count;
  }

  function hex(digits: number): string {
    return Array.from({ length: digits }, () => Math.floor(uniform() * 16).toString(16)).join('');
  }

  return { uniform, normal, poisson, hex };
}

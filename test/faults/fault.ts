/** What a fault did; `survived` has the measured numbers, `failure` says what went wrong (null: as expected). */
export interface FaultOutcome {
  readonly survived: string;
  readonly failure: string | null;
}

/** One row of the table: a fault that is really injected into the real parts. */
export interface Fault {
  readonly injected: string;
  readonly expected: string;
  /** Answers null where it can't be injected here. */
  run(): Promise<FaultOutcome | null>;
}

/** What all faults of a run share. */
export interface FaultContext {
  /** An empty folder of its own for each fault. */
  readonly newFolder: () => string;
  /** Numbers in [0, 1) that the run's seed decides. */
  readonly random: () => number;
}

/** A part of the table. */
export interface FaultGroup {
  readonly title: string;
  readonly faults: readonly Fault[];
  /** Ends what its faults shared. */
  close?(): Promise<void>;
}

/** Collects what is not as expected. */
export class Findings {
  readonly #failures: string[] = [];

  expect(holds: boolean, otherwise: string): void {
    if (!holds) this.#failures.push(otherwise);
  }

  outcome(survived: string): FaultOutcome {
    return { survived, failure: this.#failures.length === 0 ? null : this.#failures.join('; ') };
  }
}

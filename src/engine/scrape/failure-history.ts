import type { FailureEvidence, FailureRun, ScrapeFailure } from '../../shared/domain/target.ts';

const RUNS_KEPT = 20;

function isSameCause(a: ScrapeFailure, b: ScrapeFailure): boolean {
  return a.reason === b.reason && a.step === b.step && a.status === b.status;
}

/** The last failures of a target: repeats are counted, changes are kept. */
export class FailureHistory {
  private runs: readonly FailureRun[] = [];

  /** Newest first. */
  list(): readonly FailureRun[] {
    return this.runs;
  }

  noteFailure(atMs: number, failure: ScrapeFailure, evidence: FailureEvidence): void {
    const [last, ...before] = this.runs;
    if (last !== undefined && last.recoveredAtMs === null && isSameCause(last.failure, failure)) {
      this.runs = [{ ...last, failure, evidence, lastAtMs: atMs, count: last.count + 1 }, ...before];
      return;
    }
    const run = { failure, evidence, count: 1, firstAtMs: atMs, lastAtMs: atMs, recoveredAtMs: null };
    this.runs = [run, ...this.runs].slice(0, RUNS_KEPT);
  }

  noteSuccess(atMs: number): void {
    const [last, ...before] = this.runs;
    if (last === undefined || last.recoveredAtMs !== null) return;
    this.runs = [{ ...last, recoveredAtMs: atMs }, ...before];
  }
}

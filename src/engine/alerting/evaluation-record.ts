import type { EvaluationHole } from '../../shared/domain/alert-timeline.ts';

/** Shorter times without an evaluation are no hole: evaluations may be late. */
const MIN_HOLE_MS = 30_000;

/**
 * Notes when rules were evaluated and finds the times in which none was. The first evaluation after the start is held
 * against the last one of the run before. Times are wall ms.
 */
export class EvaluationRecord {
  private lastAtMs: number | null;
  private isFirst = true;

  constructor(lastAtMs: number | null) {
    this.lastAtMs = lastAtMs;
  }

  get lastEvaluationAtMs(): number | null {
    return this.lastAtMs;
  }

  /** Takes an evaluation of a group with this interval; the hole that it ends, or null. */
  note(atMs: number, intervalMs: number): EvaluationHole | null {
    const fromMs = this.lastAtMs;
    const reason = this.isFirst ? 'closed' : 'asleep';
    this.isFirst = false;
    // Groups have grids of their own, so they don't come in order; and the clock may have been set back.
    if (fromMs !== null && atMs <= fromMs && fromMs - atMs <= intervalMs) return null;
    this.lastAtMs = atMs;
    if (fromMs === null || atMs - fromMs <= Math.max(MIN_HOLE_MS, 2 * intervalMs)) return null;
    return { fromMs, toMs: atMs, reason };
  }
}

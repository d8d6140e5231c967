import type { Gap, GapReason } from '../../shared/domain/gap.ts';

const GAPS_KEPT = 2_000;

/** The gaps of an environment: what lasts, and the last ones that are over. */
export class GapLog {
  private closed: Gap[];
  private readonly open = new Map<string | null, Gap>();
  private readonly onChanged: () => void;

  /** `gaps` are those of an earlier run, all of them over. */
  constructor(gaps: readonly Gap[], onChanged: () => void) {
    this.closed = [...gaps].slice(-GAPS_KEPT);
    this.onChanged = onChanged;
  }

  /** Begins a gap of a target (null for all), or goes on with one of the same reason; one of another reason ends there. */
  begin(targetId: string | null, reason: GapReason, startMs: number, message: string): void {
    const before = this.open.get(targetId);
    if (before?.reason === reason) return;
    if (before !== undefined) this.end(targetId, startMs);
    this.open.set(targetId, { targetId, reason, startMs, endMs: null, message });
    this.onChanged();
  }

  /** Why a target has no samples now; null where it has. */
  openReason(targetId: string): GapReason | null {
    return this.open.get(targetId)?.reason ?? null;
  }

  /** Ends what lasts of a target; with a reason, only a gap that has it. */
  end(targetId: string | null, endMs: number, reason?: GapReason): void {
    const gap = this.open.get(targetId);
    if (gap === undefined || (reason !== undefined && gap.reason !== reason)) return;
    this.open.delete(targetId);
    this.add({ ...gap, endMs: Math.max(gap.startMs, endMs) });
  }

  /** Adds a gap that is over; one of the same kind that it overlaps becomes one with it. */
  add(gap: Gap & { readonly endMs: number }): void {
    const last = this.closed.findLast(({ targetId }) => targetId === gap.targetId);
    if (last !== undefined && last.reason === gap.reason && (last.endMs ?? 0) >= gap.startMs) {
      const startMs = Math.min(last.startMs, gap.startMs);
      this.closed[this.closed.lastIndexOf(last)] = { ...gap, startMs };
    } else this.closed.push(gap);
    if (this.closed.length > GAPS_KEPT) this.closed.shift();
    this.onChanged();
  }

  /** Forgets what was over before this time. */
  forgetBefore(ms: number): void {
    this.closed = this.closed.filter(({ endMs }) => endMs === null || endMs >= ms);
  }

  /** The gaps that overlap a window, by their start. */
  list(minMs = Number.NEGATIVE_INFINITY, maxMs = Number.POSITIVE_INFINITY): Gap[] {
    return [...this.closed, ...this.open.values()]
      .filter(({ startMs, endMs }) => startMs <= maxMs && (endMs === null || endMs >= minMs))
      .sort((a, b) => a.startMs - b.startMs);
  }
}

import type { TimeRange } from '../../shared/domain/time-range.ts';
import { fixRange, scaleRange, shiftRange } from '../state/time-moves.ts';
import { timeRangeStore } from '../state/time-range-store.ts';

function change(move: (range: TimeRange) => TimeRange): void {
  const { range, setRange } = timeRangeStore.getState();
  try {
    setRange(move(range));
  } catch {
    // A range that can't be read can't be moved; the charts already say what is wrong with it.
  }
}

/** Shows `factor` times as much time. */
export function scaleTime(factor: number): void {
  change((range) => scaleRange(range, factor, Date.now()));
}

/** Moves by a share of the range, negative to earlier. */
export function shiftTime(share: number): void {
  change((range) => shiftRange(range, share, Date.now()));
}

/** Holds the range where it is now. */
export function fixTime(): void {
  change((range) => fixRange(range, Date.now()));
}

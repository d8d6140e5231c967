/** Rows of a source that were written one after another, each later than the one before; times are ms UTC. */
export interface RowStretch {
  readonly firstRowMs: number;
  readonly lastRowMs: number;
  readonly rowCount: number;
}

/** Which rows are shown where a clock was set back and times were used twice. */
export interface ShownRows {
  /** For each stretch: its rows before this time are shown. */
  readonly shownBeforeMs: readonly number[];
  /** The end of what was recorded ahead of the last stretch; -Infinity where nothing is. */
  readonly aheadMs: number;
}

/** No shorter jump ahead is taken for a clock that is set right again. */
const LEAST_JUMP_MS = 60_000;
const JUMP_INTERVALS = 3;

function isJump(before: RowStretch, toMs: number): boolean {
  const { firstRowMs, lastRowMs, rowCount } = before;
  const intervalMs = rowCount > 1 ? (lastRowMs - firstRowMs) / (rowCount - 1) : 0;
  return toMs - lastRowMs > Math.max(LEAST_JUMP_MS, JUMP_INTERVALS * intervalMs);
}

/**
 * Decides between rows of the same times, from the stretches of a source in the order of writing. A stretch that begins
 * before the end of the one before it was written after the clock was set back: from its beginning on the earlier rows
 * are set aside, and the new ones are shown. Where the clock then jumps over all that was set aside, it was set right
 * again: the earlier rows are shown after all, and those of the time in between are set aside. Either way what is shown
 * is in the order in which it was recorded, so that no counter goes down.
 */
export function chooseShownRows(stretches: readonly RowStretch[]): ShownRows {
  let shown: number[] = [];
  const earlier: { readonly shown: readonly number[]; readonly endMs: number }[] = [];
  for (const [i, stretch] of stretches.entries()) {
    const before = stretches[i - 1];
    if (before !== undefined && stretch.firstRowMs <= before.lastRowMs) {
      earlier.push({ shown: shown.slice(), endMs: before.lastRowMs });
      shown = shown.map((beforeMs) => Math.min(beforeMs, stretch.firstRowMs));
    }
    for (let top = earlier.at(-1); top !== undefined; top = earlier.at(-1)) {
      if (before === undefined || stretch.firstRowMs <= top.endMs) break;
      earlier.pop();
      if (before.lastRowMs >= top.endMs || !isJump(before, stretch.firstRowMs)) continue;
      shown = shown.map((_, k) => top.shown[k] ?? Number.NEGATIVE_INFINITY);
    }
    shown.push(Number.POSITIVE_INFINITY);
  }
  return { shownBeforeMs: shown, aheadMs: earlier.at(-1)?.endMs ?? Number.NEGATIVE_INFINITY };
}

import { describe, expect, it } from 'vitest';
import { chooseShownRows, type RowStretch } from './shown-rows.ts';

const ALL = Number.POSITIVE_INFINITY;
const NONE = Number.NEGATIVE_INFINITY;

/** Rows every ten seconds, in minutes. */
function rows(fromMin: number, toMin: number): RowStretch {
  return { firstRowMs: fromMin * 60_000, lastRowMs: toMin * 60_000, rowCount: (toMin - fromMin) * 6 + 1 };
}

function choose(...stretches: readonly RowStretch[]): [shownBeforeMin: number[], aheadMin: number] {
  const { shownBeforeMs, aheadMs } = chooseShownRows(stretches);
  return [shownBeforeMs.map((ms) => ms / 60_000), aheadMs / 60_000];
}

describe('rows of the same times', () => {
  it('are none while the clock goes on, whatever the pauses', () => {
    expect(choose()).toEqual([[], NONE]);
    expect(choose(rows(0, 10), rows(11, 20), rows(600, 610))).toEqual([[ALL, ALL, ALL], NONE]);
  });

  it('are those written last after the clock was set back', () => {
    expect(choose(rows(0, 30), rows(31, 60), rows(20, 25))).toEqual([[20, 20, ALL], 60]);
    expect(choose(rows(0, 60), rows(20, 40), rows(41, 70), rows(71, 90))).toEqual([
      [20, ALL, ALL, ALL],
      NONE,
    ]);
  });

  it('are those written first once the clock was set right again', () => {
    expect(choose(rows(0, 60), rows(20, 25), rows(66, 70))).toEqual([[ALL, NONE, ALL], NONE]);
  });

  it('stay chosen where a pause ends before the end of what was set aside', () => {
    expect(choose(rows(0, 60), rows(20, 25), rows(50, 55))).toEqual([[20, ALL, ALL], 60]);
  });

  it('are told apart when the clock is set back twice', () => {
    expect(choose(rows(0, 60), rows(40, 45), rows(20, 25))).toEqual([[20, 20, ALL], 45]);
    expect(choose(rows(0, 60), rows(40, 45), rows(20, 25), rows(50, 52))).toEqual([[40, ALL, NONE, ALL], 60]);
    expect(choose(rows(0, 60), rows(40, 45), rows(20, 25), rows(90, 92))).toEqual([
      [ALL, NONE, NONE, ALL],
      NONE,
    ]);
  });

  it('know a jump from the usual distance of rows', () => {
    const slow = (fromMin: number, count: number): RowStretch => ({
      firstRowMs: fromMin * 60_000,
      lastRowMs: (fromMin + (count - 1) * 10) * 60_000,
      rowCount: count,
    });
    expect(choose(slow(0, 7), slow(25, 4), slow(65, 2))).toEqual([[25, ALL, ALL], NONE]);
  });
});

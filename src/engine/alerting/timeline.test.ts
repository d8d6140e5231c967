import { describe, expect, it } from 'vitest';
import { testAlert, testTransition } from '../../../test/support/test-alert.ts';
import type { AlertState } from '../../shared/domain/alert.ts';
import type { EvaluationHole } from '../../shared/domain/alert-timeline.ts';
import { EvaluationRecord } from './evaluation-record.ts';
import { buildTimeline } from './timeline.ts';

const MINUTE = 60_000;
const ALERT = testAlert('A');

function spansOf(
  changes: readonly [AlertState, number][],
  holes: readonly EvaluationHole[] = [],
  range = [0, 100],
) {
  const transitions = changes.map(([to, minute]) => testTransition(ALERT, to, minute * MINUTE));
  const inMs = holes.map((hole) => ({ ...hole, fromMs: hole.fromMs * MINUTE, toMs: hole.toMs * MINUTE }));
  const [start = 0, end = 0] = range;
  return buildTimeline(transitions, inMs, start * MINUTE, end * MINUTE)[0]?.spans.map(
    ({ state, fromMs, toMs }) => `${state} ${fromMs / MINUTE}-${toMs / MINUTE}`,
  );
}

describe('the timeline', () => {
  it('shows pending, firing and resolved one after the other', () => {
    expect(
      spansOf([
        ['pending', 10],
        ['firing', 20],
        ['resolved', 30],
        ['pending', 60],
        ['inactive', 70],
      ]),
    ).toEqual(['pending 10-20', 'firing 20-30', 'resolved 30-45', 'pending 60-70']);
  });

  it('cuts at the range, and knows what was before it', () => {
    expect(
      spansOf(
        [
          ['firing', 5],
          ['resolved', 95],
        ],
        [],
        [50, 100],
      ),
    ).toEqual(['firing 50-95', 'resolved 95-100']);
  });

  it('leaves out the time of a sleep and goes on after it', () => {
    expect(
      spansOf(
        [
          ['firing', 10],
          ['resolved', 80],
        ],
        [{ fromMs: 20, toMs: 60, reason: 'asleep' }],
      ),
    ).toEqual(['firing 10-20', 'firing 60-80', 'resolved 80-95']);
  });

  it('ends what was active when the environment was closed', () => {
    expect(
      spansOf(
        [
          ['firing', 10],
          ['pending', 61],
          ['firing', 62],
        ],
        [{ fromMs: 20, toMs: 60, reason: 'closed' }],
      ),
    ).toEqual(['firing 10-20', 'pending 61-62', 'firing 62-100']);
  });
});

describe('the record of evaluations', () => {
  it('finds the time between two runs', () => {
    const record = new EvaluationRecord(100_000);
    expect(record.note(200_000, 15_000)).toEqual({ fromMs: 100_000, toMs: 200_000, reason: 'closed' });
    expect(record.note(215_000, 15_000)).toBeNull();
  });

  it('finds a sleep, but not an evaluation that is late or one of a slow group', () => {
    const record = new EvaluationRecord(null);
    expect([0, 15_000, 45_000].map((atMs) => record.note(atMs, 15_000))).toEqual([null, null, null]);
    expect(record.note(8 * 3_600_000, 15_000)).toEqual({
      fromMs: 45_000,
      toMs: 28_800_000,
      reason: 'asleep',
    });
    const slow = new EvaluationRecord(null);
    expect([0, 300_000, 600_000].map((atMs) => slow.note(atMs, 300_000))).toEqual([null, null, null]);
  });

  it('takes groups that come out of order, and a clock that was set back', () => {
    const record = new EvaluationRecord(null);
    expect([60_000, 59_000, 61_000].map((atMs) => record.note(atMs, 15_000))).toEqual([null, null, null]);
    expect(record.note(10_000, 15_000)).toBeNull();
    expect(record.note(25_000, 15_000)).toBeNull();
    expect(record.note(100_000, 15_000)).toMatchObject({ fromMs: 25_000 });
  });
});

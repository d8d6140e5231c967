import { describe, expect, it } from 'vitest';
import type { Matcher } from '../model/matcher.ts';
import type { SeriesColumns } from '../storage.ts';
import { createPendingAlert } from './alert-instance.ts';
import { createAlertingRuleState } from './alerting-rule.ts';
import type { RuleDefinition } from './definition.ts';
import { restoreForState } from './restore.ts';

const MINUTE = 60_000;
const NOW_MS = 1_700_000_000_000;
const OPTIONS = { outageToleranceMs: 60 * MINUTE, forGracePeriodMs: 10 * MINUTE };

interface Past {
  /** Minutes before now. */
  readonly activeAt: number;
  readonly lastSeen: number;
  readonly stale?: boolean;
}

/** Restores a rule with one alert, found again just now; returns how many minutes ago it became active then. */
async function restore(forMinutes: number, past: Past): Promise<number> {
  const rule: RuleDefinition = {
    kind: 'alerting',
    name: 'A',
    expr: 'q',
    forMs: forMinutes * MINUTE,
    keepFiringForMs: 0,
    labels: [],
    annotations: [],
  };
  const state = createAlertingRuleState(false);
  const alert = createPendingAlert([['alertname', 'A']], [], 1, NOW_MS);
  state.instances.set('alertname\uffffA\uffff', alert);
  const series: SeriesColumns = {
    labels: [
      ['__name__', 'ALERTS_FOR_STATE'],
      ['alertname', 'A'],
    ],
    times: Float64Array.of(NOW_MS - past.lastSeen * MINUTE),
    values: Float64Array.of((NOW_MS - past.activeAt * MINUTE) / 1_000),
    stale: past.stale === true ? Uint8Array.of(1) : null,
    histograms: null,
  };
  const select = async (_matchers: readonly Matcher[], minMs: number) =>
    (series.times[0] ?? 0) >= minMs ? [series] : [];
  await restoreForState(rule, state, { select }, NOW_MS, OPTIONS);
  expect(state.restored).toBe(true);
  return (NOW_MS - alert.activeAtMs) / MINUTE;
}

describe('alerts after a restart', () => {
  it('that were firing fire again at the next evaluation', async () => {
    expect(await restore(15, { activeAt: 50, lastSeen: 5 })).toBe(50);
  });

  it('that were about to fire wait for the grace period', async () => {
    // 12 of 15 minutes were over; it fires ten minutes from now.
    expect(await restore(15, { activeAt: 17, lastSeen: 5 })).toBe(5);
  });

  it('go on pending without the time in between', async () => {
    expect(await restore(60, { activeAt: 25, lastSeen: 5 })).toBe(20);
  });

  it.each<[string, number, Past]>([
    ['rules with a `for` below the grace period', 5, { activeAt: 4, lastSeen: 1 }],
    ['alerts last seen before the outage tolerance', 120, { activeAt: 90, lastSeen: 61 }],
    ['alerts that had ended', 60, { activeAt: 25, lastSeen: 5, stale: true }],
  ])('are not restored for %s', async (_what, forMinutes, past) => {
    expect(await restore(forMinutes, past)).toBe(0);
  });
});

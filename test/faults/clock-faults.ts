import { createDemoService, type DemoService } from '../../src/backend/index.ts';
import { type FaultContext, type FaultGroup, type FaultOutcome, Findings } from './fault.ts';
import { type FaultEngine, openFaultEngine, readUp, SCRAPE_INTERVAL_MS } from './fault-engine.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const TRIM_MS = 3_000;
/** Scraped before and after the jump. */
const BEFORE_MS = 10 * MINUTE_MS;
const SCRAPES_BEFORE = BEFORE_MS / SCRAPE_INTERVAL_MS;

interface Jump {
  readonly engine: FaultEngine;
  readonly demo: DemoService;
  readonly findings: Findings;
  readonly jumpedAtMs: number;
  readonly intervalMs: number;
}

async function onJump(
  { newFolder }: FaultContext,
  jump: (engine: FaultEngine) => void,
  afterwards: (jump: Jump) => Promise<string>,
  intervalMs = SCRAPE_INTERVAL_MS,
): Promise<FaultOutcome> {
  const findings = new Findings();
  const demo = await createDemoService({ auth: 'none', clock: 'manual' });
  const engine = await openFaultEngine(newFolder(), {
    url: demo.metricsUrl,
    scrapeIntervalMs: intervalMs,
    scrapeTimeoutMs: Math.min(intervalMs, 5_000),
  });
  try {
    const scene = { engine, demo, findings, intervalMs };
    await pass(scene, SCRAPES_BEFORE * intervalMs);
    const jumpedAtMs = engine.clock.wallMs();
    jump(engine);
    const survived = await afterwards({ ...scene, jumpedAtMs });
    await expectSound(engine, findings);
    return findings.outcome(survived);
  } finally {
    await engine.api.close();
    await demo.close();
  }
}

/** No two samples of one time, none out of order, and no rate below zero. */
async function expectSound(engine: FaultEngine, findings: Findings): Promise<void> {
  const { times } = await readUp(engine);
  const disorder = times.filter((atMs, i) => i > 0 && atMs <= (times[i - 1] as number)).length;
  findings.expect(disorder === 0, `${disorder} samples are out of order or doubled`);
  const endMs = engine.clock.wallMs() + 2 * HOUR_MS;
  const { series } = await engine.api.queryRange({
    expr: 'min(rate(http_requests_total[5m]))',
    range: { from: endMs - 36 * HOUR_MS, to: endMs },
    stepMs: MINUTE_MS,
    lookbackMs: null,
    supersedeKey: null,
  });
  const rates = series.flatMap(({ values, present }) => [...values].filter((_, i) => present?.[i] !== 0));
  const lowest = Math.min(0, ...rates);
  findings.expect(series.length > 0, 'there are no rates');
  findings.expect(lowest === 0, `a rate of ${lowest}`);
}

async function pass(
  { engine, demo, intervalMs }: Pick<Jump, 'engine' | 'demo' | 'intervalMs'>,
  ms: number,
): Promise<void> {
  for (let passedMs = 0; passedMs < ms; passedMs += intervalMs) {
    demo.advance(intervalMs);
    await engine.api.advanceClock(intervalMs);
  }
}

async function setBack(jump: Jump): Promise<{ readonly since: number; readonly setBackAtMs: number }> {
  const { engine, findings } = jump;
  const setBackAtMs = engine.clock.wallMs();
  await pass(jump, BEFORE_MS);
  const [target] = await engine.api.listTargets();
  findings.expect(target?.health === 'up', 'the target is not scraped while the clock is behind');
  const { times } = await readUp(engine);
  const since = times.filter((atMs) => atMs >= setBackAtMs && atMs <= engine.clock.wallMs()).length;
  findings.expect(
    since >= SCRAPES_BEFORE - 2,
    `${since} of ${SCRAPES_BEFORE} scrapes were stored at its new times`,
  );
  const { storageState } = await engine.api.getStatus();
  findings.expect(storageState === 'clock_set_back', `nothing told: ${storageState}`);
  const reasons = (await engine.api.listGaps({ from: 'now-2h', to: 'now' })).map(({ reason }) => reason);
  findings.expect(reasons.includes('clock_set_back'), `no gap has that reason: ${reasons.join(', ')}`);
  return { since, setBackAtMs };
}

async function setBackForGood(jump: Jump): Promise<string> {
  const { engine, findings, jumpedAtMs } = jump;
  const { since, setBackAtMs } = await setBack(jump);
  await pass(jump, HOUR_MS);
  const { times } = await readUp(engine);
  const all = times.filter((atMs) => atMs >= setBackAtMs).length;
  const expected = (HOUR_MS + BEFORE_MS) / SCRAPE_INTERVAL_MS;
  findings.expect(all >= expected - 3, `${all} of ${expected} scrapes since are there`);
  findings.expect(!times.some((atMs) => atMs < setBackAtMs && atMs > jumpedAtMs), 'times are mixed');
  return `${since} scrapes stored in the first ten minutes, ${all} until its times were new; told by a notice and a gap`;
}

async function setRightAgain(jump: Jump): Promise<string> {
  const { engine, findings, jumpedAtMs } = jump;
  const { since } = await setBack(jump);
  engine.clock.shiftWall(HOUR_MS);
  await pass(jump, BEFORE_MS);
  const { times } = await readUp(engine);
  const before = times.filter((atMs) => atMs <= jumpedAtMs).length;
  const after = times.filter((atMs) => atMs > jumpedAtMs).length;
  findings.expect(before >= SCRAPES_BEFORE - 1, `${before} of ${SCRAPES_BEFORE} earlier scrapes are there`);
  findings.expect(after >= SCRAPES_BEFORE - 2, `only ${after} scrapes since`);
  return `${since} scrapes stored meanwhile, then all ${before} earlier ones shown again, and ${after} after`;
}

async function trimBack(jump: Jump): Promise<string> {
  const { engine, findings, intervalMs } = jump;
  const trimmedAtMs = engine.clock.wallMs();
  await pass(jump, SCRAPES_BEFORE * intervalMs);
  const { times } = await readUp(engine);
  const before = times.filter((atMs) => atMs < trimmedAtMs).length;
  const since = times.filter((atMs) => atMs >= trimmedAtMs).length;
  const lost = SCRAPES_BEFORE - before - TRIM_MS / intervalMs;
  findings.expect(lost <= 1, `only ${before} scrapes of before are there`);
  findings.expect(since >= SCRAPES_BEFORE - 2, `${since} of ${SCRAPES_BEFORE} scrapes since are there`);
  const { storageState } = await engine.api.getStatus();
  findings.expect(storageState === 'ok', `told as ${storageState}`);
  return `${since} of ${SCRAPES_BEFORE} scrapes stored since; ${SCRAPES_BEFORE - before} earlier ones of the same times set aside`;
}

async function setAhead(jump: Jump): Promise<string> {
  const { findings, engine, jumpedAtMs } = jump;
  await pass(jump, BEFORE_MS);
  const { times } = await readUp(engine);
  const before = times.filter((atMs) => atMs <= jumpedAtMs).length;
  const after = times.length - before;
  findings.expect(before >= SCRAPES_BEFORE - 1, `${before} of ${SCRAPES_BEFORE} earlier scrapes are there`);
  findings.expect(after >= SCRAPES_BEFORE - 2, `only ${after} scrapes since`);
  return `${before} scrapes before, one gap, ${after} after`;
}

async function wakeUp(jump: Jump): Promise<string> {
  const { engine, demo, findings } = jump;
  const requestsBefore = demo.requests().length;
  // Real time for what the wake-up set off.
  await new Promise((resolve) => setTimeout(resolve, 500));
  await engine.api.advanceClock(1);
  const burst = demo.requests().length - requestsBefore;
  findings.expect(burst <= 1, `${burst} requests at once`);
  await pass(jump, 2 * SCRAPE_INTERVAL_MS);
  const resumed = demo.requests().length - requestsBefore;
  findings.expect(resumed >= 1 && resumed <= 3, `${resumed} requests within two intervals`);
  await pass(jump, BEFORE_MS);
  const survived = await setAhead(jump);
  return `${burst} ${burst === 1 ? 'scrape' : 'scrapes'} on waking, ${resumed} within two intervals; ${survived}`;
}

/** Clocks that jump, and a computer that sleeps. */
export function clockFaults(context: FaultContext): FaultGroup {
  return {
    title: 'Clocks and sleep',
    faults: [
      {
        injected: 'the clock is set back by an hour',
        expected:
          'stored at its new times at once, no time twice, no negative rate; a notice, and a gap with the reason',
        run: () => onJump(context, ({ clock }) => clock.shiftWall(-HOUR_MS), setBackForGood),
      },
      {
        injected: 'the clock is set back by an hour, and right again after ten minutes',
        expected: 'stored meanwhile; then what was stored before is shown, none of it lost',
        run: () => onJump(context, ({ clock }) => clock.shiftWall(-HOUR_MS), setRightAgain),
      },
      {
        injected: 'the clock is set back by three seconds, with scrapes every second',
        expected: 'stored at its new times at once; no notice for so little',
        run: () => onJump(context, ({ clock }) => clock.shiftWall(-TRIM_MS), trimBack, 1_000),
      },
      {
        injected: 'the clock is set ahead by a day',
        expected: 'a gap, and nothing lost before or after it',
        run: () => onJump(context, ({ clock }) => clock.shiftWall(24 * HOUR_MS), setAhead),
      },
      {
        injected: 'suspended for 8 h, timers stand still (Linux)',
        expected: 'no burst and no scrape made up for; scraping goes on within two intervals',
        run: () => onJump(context, ({ clock }) => clock.shiftWall(8 * HOUR_MS), wakeUp),
      },
      {
        injected: 'suspended for 8 h, all timers due at once (Windows, macOS)',
        expected: 'no burst and no scrape made up for; scraping goes on within two intervals',
        run: () => onJump(context, ({ clock }) => clock.leap(8 * HOUR_MS), wakeUp),
      },
    ],
  };
}

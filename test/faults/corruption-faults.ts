import { chmodSync, cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createDemoService, type DemoService } from '../../src/backend/index.ts';
import { executeSql, FATAL_DAMAGES, flipChunkBits } from '../support/damage.ts';
import { scrapeUntilKilled } from '../support/killed-engine.ts';
import { type FaultContext, type FaultGroup, type FaultOutcome, Findings } from './fault.ts';
import { type FaultEngine, openFaultEngine, readUp, SCRAPE_INTERVAL_MS } from './fault-engine.ts';

const FILE = 'history.db';
/** Scraped before the good copy was made, and after it. */
const COPIED_MS = 40 * 60_000;
const UNCOPIED_MS = 10 * 60_000;
const LATER_MS = 2 * 3_600_000;

interface Prepared {
  readonly demo: DemoService;
  readonly folder: string;
  /** Scrapes in the good copy, and in all. */
  readonly copied: number;
  readonly all: number;
}

async function scrapeFor(engine: FaultEngine, ms: number): Promise<void> {
  for (let passedMs = 0; passedMs < ms; passedMs += SCRAPE_INTERVAL_MS) {
    await engine.api.advanceClock(SCRAPE_INTERVAL_MS);
  }
}

/** A history that a real engine scraped, closed twice: the good copy is of the first time. */
async function prepare({ newFolder }: FaultContext): Promise<Prepared> {
  const demo = await createDemoService({ auth: 'none', clock: 'manual' });
  const folder = newFolder();
  let aheadMs = 0;
  const counts: number[] = [];
  for (const ms of [COPIED_MS, UNCOPIED_MS]) {
    const engine = await openFaultEngine(folder, { url: demo.metricsUrl }, { aheadMs });
    await scrapeFor(engine, ms);
    counts.push((await readUp(engine)).times.length);
    await engine.api.close();
    aheadMs += ms + 60_000;
  }
  const [copied = 0, all = 0] = counts;
  return { demo, folder, copied, all };
}

interface Expectation {
  readonly state: string;
  readonly message: RegExp;
  /** Whether so many scrapes are right to be there after the start. */
  keeps(kept: number, prepared: Prepared): boolean;
}

/** Damages a copy of the prepared history, starts on it, scrapes on, and starts again. */
async function onDamaged(
  context: FaultContext,
  prepared: Prepared,
  damage: (file: string) => void,
  expected: Expectation,
): Promise<FaultOutcome> {
  const findings = new Findings();
  const folder = context.newFolder();
  cpSync(prepared.folder, folder, { recursive: true, preserveTimestamps: true });
  damage(path.join(folder, FILE));
  const endpoint = { url: prepared.demo.metricsUrl };
  const engine = await openFaultEngine(folder, endpoint, { aheadMs: LATER_MS });
  const { storageState, storageMessage } = await engine.api.getStatus();
  const kept = (await readUp(engine)).times.length;
  findings.expect(storageState === expected.state, `the state is ${storageState}`);
  findings.expect(expected.message.test(storageMessage), `the message is "${storageMessage}"`);
  findings.expect(expected.keeps(kept, prepared), `${kept} of ${prepared.all} scrapes are there`);
  await scrapeFor(engine, 5 * SCRAPE_INTERVAL_MS);
  const after = (await readUp(engine)).times.length;
  findings.expect(after >= kept + 4, `only ${after - kept} scrapes were added`);
  await engine.api.close();
  if (storageState !== 'newer') {
    const again = await openFaultEngine(folder, endpoint, { aheadMs: LATER_MS + 10 * 60_000 });
    const state = (await again.api.getStatus()).storageState;
    const stored = (await readUp(again)).times.length;
    findings.expect(state === 'ok', `the next start says ${state}`);
    findings.expect(stored >= after, `the next start shows ${stored} of ${after} scrapes`);
    await again.api.close();
  }
  const told = /samples [^.]*shown|at most samples[^.]*|left untouched/.exec(storageMessage)?.[0];
  const telling = told === undefined ? '' : `; told: "${told}"`;
  return findings.outcome(`${kept} of ${prepared.all} scrapes there${telling}`);
}

async function withoutLog(context: FaultContext): Promise<FaultOutcome> {
  const findings = new Findings();
  const demo = await createDemoService({ auth: 'none' });
  const folder = context.newFolder();
  try {
    const { lastAtMs } = await scrapeUntilKilled(folder, demo.metricsUrl, 100, 4_000);
    const log = path.join(folder, `${FILE}-wal`);
    findings.expect(existsSync(log), 'the killed engine left no log');
    rmSync(log, { force: true });
    const engine = await openFaultEngine(folder, { url: demo.metricsUrl });
    const { storageState } = await engine.api.getStatus();
    await scrapeFor(engine, 5 * SCRAPE_INTERVAL_MS);
    const { times } = await readUp(engine);
    await engine.api.close();
    findings.expect(['ok', 'recovered'].includes(storageState), `the state is ${storageState}`);
    findings.expect(times.length >= 4, `${times.length} scrapes`);
    const kept = times.filter((atMs) => atMs <= lastAtMs).length;
    return findings.outcome(
      `opens (\`${storageState}\`), ${kept} scrapes of the killed engine there, scraping goes on`,
    );
  } finally {
    await demo.close();
  }
}

async function unreadable(context: FaultContext, prepared: Prepared): Promise<FaultOutcome | null> {
  // Root reads what it likes.
  const asNobody = process.getuid?.() === 0;
  if (process.platform === 'win32') return null;
  const findings = new Findings();
  const folder = context.newFolder();
  cpSync(prepared.folder, folder, { recursive: true, preserveTimestamps: true });
  const file = path.join(folder, FILE);
  chmodSync(file, 0o000);
  if (asNobody) process.seteuid?.(65_534);
  try {
    const engine = await openFaultEngine(folder, { url: prepared.demo.metricsUrl }, { aheadMs: LATER_MS });
    const { storageState, storageMessage } = await engine.api.getStatus();
    findings.expect(storageState === 'memory_only', `the state is ${storageState}`);
    findings.expect(/check the permissions/.test(storageMessage), `the message is "${storageMessage}"`);
    await scrapeFor(engine, 4 * SCRAPE_INTERVAL_MS);
    if (asNobody) process.seteuid?.(0);
    chmodSync(file, 0o600);
    await scrapeFor(engine, 4 * SCRAPE_INTERVAL_MS);
    const after = (await engine.api.getStatus()).storageState;
    const { times } = await readUp(engine);
    findings.expect(after === 'ok', `the state is ${after} when it may be read`);
    findings.expect(times.length >= prepared.all + 7, `${times.length} scrapes are there`);
    await engine.api.close();
    return findings.outcome(
      `kept in memory, a notice; taken over when it may be read: ${times.length} scrapes there`,
    );
  } finally {
    if (asNobody) process.seteuid?.(0);
  }
}

async function locked(context: FaultContext, prepared: Prepared): Promise<FaultOutcome> {
  const findings = new Findings();
  const folder = context.newFolder();
  cpSync(prepared.folder, folder, { recursive: true, preserveTimestamps: true });
  const first = await openFaultEngine(
    folder,
    { url: 'http://127.0.0.1:1/metrics', id: 'idle' },
    { aheadMs: LATER_MS },
  );
  const second = await openFaultEngine(folder, { url: prepared.demo.metricsUrl }, { aheadMs: LATER_MS });
  const { storageState } = await second.api.getStatus();
  findings.expect(storageState === 'locked', `the state is ${storageState}`);
  await scrapeFor(second, 4 * SCRAPE_INTERVAL_MS);
  await first.api.close();
  await scrapeFor(second, 4 * SCRAPE_INTERVAL_MS);
  const after = (await second.api.getStatus()).storageState;
  const { times } = await readUp(second, 'up{instance!="127.0.0.1:1"}[7d]');
  findings.expect(after === 'ok', `the state is ${after} when it is free`);
  findings.expect(times.length >= prepared.all + 7, `${times.length} scrapes are there`);
  await second.api.close();
  return findings.outcome(
    `kept in memory, a notice; taken over when it was free: ${times.length} scrapes there`,
  );
}

async function newer(context: FaultContext, prepared: Prepared): Promise<FaultOutcome> {
  let before = Buffer.alloc(0);
  let damaged = '';
  const outcome = await onDamaged(
    context,
    prepared,
    (file) => {
      executeSql(file, 'PRAGMA user_version = 99');
      before = readFileSync(file);
      damaged = file;
    },
    {
      state: 'newer',
      message: /newer version \(format 99\) and is left untouched/,
      keeps: (kept) => kept === 0,
    },
  );
  if (readFileSync(damaged).equals(before)) return outcome;
  return { ...outcome, failure: `${outcome.failure ?? ''} the file was changed` };
}

/** A history that is not what was written. */
export function corruptionFaults(context: FaultContext): FaultGroup {
  let prepared: Promise<Prepared> | null = null;
  const ready = (): Promise<Prepared> => {
    prepared ??= prepare(context);
    return prepared;
  };
  const replaced = {
    state: 'recovered',
    message: /set aside as history\.db\.corrupt-.*its copy of .* is in use; samples from/,
    keeps: (kept: number, { copied }: Prepared) => kept === copied,
  };
  return {
    title: 'A damaged history file',
    async close() {
      await (await prepared)?.demo.close();
    },
    faults: [
      ...FATAL_DAMAGES.map(([name, damage]) => ({
        injected: name,
        expected: 'set aside, the last good copy in its place, the lost range named',
        run: async () => onDamaged(context, await ready(), damage, replaced),
      })),
      {
        injected: 'truncated, and the good copy too',
        expected: 'both set aside, started empty, the lost range named',
        run: async () =>
          onDamaged(
            context,
            await ready(),
            (file) => {
              for (const one of [file, `${file}.good`]) FATAL_DAMAGES[0]?.[1](one);
            },
            {
              state: 'recovered',
              message: /corrupt-.*; samples from .* no longer shown/,
              keeps: (kept) => kept === 0,
            },
          ),
      },
      {
        injected: 'a user_version of a newer format',
        expected: 'left untouched, samples kept in memory, a sentence says so',
        run: async () => newer(context, await ready()),
      },
      {
        injected: 'bits flipped inside chunks',
        expected: 'only these chunks read as a gap: the rest, and the journal, are there',
        run: async () =>
          onDamaged(context, await ready(), flipChunkBits, {
            state: 'ok',
            message: /^$/,
            keeps: (kept, { all }) => kept > 0 && kept < all,
          }),
      },
      {
        injected: 'the log (`-wal`) of a killed engine deleted',
        expected: 'opens with what the file itself has, or starts anew with a notice',
        run: () => withoutLog(context),
      },
      {
        injected: 'no permission to read it',
        expected: 'samples kept in memory, a notice; taken over when it may be read',
        run: async () => unreadable(context, await ready()),
      },
      {
        injected: 'open in another program',
        expected: 'samples kept in memory, a notice; taken over when it is free',
        run: async () => locked(context, await ready()),
      },
    ],
  };
}

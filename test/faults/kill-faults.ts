import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import Database from 'libsql';
import { createDemoService } from '../../src/backend/index.ts';
import { FLUSH_INTERVAL_MS } from '../../src/engine/engine.ts';
import { openSettingsStore } from '../../src/main/settings/settings-store.ts';
import { scrapeUntilKilled } from '../support/killed-engine.ts';
import { saveUntilKilled } from '../support/killed-saver.ts';
import { type FaultContext, type FaultGroup, type FaultOutcome, Findings } from './fault.ts';
import { openFaultEngine, readUp } from './fault-engine.ts';

const KILLS = 40;
const KILL_SCRAPE_INTERVAL_MS = 100;
/** A killed engine lived at most so long after its first scrape. */
const MAX_LIFE_MS = 1_500;
/** The flush takes time itself, and the last scrape before it was up to an interval ago. */
const SLACK_MS = 2 * KILL_SCRAPE_INTERVAL_MS + 300;

/** Checks a copy: libsql gives a file free only when the statements on it are collected. */
function quickCheck(folder: string, copy: string): string {
  cpSync(folder, copy, { recursive: true });
  const database = new Database(path.join(copy, 'history.db'));
  try {
    return (database.prepare('PRAGMA quick_check').raw().all() as [string][])
      .map(([line]) => line)
      .join(', ');
  } finally {
    database.close();
    rmSync(copy, { recursive: true });
  }
}

async function killWritingEngine({ newFolder, random }: FaultContext): Promise<FaultOutcome> {
  const findings = new Findings();
  const demo = await createDemoService({ auth: 'none' });
  const folder = newFolder();
  let worstLossMs = 0;
  let kept = 0;
  let survived = 0;
  try {
    for (let kill = 1; kill <= KILLS; kill++) {
      const { firstAtMs, lastAtMs, longestPauseMs } = await scrapeUntilKilled(
        folder,
        demo.metricsUrl,
        KILL_SCRAPE_INTERVAL_MS,
        random() * MAX_LIFE_MS,
      );
      const check = quickCheck(folder, path.join(newFolder(), 'copy'));
      findings.expect(check === 'ok', `kill ${kill}: quick_check says ${check}`);
      const engine = await openFaultEngine(folder, { url: 'http://127.0.0.1:1/metrics', id: 'idle' });
      const { storageState } = await engine.api.getStatus();
      findings.expect(storageState === 'ok', `kill ${kill}: the history opens as ${storageState}`);
      const { times } = await readUp(engine, 'up{instance!="127.0.0.1:1"}[1d]');
      await engine.api.close();
      const lossMs = Math.max(0, lastAtMs - Math.max(firstAtMs, times.at(-1) ?? 0));
      worstLossMs = Math.max(worstLossMs, lossMs);
      // On a busy machine a flush is late by as much as scrapes are.
      const allowedMs = FLUSH_INTERVAL_MS + SLACK_MS + longestPauseMs;
      findings.expect(lossMs <= allowedMs, `kill ${kill}: ${lossMs} ms were lost`);
      findings.expect(times.length >= kept, `kill ${kill}: ${kept - times.length} stored scrapes are gone`);
      kept = times.length;
      if (check === 'ok' && storageState === 'ok') survived++;
    }
  } finally {
    await demo.close();
  }
  return findings.outcome(
    `${survived} of ${KILLS} opened, quick_check ok; ${kept} scrapes kept, at most ${worstLossMs} ms lost`,
  );
}

async function killSavingApp({ newFolder, random }: FaultContext): Promise<FaultOutcome> {
  const findings = new Findings();
  const folder = newFolder();
  let whole = 0;
  for (let kill = 1; kill <= KILLS; kill++) {
    const acknowledged = await saveUntilKilled(folder, random() * 60);
    const store = await openSettingsStore(folder, 0);
    const saved = Number(store.getActiveEnvironmentId()?.replace('save-', ''));
    const isWhole = store.notices.length === 0 && (saved === acknowledged || saved === acknowledged + 1);
    findings.expect(isWhole, `kill ${kill}: ${saved} is saved, ${acknowledged} was acknowledged`);
    if (isWhole) whole++;
  }
  return findings.outcome(`${whole} of ${KILLS} files whole, no acknowledged save lost`);
}

/** `kill -9` at random moments. */
export function killFaults(context: FaultContext): FaultGroup {
  return {
    title: 'Killed without warning',
    faults: [
      {
        injected: `\`kill -9\` at ${KILLS} random moments of an engine that scrapes every ${KILL_SCRAPE_INTERVAL_MS} ms`,
        expected: `at most the journal's interval (${FLUSH_INTERVAL_MS / 1000} s) is lost, \`quick_check\` ok, opens again`,
        run: () => killWritingEngine(context),
      },
      {
        injected: `\`kill -9\` at ${KILLS} random moments of saving settings`,
        expected: 'the old or the new file, whole; no half-written file left over',
        run: () => killSavingApp(context),
      },
    ],
  };
}

import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createDemoService } from '../../src/backend/index.ts';
import { openAlertDatabase } from '../../src/engine/alerting/alert-database.ts';
import { AlertStore } from '../../src/engine/alerting/alert-store.ts';
import { createDashboardLibrary } from '../../src/main/dashboards/dashboard-library.ts';
import { openEnvironmentStore } from '../../src/main/environments/environment-store.ts';
import { openSettingsStore } from '../../src/main/settings/settings-store.ts';
import type { AlertTransition } from '../../src/shared/domain/alert.ts';
import { AppError } from '../../src/shared/errors.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { openRowStore, ROWS_START_MS, readRows, writeRows } from '../support/numbered-rows.ts';
import { mountSmallDisk, type SmallDisk } from '../support/small-disk.ts';
import { type FaultContext, type FaultGroup, type FaultOutcome, Findings } from './fault.ts';
import { openFaultEngine, SCRAPE_INTERVAL_MS } from './fault-engine.ts';

const DISK_BYTES = 2 << 20;

async function onFullDisk(
  { newFolder }: FaultContext,
  work: (disk: SmallDisk, findings: Findings) => Promise<string>,
): Promise<FaultOutcome | null> {
  const disk = mountSmallDisk(path.join(newFolder(), 'disk'), DISK_BYTES);
  if (disk === null) return null;
  const findings = new Findings();
  try {
    return findings.outcome(await work(disk, findings));
  } finally {
    disk.unmount();
  }
}

/** Fills the disk under a history that flushes every so many rows, then makes room again. */
function fillUnderHistory(rowsPerFlush: number, spareBytes: number) {
  return async (disk: SmallDisk, findings: Findings): Promise<string> => {
    const clock = new ManualClock(ROWS_START_MS);
    const store = await openRowStore(disk.folder, clock);
    writeRows(store, clock, 0, 10);
    store.flush();
    disk.fill(spareBytes);
    let written = 10;
    while (store.storageState === 'ok' && written < 10_000) {
      writeRows(store, clock, written, written + rowsPerFlush);
      written += rowsPerFlush;
      store.flush();
    }
    const { storageState, storageMessage } = store.stats();
    findings.expect(storageState === 'memory_only', `the state is ${storageState} after ${written} rows`);
    findings.expect(storageMessage.includes('the disk is full'), `the message is "${storageMessage}"`);
    const fullAt = written;
    writeRows(store, clock, written, written + 200);
    written += 200;
    store.flush();
    const shown = (await readRows(store)).length;
    findings.expect(shown === written, `${shown} of ${written} rows are shown while the disk is full`);
    disk.clear();
    store.flush();
    findings.expect(store.storageState === 'ok', `the state is ${store.storageState} with room again`);
    await store.close();
    const again = await openRowStore(disk.folder, clock);
    const stored = (await readRows(again)).length;
    findings.expect(again.storageState === 'ok', `it opens as ${again.storageState}`);
    findings.expect(stored === written, `${stored} of ${written} rows were stored afterwards`);
    await again.close();
    return `full after ${fullAt} rows; all ${shown} shown from memory, ${stored} of ${written} stored once there was room`;
  };
}

/** Something of the app that saves to a file. */
interface Saver {
  /** Saves the value and throws what the app would tell. */
  save(value: number): Promise<void>;
  /** What a start of the app would read. */
  read(): Promise<number>;
}

/** Saves, fills the disk, fails to save, makes room and saves again. */
function fillUnderFile(createSaver: (folder: string) => Promise<Saver>) {
  return async (disk: SmallDisk, findings: Findings): Promise<string> => {
    const saver = await createSaver(path.join(disk.folder, 'data'));
    await saver.save(1);
    await saver.save(2);
    disk.fill(0);
    let message = '';
    try {
      await saver.save(3);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      message = error.message;
      findings.expect(error.code === 'storage', `the error is ${error.code}`);
    }
    findings.expect(/disk is full/.test(message), `the message is "${message}"`);
    const kept = await saver.read();
    findings.expect(kept === 2, `${kept} is there instead of 2`);
    disk.clear();
    await saver.save(4);
    const saved = await saver.read();
    findings.expect(saved === 4, `${saved} is there instead of 4`);
    return `refused ("${message}"), the old file whole; saved with room again`;
  };
}

async function settingsSaver(folder: string): Promise<Saver> {
  const store = await openSettingsStore(folder, 0);
  return {
    save: (value) => store.setActiveEnvironmentId(`e-${value}`),
    async read() {
      const { notices, getActiveEnvironmentId } = await openSettingsStore(folder, 0);
      return notices.length > 0 ? -1 : Number(getActiveEnvironmentId()?.slice(2));
    },
  };
}

async function environmentSaver(folder: string): Promise<Saver> {
  const store = await openEnvironmentStore(folder, () => 0);
  const { id } = await store.create('Shop', 'staging');
  return {
    async save(value) {
      await store.save({ ...store.get(id), name: `Shop ${value}` });
    },
    async read() {
      const opened = await openEnvironmentStore(folder, () => 0);
      return opened.notices.length > 0 ? -1 : Number(opened.get(id).name.slice(5));
    },
  };
}

async function dashboardSaver(folder: string): Promise<Saver> {
  const library = createDashboardLibrary(folder, () => 0);
  const { id } = await library.add(JSON.stringify({ title: 'D', panels: [], schemaVersion: 39 }));
  return {
    async save(value) {
      await library.rename(id, `D ${value}`);
    },
    read: async () =>
      Number(
        (await createDashboardLibrary(folder, () => 0).list()).map(({ title }) => title.slice(2)).join(),
      ),
  };
}

function alertAt(atMs: number): AlertTransition {
  return {
    from: 'pending',
    to: 'firing',
    atMs,
    alert: {
      fingerprint: 'f',
      groupName: 'g',
      ruleName: 'r',
      labels: [],
      annotations: [],
      state: 'firing',
      value: 1,
      activeAtMs: 0,
      firedAtMs: atMs,
      resolvedAtMs: null,
      keepFiringSinceMs: null,
    },
  };
}

async function alertSaver(folder: string): Promise<Saver> {
  // Closed each time, so that all is in the file.
  function withStore<T>(work: (store: AlertStore) => T): T {
    const { database, notice } = openAlertDatabase(folder, 0);
    try {
      if (notice !== '') throw new AppError('storage', notice);
      return work(new AlertStore(database));
    } finally {
      database.close();
    }
  }
  return {
    async save(value) {
      // More than what was freed in the file has room for.
      const transitions = Array.from({ length: value < 4 ? value ** 6 : 1 }, () => alertAt(value));
      withStore((store) => store.appendTransitions(transitions));
    },
    read: async () => withStore((store) => store.listTransitions(0, 10, [], 1)[0]?.atMs ?? 0),
  };
}

async function fillUnderExport(disk: SmallDisk, findings: Findings): Promise<string> {
  const demo = await createDemoService({ auth: 'none', clock: 'manual' });
  const engine = await openFaultEngine(null, { url: demo.metricsUrl });
  const target = path.join(disk.folder, 'history.txt');
  const range = { from: 'now-1h', to: 'now' };
  try {
    for (let i = 0; i < 60; i++) await engine.api.advanceClock(SCRAPE_INTERVAL_MS);
    disk.fill(40_000);
    let message = '';
    await engine.api.exportHistory({ path: target, range, selector: '' }).catch((error: unknown) => {
      message = error instanceof Error ? error.message : String(error);
    });
    findings.expect(/disk is full/.test(message), `the message is "${message}"`);
    const left = readdirSync(disk.folder).filter((name) => name !== 'ballast');
    findings.expect(left.length === 0, `left over: ${left.join(', ')}`);
    disk.clear();
    await engine.api.exportHistory({ path: target, range, selector: 'up' });
    findings.expect(existsSync(target), 'it was not exported with room again');
    rmSync(target);
    return 'refused ("the disk is full"), nothing left over; exported with room again';
  } finally {
    await engine.api.close();
    await demo.close();
  }
}

async function fillUnderCopy(disk: SmallDisk, findings: Findings): Promise<string> {
  const clock = new ManualClock(ROWS_START_MS);
  const store = await openRowStore(disk.folder, clock);
  writeRows(store, clock, 0, 200);
  await store.close();
  const copy = path.join(disk.folder, 'history.db.good');
  findings.expect(!existsSync(copy), 'a copy took the room of samples');
  findings.expect(!existsSync(`${copy}.tmp`), 'half a copy was left over');
  const again = await openRowStore(disk.folder, clock);
  const rows = (await readRows(again)).length;
  findings.expect(rows === 200, `${rows} of 200 rows are there`);
  await again.close();
  return `no copy made, nothing left over, all ${rows} rows there`;
}

/** A full disk under every kind of write. */
export function diskFullFaults(context: FaultContext): FaultGroup {
  const stored = 'kept and shown from memory, a notice; stored by itself once there is room';
  const refused = 'refused with a sentence that says what to do, the old file stays whole';
  return {
    title: 'Disk full (a file system of 2 MB)',
    faults: [
      {
        injected: 'while the journal of fresh samples is written',
        expected: stored,
        run: () => onFullDisk(context, fillUnderHistory(1, 48_000)),
      },
      {
        injected: 'while chunks are written',
        expected: stored,
        run: () => onFullDisk(context, fillUnderHistory(250, 300_000)),
      },
      {
        injected: 'when the good copy of the history is due',
        expected: "none is made: the disk's last room is for samples",
        run: () => onFullDisk(context, fillUnderCopy),
      },
      {
        injected: 'while settings are saved',
        expected: refused,
        run: () => onFullDisk(context, fillUnderFile(settingsSaver)),
      },
      {
        injected: 'while an environment file is saved',
        expected: refused,
        run: () => onFullDisk(context, fillUnderFile(environmentSaver)),
      },
      {
        injected: 'while a dashboard is saved',
        expected: refused,
        run: () => onFullDisk(context, fillUnderFile(dashboardSaver)),
      },
      {
        injected: 'while the alert history is saved',
        expected: refused,
        run: () => onFullDisk(context, fillUnderFile(alertSaver)),
      },
      {
        injected: 'while history is exported',
        expected: 'refused with a sentence, no half-written file left over',
        run: () => onFullDisk(context, fillUnderExport),
      },
    ],
  };
}

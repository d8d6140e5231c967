import { mkdir, readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { exportGrafanaDashboard } from '../../shared/dashboards/grafana/export-grafana.ts';
import { importGrafanaDashboard } from '../../shared/dashboards/grafana/import-grafana.ts';
import type { Dashboard } from '../../shared/domain/dashboard.ts';
import type { DashboardSummary, StoredDashboard } from '../../shared/domain/dashboard-library.ts';
import { ID_PATTERN } from '../../shared/domain/environment.ts';
import { AppError } from '../../shared/errors.ts';
import { chooseId } from '../environments/environment-store.ts';
import { sweepTemporaryFiles, writeFileAtomically } from '../files/atomic-file.ts';
import { createSerialQueue } from '../files/serial-queue.ts';
import {
  type DashboardFile,
  readDashboardFile,
  statDashboardFile,
  summarizeDashboard,
} from './dashboard-file.ts';

const ENDING = '.json';
const TRASH = '.trash';

/**
 * The dashboards of an environment: a folder with one file each, in Grafana's JSON with sorted keys. Files that others put
 * there (a checkout, an editor) are dashboards too.
 */
export interface DashboardLibrary {
  readonly folder: string;
  /** Sorted by title; a file that can't be read is listed with its problem. Throws AppError `storage`. */
  list(): Promise<readonly DashboardSummary[]>;
  /** Throws AppError `not_found`, `storage`, or `bad_data` for a damaged file. */
  get(id: string): Promise<StoredDashboard>;
  /** Keeps a new dashboard; its id is made of the title. Throws AppError `bad_data` for what is no dashboard. */
  add(text: string): Promise<StoredDashboard>;
  rename(id: string, title: string): Promise<StoredDashboard>;
  /** Moves a dashboard to the trash; the result is its file's name there. */
  remove(id: string): Promise<string>;
  /** Takes a dashboard out of the trash; the result is its id, another one where its own is taken by now. */
  restore(trashName: string): Promise<string>;
  exportText(id: string): Promise<string>;
}

function byTitle(a: DashboardSummary, b: DashboardSummary): number {
  return a.title.localeCompare(b.title, 'en', { numeric: true }) || (a.id < b.id ? -1 : 1);
}

/** Makes the library of a folder, which need not be there yet. */
export function createDashboardLibrary(folder: string, wallMs: () => number): DashboardLibrary {
  const inTurn = createSerialQueue();
  const known = new Map<string, DashboardFile>();
  const pathOf = (id: string): string => path.join(folder, `${id}${ENDING}`);

  async function listIds(): Promise<string[]> {
    let names: string[];
    try {
      names = await readdir(folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw new AppError(
        'storage',
        'The folder of dashboards can’t be read; check its permissions.',
        {},
        error,
      );
    }
    return names
      .filter((name) => name.endsWith(ENDING))
      .map((name) => name.slice(0, -ENDING.length))
      .filter((id) => ID_PATTERN.test(id));
  }

  async function read(id: string): Promise<DashboardFile> {
    const filePath = pathOf(id);
    const before = known.get(id);
    const found = await statDashboardFile(filePath);
    if (before !== undefined && found !== null) {
      if (before.changedAtMs === found.changedAtMs && before.sizeBytes === found.sizeBytes) return before;
    }
    known.delete(id);
    const file = await readDashboardFile(filePath);
    if (file === null) throw new AppError('not_found', `There is no dashboard "${id}" any more.`);
    known.set(id, file);
    return file;
  }

  async function summarize(id: string): Promise<DashboardSummary | null> {
    try {
      return summarizeDashboard(id, await read(id));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'not_found') return null;
      const problem = `${id}${ENDING} can't be shown: ${error.message}`;
      const nothing = { description: '', tags: [], panelCount: 0, undrawnCount: 0, changedAtMs: 0 };
      return { id, title: `${id}${ENDING}`, ...nothing, problem };
    }
  }

  async function write(id: string, dashboard: Dashboard): Promise<StoredDashboard> {
    const text = exportGrafanaDashboard(dashboard);
    await writeFileAtomically(pathOf(id), text);
    known.delete(id);
    return { id, ...importGrafanaDashboard(text) };
  }

  async function freeId(title: string): Promise<string> {
    const taken = new Set(await listIds());
    return chooseId(title, (id) => taken.has(id), 'dashboard');
  }

  return {
    folder,
    list: () =>
      inTurn(async () => {
        await sweepTemporaryFiles(folder);
        const summaries: DashboardSummary[] = [];
        for (const id of await listIds()) {
          const summary = await summarize(id);
          if (summary !== null) summaries.push(summary);
        }
        return summaries.sort(byTitle);
      }),
    get: (id) => inTurn(async () => ({ id, ...(await read(id)).imported })),
    add: (text) =>
      inTurn(async () => {
        const { dashboard, report } = importGrafanaDashboard(text);
        const stored = await write(await freeId(dashboard.title), dashboard);
        // The report on the file as it came, not on what was written.
        return { ...stored, report };
      }),
    rename: (id, title) => inTurn(async () => write(id, { ...(await read(id)).imported.dashboard, title })),
    remove: (id) =>
      inTurn(async () => {
        const stamp = new Date(wallMs()).toISOString().replaceAll(/[:.]/g, '-');
        const trashName = `${id}.${stamp}${ENDING}`;
        await mkdir(path.join(folder, TRASH), { recursive: true });
        await move(pathOf(id), path.join(folder, TRASH, trashName), id);
        known.delete(id);
        return trashName;
      }),
    restore: (trashName) =>
      inTurn(async () => {
        const own = trashName.slice(0, trashName.indexOf('.'));
        const id = await freeId(own);
        await move(path.join(folder, TRASH, trashName), pathOf(id), own);
        return id;
      }),
    exportText: (id) => inTurn(async () => exportGrafanaDashboard((await read(id)).imported.dashboard)),
  };
}

async function move(from: string, to: string, id: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new AppError('not_found', `There is no dashboard "${id}" any more.`);
    }
    throw new AppError(
      'storage',
      `The dashboard "${id}" can't be moved; check the folder's permissions.`,
      {},
      error,
    );
  }
}

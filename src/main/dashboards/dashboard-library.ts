import { mkdir, readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { addPanel } from '../../shared/dashboards/edit/edit-panels.ts';
import type { PanelSeed } from '../../shared/dashboards/edit/new-panel.ts';
import { exportGrafanaDashboard } from '../../shared/dashboards/grafana/export-grafana.ts';
import { importGrafanaDashboard } from '../../shared/dashboards/grafana/import-grafana.ts';
import type { Dashboard } from '../../shared/domain/dashboard.ts';
import type {
  DashboardSummary,
  DashboardVersion,
  StoredDashboard,
} from '../../shared/domain/dashboard-library.ts';
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
import { createDashboardVersions } from './dashboard-versions.ts';

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
  /**
   * Keeps an imported dashboard under its file's name; one of that name stays as a version, and what is no dashboard there
   * stays as it is: the new one gets another name then. Throws AppError `bad_data`, `storage`.
   */
  put(id: string, text: string, message: string): Promise<void>;
  rename(id: string, title: string): Promise<StoredDashboard>;
  /** Moves a dashboard to the trash; the result is its file's name there. */
  remove(id: string): Promise<string>;
  /** Takes a dashboard out of the trash; the result is its id, another one where its own is taken by now. */
  restore(trashName: string): Promise<string>;
  exportText(id: string): Promise<string>;
  /**
   * Keeps a changed dashboard (`id` null: a new one) and the state before as a version. `base` is the text that the change
   * was made to. Throws AppError `conflict` where the file is another one by now, unless `base` is null.
   */
  save(id: string | null, text: string, message: string, base: string | null): Promise<StoredDashboard>;
  /** Newest first. */
  listVersions(id: string): Promise<readonly DashboardVersion[]>;
  /** A version as it was saved. Throws AppError `not_found`. */
  getVersion(id: string, name: string): Promise<StoredDashboard>;
  /** Adds a panel to a dashboard, or to a new one of that title. */
  pin(to: PinPlace, panel: PanelSeed): Promise<{ readonly id: string; readonly panelId: number }>;
}

/** Where a panel is pinned to. */
export type PinPlace = { readonly id: string } | { readonly title: string };

const PLAIN_DASHBOARD = { panels: [], schemaVersion: 41, time: { from: 'now-1h', to: 'now' } };

function byTitle(a: DashboardSummary, b: DashboardSummary): number {
  return a.title.localeCompare(b.title, 'en', { numeric: true }) || (a.id < b.id ? -1 : 1);
}

/** Makes the library of a folder, which need not be there yet. */
export function createDashboardLibrary(folder: string, wallMs: () => number): DashboardLibrary {
  const inTurn = createSerialQueue();
  const known = new Map<string, DashboardFile>();
  const versions = createDashboardVersions(folder, wallMs);
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

  /** Writes what replaces a dashboard; both states are versions then. */
  async function replace(id: string, dashboard: Dashboard, message: string): Promise<StoredDashboard> {
    const before = exportGrafanaDashboard((await read(id)).imported.dashboard);
    await versions.keep(id, before, '');
    const stored = await write(id, dashboard);
    await versions.keep(id, exportGrafanaDashboard(dashboard), message);
    return stored;
  }

  async function create(dashboard: Dashboard, message: string): Promise<StoredDashboard> {
    const stored = await write(await freeId(dashboard.title), dashboard);
    await versions.keep(stored.id, exportGrafanaDashboard(dashboard), message);
    return stored;
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
    put: (id, text, message) =>
      inTurn(async () => {
        const { dashboard } = importGrafanaDashboard(text);
        if (!(await listIds()).includes(id)) {
          await write(id, dashboard);
          await versions.keep(id, exportGrafanaDashboard(dashboard), message);
        } else if ((await summarize(id))?.problem === null) await replace(id, dashboard, message);
        else await create(dashboard, message);
      }),
    rename: (id, title) =>
      inTurn(async () => replace(id, { ...(await read(id)).imported.dashboard, title }, 'Renamed')),
    save: (id, text, message, base) =>
      inTurn(async () => {
        const { dashboard } = importGrafanaDashboard(text);
        if (id === null) return create(dashboard, message);
        if (base !== null && base !== exportGrafanaDashboard((await read(id)).imported.dashboard)) {
          throw new AppError('conflict', 'The dashboard was changed elsewhere since it was opened.');
        }
        return replace(id, dashboard, message);
      }),
    listVersions: (id) =>
      inTurn(async () => versions.list(id, exportGrafanaDashboard((await read(id)).imported.dashboard))),
    getVersion: (id, name) =>
      inTurn(async () => ({ id, ...importGrafanaDashboard(await versions.read(id, name)) })),
    pin: (to, seed) =>
      inTurn(async () => {
        const before =
          'id' in to
            ? (await read(to.id)).imported.dashboard
            : importGrafanaDashboard(JSON.stringify({ ...PLAIN_DASHBOARD, title: to.title })).dashboard;
        const { dashboard, panel } = addPanel(before, seed);
        const message = `Pinned “${seed.title}”`;
        const stored =
          'id' in to ? await replace(to.id, dashboard, message) : await create(dashboard, message);
        return { id: stored.id, panelId: panel.id };
      }),
    remove: (id) =>
      inTurn(async () => {
        const stamp = new Date(wallMs()).toISOString().replaceAll(/[:.]/g, '-');
        const trashName = `${id}.${stamp}${ENDING}`;
        await mkdir(path.join(folder, TRASH), { recursive: true });
        await move(pathOf(id), path.join(folder, TRASH, trashName), id);
        await versions.move(id, path.join(folder, TRASH, `${trashName}.versions`));
        known.delete(id);
        return trashName;
      }),
    restore: (trashName) =>
      inTurn(async () => {
        const own = trashName.slice(0, trashName.indexOf('.'));
        const id = await freeId(own);
        await move(path.join(folder, TRASH, trashName), pathOf(id), own);
        await versions.takeBack(path.join(folder, TRASH, `${trashName}.versions`), id);
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

import { readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { DashboardVersion } from '../../shared/domain/dashboard-library.ts';
import { AppError } from '../../shared/errors.ts';
import { writeFileAtomically } from '../files/atomic-file.ts';

const ENDING = '.json';
const FOLDER = '.versions';
/** Older versions of a dashboard go. */
const MAX_VERSIONS = 40;
/** Digits of a version's name: when it was saved, ms. */
const NAME_LENGTH = 15;

/** The saved states of dashboards: a hidden folder beside them with one for each, a file a version. */
export interface DashboardVersions {
  /** Keeps a state, unless the newest version is the same. Throws AppError `storage`. */
  keep(id: string, text: string, message: string): Promise<void>;
  /** Newest first; `current` is the text that the dashboard has now. Damaged files are left out. */
  list(id: string, current: string): Promise<readonly DashboardVersion[]>;
  /** The text of a version. Throws AppError `not_found`. */
  read(id: string, name: string): Promise<string>;
  /** Puts a removed dashboard's versions away; there may be none. */
  move(id: string, to: string): Promise<void>;
  takeBack(from: string, id: string): Promise<void>;
}

interface VersionFile {
  readonly savedAtMs: number;
  readonly message: string;
  readonly text: string;
}

function parseVersion(json: string): VersionFile | null {
  try {
    const { savedAtMs, message, text } = JSON.parse(json) as Partial<VersionFile>;
    const isWhole = typeof savedAtMs === 'number' && typeof message === 'string' && typeof text === 'string';
    return isWhole ? { savedAtMs, message, text } : null;
  } catch {
    // A damaged version is none; the dashboard's own file is what counts.
    return null;
  }
}

async function moveIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw new AppError('storage', 'The versions of the dashboard can’t be moved.', {}, error);
  }
}

/** Versions of the dashboards in a folder. */
export function createDashboardVersions(folder: string, wallMs: () => number): DashboardVersions {
  const folderOf = (id: string): string => path.join(folder, FOLDER, id);

  /** Oldest first. */
  async function names(id: string): Promise<string[]> {
    try {
      const all = await readdir(folderOf(id));
      return all.filter((name) => /^\d{15}\.json$/.test(name)).sort();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw new AppError('storage', 'The versions of the dashboard can’t be read.', {}, error);
    }
  }

  async function open(id: string, name: string): Promise<VersionFile | null> {
    const text = await readFile(path.join(folderOf(id), name), 'utf8').catch(() => null);
    return text === null ? null : parseVersion(text);
  }

  return {
    async keep(id, text, message) {
      const before = await names(id);
      const newest = before.at(-1);
      if (newest !== undefined && (await open(id, newest))?.text === text) return;
      const savedAtMs = wallMs();
      // Versions within a millisecond, or after the clock went back, must stay in the order of saving.
      const number = Math.max(Math.trunc(savedAtMs), Number.parseInt(newest ?? '0', 10) + 1);
      const name = String(number).padStart(NAME_LENGTH, '0');
      const file: VersionFile = { savedAtMs, message, text };
      await writeFileAtomically(path.join(folderOf(id), `${name}${ENDING}`), JSON.stringify(file));
      for (const old of before.slice(0, Math.max(0, before.length + 1 - MAX_VERSIONS))) {
        await rm(path.join(folderOf(id), old), { force: true });
      }
    },
    async list(id, current) {
      const versions: DashboardVersion[] = [];
      for (const file of (await names(id)).reverse()) {
        const version = await open(id, file);
        if (version === null) continue;
        const isCurrent = version.text === current && !versions.some((newer) => newer.current);
        const name = file.slice(0, -ENDING.length);
        versions.push({ name, savedAtMs: version.savedAtMs, message: version.message, current: isCurrent });
      }
      return versions;
    },
    async read(id, name) {
      const version = await open(id, `${name}${ENDING}`);
      if (version === null) throw new AppError('not_found', 'That version is not kept any more.');
      return version.text;
    },
    move: (id, to) => moveIfThere(folderOf(id), to),
    async takeBack(from, id) {
      await rm(folderOf(id), { recursive: true, force: true });
      await moveIfThere(from, folderOf(id));
    },
  };
}

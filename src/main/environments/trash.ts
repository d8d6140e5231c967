import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';

const KEPT_MS = 30 * 86_400_000;
const STAMP = /-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})-(\d{3})Z$/;

/** Moves a folder into the trash; its new name ends with the time, so that names do not meet. */
export async function moveToTrash(trash: string, folder: string, nowMs: number): Promise<void> {
  await mkdir(trash, { recursive: true });
  const stamp = new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-');
  await rename(folder, path.join(trash, `${path.basename(folder)}-${stamp}`));
}

function movedAtMs(name: string): number | null {
  const match = STAMP.exec(name);
  if (match === null) return null;
  const [, day, hours, minutes, seconds, ms] = match;
  return Date.parse(`${day}T${hours}:${minutes}:${seconds}.${ms}Z`);
}

/** Ids of the environments in the trash. Rejects where it can't be read. */
export async function listTrashed(trash: string): Promise<readonly string[]> {
  await mkdir(trash, { recursive: true });
  const names = (await readdir(trash)).filter((name) => STAMP.test(name));
  return [...new Set(names.map((name) => name.replace(STAMP, '')))];
}

/** Deletes what has been in the trash for 30 days; answers a sentence on each folder that would not go. */
export async function emptyTrash(trash: string, nowMs: number): Promise<string[]> {
  await mkdir(trash, { recursive: true });
  const notices: string[] = [];
  for (const name of await readdir(trash)) {
    const atMs = movedAtMs(name);
    if (atMs === null || nowMs - atMs < KEPT_MS) continue;
    try {
      await rm(path.join(trash, name), { recursive: true });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      notices.push(`The removed environment "${name}" could not be deleted from the trash (${code}).`);
    }
  }
  return notices;
}

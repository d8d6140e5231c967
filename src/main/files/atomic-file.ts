import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';

const TEMPORARY_MARK = '.tmp-';
const COPY_MARK = '.good-';

async function writeDurably(handle: FileHandle, bytes: Buffer): Promise<void> {
  await handle.writeFile(bytes);
  const { size } = await handle.stat();
  if (size !== bytes.length) throw new Error(`only ${size} of ${bytes.length} bytes were written`);
  await handle.sync();
}

async function syncFolder(folder: string): Promise<void> {
  // Windows can't open a folder; there the rename is durable by itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function discard(temporary: string): Promise<void> {
  // What made the write fail may make this fail too; the first failure is the one to tell.
  await rm(temporary, { force: true }).catch(() => undefined);
}

function storageError(filePath: string, cause: unknown): AppError {
  const name = path.basename(filePath);
  const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
  const reason =
    code === 'ENOSPC' || code === 'EDQUOT'
      ? 'the disk is full; free some space'
      : `the file system refused it (${code}); check the folder's permissions`;
  return new AppError(
    'storage',
    `"${name}" was not saved: ${reason} and save again.`,
    { file: filePath },
    cause,
  );
}

/**
 * Replaces a file's content so that a crash, a kill or a full disk leaves either the old or the new content, never a
 * part: temporary file, size check, fsync, rename, fsync of the folder. Throws AppError `storage`; the old file is kept.
 */
export async function writeFileAtomically(filePath: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${filePath}${TEMPORARY_MARK}${randomBytes(6).toString('hex')}`;
  try {
    await mkdir(path.dirname(filePath), { recursive: true });
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await writeDurably(
        handle,
        typeof content === 'string' ? Buffer.from(content, 'utf8') : Buffer.from(content),
      );
    } finally {
      await handle.close();
    }
    await rename(temporary, filePath);
    await syncFolder(path.dirname(filePath));
  } catch (error) {
    await discard(temporary);
    throw storageError(filePath, error);
  }
}

/** Paths of a file's good copies, newest first. */
export function goodCopyPaths(filePath: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `${filePath}${COPY_MARK}${i + 1}`);
}

/** A copy that lost its end on a full disk, or in a power cut, is no good copy. */
async function copyDurably(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  const handle = await open(to, 'r+');
  try {
    const [original, copy] = await Promise.all([stat(from), handle.stat()]);
    if (original.size !== copy.size)
      throw new Error(`only ${copy.size} of ${original.size} bytes were copied`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function exists(filePath: string): Promise<boolean> {
  try {
    await stat(filePath);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/**
 * Makes the file's present content its newest good copy and drops the oldest. Only for content known to be good: a copy
 * of a damaged file would push a good one out. Throws AppError `storage`.
 */
export async function keepGoodCopy(filePath: string, count: number): Promise<void> {
  const copies = goodCopyPaths(filePath, count);
  const newest = copies[0];
  if (newest === undefined || !(await exists(filePath))) return;
  const incoming = `${newest}${TEMPORARY_MARK}${randomBytes(6).toString('hex')}`;
  try {
    await copyDurably(filePath, incoming);
    for (let i = copies.length - 1; i > 0; i -= 1) {
      const from = copies[i - 1] as string;
      if (await exists(from)) await rename(from, copies[i] as string);
    }
    await rename(incoming, newest);
  } catch (error) {
    await discard(incoming);
    throw storageError(filePath, error);
  }
}

/** Moves a damaged file out of the way without changing it; returns its new path. */
export async function setAside(filePath: string, atMs: number): Promise<string> {
  const stamp = new Date(atMs).toISOString().replaceAll(/[:.]/g, '-');
  const aside = `${filePath}.damaged-${stamp}`;
  await rename(filePath, aside);
  return aside;
}

/**
 * Deletes what a killed process left half-written in a folder: of the file with this name only, or of all. All are for a
 * folder in which nothing is being written yet.
 */
export async function sweepTemporaryFiles(folder: string, fileName = ''): Promise<void> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const leftovers = names.filter((name) => name.startsWith(fileName) && /\.tmp-[0-9a-f]{12}$/.test(name));
  await Promise.all(leftovers.map((name) => rm(path.join(folder, name), { force: true })));
}

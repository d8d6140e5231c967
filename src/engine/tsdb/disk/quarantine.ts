import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'libsql';

/** Damaged files that are kept for somebody to look into; a disk that breaks files again and again is not filled. */
const KEPT_FILES = 2;
const MARK = '.corrupt-';
const LOG_SUFFIXES = ['-wal', '-shm'];

/** A closed range of times, ms UTC. */
export interface TimeSpan {
  readonly minMs: number;
  readonly maxMs: number;
}

/** The range of the batches in a damaged file as far as it can still be read. */
export function salvageRange(path: string): TimeSpan | null {
  try {
    const database = new Database(path);
    try {
      const sql = 'SELECT min(min_ms), max(max_ms) FROM batches';
      const [minMs, maxMs] = (database.prepare(sql).raw().all() as [number | null, number | null][])[0] ?? [];
      return typeof minMs === 'number' && typeof maxMs === 'number' ? { minMs, maxMs } : null;
    } finally {
      database.close();
    }
  } catch {
    // The file is damaged: that nothing can be read from it is an answer.
    return null;
  }
}

/** When a database or its log was last written, ms UTC. */
export function lastWriteTime(path: string): number {
  const written = [path, `${path}-wal`].filter((one) => existsSync(one)).map((one) => statSync(one).mtimeMs);
  return Math.max(0, ...written);
}

function forgetOldest(path: string): void {
  const prefix = basename(path) + MARK;
  const kept = readdirSync(dirname(path))
    .filter((name) => name.startsWith(prefix) && !LOG_SUFFIXES.some((suffix) => name.endsWith(suffix)))
    .sort();
  for (const name of kept.slice(0, -KEPT_FILES)) {
    for (const suffix of ['', ...LOG_SUFFIXES]) {
      rmSync(join(dirname(path), name + suffix), { force: true, recursive: true });
    }
  }
}

/** Moves a database and its log out of the way; returns the new name. Throws what the file system throws. */
export function setAside(path: string, atMs: number): string {
  const stamp = new Date(atMs).toISOString().replace(/[-:]|\.\d+/g, '');
  let target = `${path}${MARK}${stamp}`;
  for (let n = 2; existsSync(target); n++) target = `${path}${MARK}${stamp}-${n}`;
  renameSync(path, target);
  for (const suffix of LOG_SUFFIXES) {
    if (existsSync(path + suffix)) renameSync(path + suffix, target + suffix);
  }
  forgetOldest(path);
  return target;
}

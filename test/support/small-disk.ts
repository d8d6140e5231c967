import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import path from 'node:path';

/** A file system of its own that is easily filled. */
export interface SmallDisk {
  readonly folder: string;
  /** Fills it until only so many bytes, in whole blocks, are left. */
  fill(spareBytes: number): void;
  /** Takes away what `fill` wrote. */
  clear(): void;
  unmount(): void;
}

/** Mounts a tmpfs in a folder, which is made; null where that is not allowed (it needs root on Linux). */
export function mountSmallDisk(folder: string, bytes: number): SmallDisk | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return null; // A container without the right to mount.
  }
  const ballast = path.join(folder, 'ballast');
  return {
    folder,
    fill(spareBytes) {
      const file = openSync(ballast, 'a');
      try {
        for (;;) {
          const { bavail, bsize } = statfsSync(folder);
          const missing = Math.floor((bavail * bsize - spareBytes) / bsize) * bsize;
          if (missing <= 0) break;
          writeSync(file, new Uint8Array(missing));
        }
      } finally {
        closeSync(file);
      }
    },
    clear: () => rmSync(ballast, { force: true }),
    unmount: () => execFileSync('/bin/umount', ['-l', folder]),
  };
}

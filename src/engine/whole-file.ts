import { closeSync, fsyncSync, openSync, renameSync, statSync, writeFileSync } from 'node:fs';

/** Replaces a small file once the new one is whole on disk. Throws what the file system throws; the old one stays then. */
export function writeWholeFile(path: string, text: string): void {
  const fresh = `${path}.tmp`;
  const file = openSync(fresh, 'w', 0o600);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  if (statSync(fresh).size !== Buffer.byteLength(text)) throw new Error('it was cut off');
  renameSync(fresh, path);
}

import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise } from 'yauzl';

/**
 * Unpacks an archive with its file modes; `place` says where a file goes, relative to the folder, or null to leave it
 * out. Rejects names that lead out of the folder (yauzl checks the archive's, `place` is ours).
 */
export async function unzip(archive, folder, place) {
  const zip = await openPromise(archive, { autoClose: false, lazyEntries: true });
  try {
    for await (const entry of zip.eachEntry()) {
      const target = entry.fileName.endsWith('/') ? null : place(entry.fileName);
      if (target === null) continue;
      const file = path.join(folder, target);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      const mode = (entry.externalFileAttributes >>> 16) & 0o777;
      await pipeline(
        await zip.openReadStreamPromise(entry),
        fs.createWriteStream(file, { mode: mode || 0o644 }),
      );
    }
  } finally {
    zip.close();
  }
}

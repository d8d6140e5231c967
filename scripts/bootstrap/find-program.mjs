import fs from 'node:fs';
import path from 'node:path';

/**
 * The full path of a program, also where only root's search path would have it; null if there is none.
 * @param {string} name
 */
export function findProgram(name) {
  const dirs = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/bin', '/usr/sbin', '/bin', '/sbin'];
  for (const dir of dirs.filter(path.isAbsolute)) {
    const file = path.join(dir, name);
    if (fs.existsSync(file)) return file;
  }
  return null;
}

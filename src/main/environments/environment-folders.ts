import { cp, mkdir, readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import type { Environment, EnvironmentKind } from '../../shared/domain/environment.ts';
import { formatChangedEnvironment } from '../../shared/environment-yaml/environment-writer.ts';
import { AppError } from '../../shared/errors.ts';
import { keepGoodCopy, writeFileAtomically } from '../files/atomic-file.ts';
import { chooseId, type EnvironmentStore } from './environment-store.ts';

const FILE_NAME = 'environment.yaml';
const DASHBOARDS = 'dashboards';

/** Puts an environment's text, and its base, into its folder; what stood there stays as a good copy. Throws AppError `storage`, `bad_data`. */
export async function adoptEnvironment(
  store: EnvironmentStore,
  id: string,
  text: string,
  base: { readonly name: string; readonly text: string } | null,
): Promise<Environment> {
  const folder = store.folderOf(id);
  await mkdir(folder, { recursive: true });
  if (base !== null) await writeFileAtomically(path.join(folder, path.basename(base.name)), base.text);
  if (store.isTaken(id)) await keepGoodCopy(path.join(folder, FILE_NAME), 3);
  await writeFileAtomically(path.join(folder, FILE_NAME), text);
  // A document that is open reads the file anew, or two would write it.
  const environment = store.has(id) ? await store.reread(id) : await store.load(id);
  if (environment === null) throw new AppError('bad_data', `The environment "${id}" could not be read back.`);
  return environment;
}

/** A copy under another name, with its comments, base, dashboards and own settings; without history and credentials. */
export async function duplicateEnvironment(
  store: EnvironmentStore,
  id: string,
  name: string,
  kind: EnvironmentKind,
): Promise<Environment> {
  const value = store.get(id);
  const { text, readBase } = store.fileOf(id);
  if (text === null)
    throw new AppError('not_found', 'The environment has no file to copy; change and save it first.');
  const copyId = chooseId(name, store.isTaken);
  const baseText = value.base === undefined ? null : readBase(value.base);
  const copied = formatChangedEnvironment({ text, value }, { ...value, name, kind, demo: false });
  const base = value.base === undefined || baseText === null ? null : { name: value.base, text: baseText };
  const environment = await adoptEnvironment(store, copyId, copied, base);
  await cp(path.join(store.folderOf(id), DASHBOARDS), path.join(store.folderOf(copyId), DASHBOARDS), {
    recursive: true,
  }).catch(ignoreMissing);
  const local = store.getLocal(id);
  await store.saveLocal(copyId, { ...local, source: null });
  return environment;
}

function ignoreMissing(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}

/** Takes what was removed last under an id out of the trash. Throws AppError `not_found`, or `conflict` where the id is taken again. */
export async function restoreEnvironment(store: EnvironmentStore, id: string): Promise<Environment | null> {
  if (store.isTaken(id)) {
    throw new AppError('conflict', `There is an environment "${id}" again; rename that one's folder first.`);
  }
  const trash = path.join(path.dirname(store.folderOf(id)), '.trash');
  const names = await readdir(trash).catch((): string[] => []);
  const [newest] = names
    .filter((name) => /^-\d{4}-/.test(name.slice(id.length)) && name.startsWith(id))
    .sort()
    .reverse();
  if (newest === undefined)
    throw new AppError('not_found', 'The removed environment is no longer in the trash.');
  await rename(path.join(trash, newest), store.folderOf(id));
  return store.load(id);
}

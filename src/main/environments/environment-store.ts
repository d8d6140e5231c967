import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import {
  DEFAULT_ENVIRONMENT_LIMITS,
  DEFAULT_RETENTION,
  type Environment,
  type EnvironmentKind,
  ID_PATTERN,
  NO_SERVERS,
} from '../../shared/domain/environment.ts';
import { AppError } from '../../shared/errors.ts';
import { type Document, openDocument } from '../files/document.ts';
import { environmentFormat } from './environment-format.ts';
import { emptyTrash, moveToTrash } from './trash.ts';

const FILE_NAME = 'environment.yaml';
const TRASH = '.trash';

/** The environments of this computer: a folder each, with its `environment.yaml` and its history. */
export interface EnvironmentStore {
  /** Sentences on what was found at opening, for the user. */
  readonly notices: readonly string[];
  /** Sorted by name. */
  list(): readonly Environment[];
  /** Throws AppError `not_found`. */
  get(id: string): Environment;
  has(id: string): boolean;
  /** Makes an empty environment; its id is made of the name. Throws AppError `storage`. */
  create(name: string, kind: EnvironmentKind): Promise<Environment>;
  /**
   * The environment as its file says by now: people edit it too. Throws AppError `not_found`, `storage`, or `conflict` for
   * a file that is not valid or of a newer version.
   */
  reread(id: string): Promise<Environment>;
  /**
   * Writes an environment, a new one included. Throws AppError `storage`, or `conflict` for a file that is not valid, of
   * a newer version, or changed by someone else: that is taken over.
   */
  save(environment: Environment): Promise<Environment>;
  /** Moves the environment's folder to the trash folder beside it, where it is kept for 30 days. */
  remove(id: string): Promise<void>;
  /** The folder that holds the environment's history. */
  folderOf(id: string): string;
}

/** An id made of a name: lower-case words joined by dashes, or `fallback`; with a number where it is taken. */
export function chooseId(name: string, isTaken: (id: string) => boolean, fallback = 'environment'): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 48)
    .replace(/-+$/, '');
  const base = ID_PATTERN.test(words) ? words : fallback;
  if (!isTaken(base)) return base;
  let number = 2;
  while (isTaken(`${base}-${number}`)) number += 1;
  return `${base}-${number}`;
}

function byName(a: Environment, b: Environment): number {
  return a.name.localeCompare(b.name, 'en') || (a.id < b.id ? -1 : 1);
}

/**
 * Opens the environments in a folder; files that are not valid or newer are told apart in `notices`. Reserved ids are
 * given to no environment that is created by name.
 */
export async function openEnvironmentStore(
  folder: string,
  wallMs: () => number,
  reservedIds: readonly string[] = [],
): Promise<EnvironmentStore> {
  // Folders without a readable environment are among them: their ids are not given to a new one.
  const documents = new Map<string, Document<Environment | null>>();
  const notices: string[] = [];

  const folderOf = (id: string): string => path.join(folder, id);

  async function openOne(id: string): Promise<Document<Environment | null>> {
    return openDocument<Environment | null>(
      path.join(folderOf(id), FILE_NAME),
      environmentFormat({ id }),
      null,
      wallMs(),
    );
  }

  await mkdir(folder, { recursive: true });
  notices.push(...(await emptyTrash(path.join(folder, TRASH), wallMs())));
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory() || !ID_PATTERN.test(entry.name)) continue;
    const document = await openOne(entry.name);
    notices.push(...document.notices);
    documents.set(entry.name, document);
  }

  const find = (id: string): Environment | null => documents.get(id)?.get() ?? null;

  function get(id: string): Environment {
    const environment = find(id);
    if (environment === null) {
      throw new AppError('not_found', `There is no environment "${id}"; choose another one.`);
    }
    return environment;
  }

  async function save(environment: Environment): Promise<Environment> {
    const document = documents.get(environment.id) ?? (await openOne(environment.id));
    await document.save(environment);
    documents.set(environment.id, document);
    return document.get() ?? environment;
  }

  return {
    notices,
    list: () =>
      [...documents.keys()]
        .map(find)
        .filter((environment) => environment !== null)
        .sort(byName),
    get,
    has: (id) => find(id) !== null,
    create: (name, kind) =>
      save({
        id: chooseId(name, (id) => documents.has(id) || reservedIds.includes(id)),
        name,
        kind,
        endpoints: [],
        ...NO_SERVERS,
        ruleFiles: [],
        retention: DEFAULT_RETENTION,
        limits: DEFAULT_ENVIRONMENT_LIMITS,
        demo: false,
      }),
    async reread(id) {
      await documents.get(id)?.reread();
      return get(id);
    },
    save,
    async remove(id) {
      get(id);
      await moveToTrash(path.join(folder, TRASH), folderOf(id), wallMs());
      documents.delete(id);
    },
    folderOf,
  };
}

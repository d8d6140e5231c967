import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import {
  DEFAULT_RETENTION,
  type Environment,
  type EnvironmentKind,
  ID_PATTERN,
} from '../../shared/domain/environment.ts';
import { AppError } from '../../shared/errors.ts';
import { type Document, openDocument } from '../files/document.ts';
import { environmentFormat } from './environment-yaml.ts';
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
  /** Writes an environment, a new one included. Throws AppError `storage`, or `conflict` for a file of a newer version. */
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
 * Opens the environments in a folder; damaged and newer files are told apart in `notices`. Reserved ids are given to no
 * environment that is created by name.
 */
export async function openEnvironmentStore(
  folder: string,
  wallMs: () => number,
  reservedIds: readonly string[] = [],
): Promise<EnvironmentStore> {
  const documents = new Map<string, Document<Environment | null>>();
  const notices: string[] = [];
  // Ids of folders that hold no readable environment are not given to a new one.
  const taken = new Set<string>();

  const folderOf = (id: string): string => path.join(folder, id);

  async function openOne(id: string): Promise<Document<Environment | null>> {
    return openDocument<Environment | null>(
      path.join(folderOf(id), FILE_NAME),
      environmentFormat(id),
      null,
      wallMs(),
    );
  }

  await mkdir(folder, { recursive: true });
  notices.push(...(await emptyTrash(path.join(folder, TRASH), wallMs())));
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory() || !ID_PATTERN.test(entry.name)) continue;
    taken.add(entry.name);
    const document = await openOne(entry.name);
    notices.push(...document.notices);
    if (document.get() !== null) documents.set(entry.name, document);
  }

  function get(id: string): Environment {
    const environment = documents.get(id)?.get();
    if (environment === undefined || environment === null) {
      throw new AppError('not_found', `There is no environment "${id}"; choose another one.`);
    }
    return environment;
  }

  async function save(environment: Environment): Promise<Environment> {
    const document = documents.get(environment.id) ?? (await openOne(environment.id));
    await document.save(environment);
    documents.set(environment.id, document);
    taken.add(environment.id);
    return environment;
  }

  return {
    notices,
    list: () => [...documents.keys()].map(get).sort(byName),
    get,
    has: (id) => documents.has(id),
    create: (name, kind) =>
      save({
        id: chooseId(name, (id) => taken.has(id) || reservedIds.includes(id)),
        name,
        kind,
        endpoints: [],
        ruleFiles: [],
        retention: DEFAULT_RETENTION,
        demo: false,
      }),
    save,
    async remove(id) {
      get(id);
      await moveToTrash(path.join(folder, TRASH), folderOf(id), wallMs());
      documents.delete(id);
      taken.delete(id);
    },
    folderOf,
  };
}

import { readFileSync, statSync } from 'node:fs';
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
import { baseNameOf, MAX_ENVIRONMENT_LENGTH } from '../../shared/environment-yaml/environment-reader.ts';
import { AppError } from '../../shared/errors.ts';
import { type Document, type DocumentFormat, openDocument } from '../files/document.ts';
import { environmentFormat } from './environment-format.ts';
import { openEnvironmentOrder, sortEnvironments } from './environment-order.ts';
import { type LocalSettings, openLocalSettings } from './local-settings.ts';
import { emptyTrash, listTrashed, moveToTrash } from './trash.ts';

const FILE_NAME = 'environment.yaml';
const TRASH = '.trash';

/** The environments of this computer: a folder each, with its `environment.yaml` and its history. */
export interface EnvironmentStore {
  /** Sentences on what was found at opening, for the user. */
  readonly notices: readonly string[];
  /** In the user's order; those without a place in it after the others, by name. */
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
  /** Ids of environments whose folders are in the trash. */
  listRemoved(): Promise<readonly string[]>;
  /** The folder that holds the environment's history. */
  folderOf(id: string): string;
  /** Whether a folder of this id is there, with an environment that can be read or without. */
  isTaken(id: string): boolean;
  /** Ids of all folders, those without a readable environment among them. */
  listIds(): readonly string[];
  /** Reads a folder that was put here, or whose file was changed; null where it holds no readable environment. */
  load(id: string): Promise<Environment | null>;
  /** The environment's file as it is kept: read-only where `refusal` says why. */
  fileOf(id: string): EnvironmentFile;
  getLocal(id: string): LocalSettings;
  /** Keeps what belongs to this computer alone, and reads the environment with it. */
  saveLocal(id: string, local: LocalSettings): Promise<Environment | null>;
  /** Keeps the order that the user gave. */
  reorder(ids: readonly string[]): Promise<void>;
}

/** An environment's file as text. */
export interface EnvironmentFile {
  readonly path: string;
  readonly text: string | null;
  readonly refusal: string | null;
  /** How many times someone else's text was found in it. */
  readonly othersWrites: number;
  /** Text of a file that this one may have as its base; null where it can't be read. */
  readBase(name: string): string | null;
}

interface Opened {
  readonly document: Document<Environment | null>;
  readonly local: Document<LocalSettings>;
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

function ignoreRefusal(error: unknown): null {
  if (error instanceof AppError && error.code === 'conflict') return null;
  throw error;
}

/** The base stands beside the environment's file or, where its name says so, in the folder above. */
function readBase(folder: string, name: string): string | null {
  for (const file of [path.join(folder, path.basename(name)), path.join(folder, name)]) {
    try {
      if (statSync(file).size <= MAX_ENVIRONMENT_LENGTH) return readFileSync(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    }
  }
  return null;
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
  const documents = new Map<string, Opened>();
  const notices: string[] = [];

  const folderOf = (id: string): string => path.join(folder, id);

  async function openOne(id: string): Promise<Opened> {
    const local = await openLocalSettings(folderOf(id), wallMs());
    const format = environmentFormat({
      id,
      readBase: (name) => readBase(folderOf(id), name),
      localVariables: () => new Map(Object.entries(local.get().variables)),
      processVariable: (name) =>
        local.get().processVariables.includes(name) ? process.env[name] : undefined,
      allowedProcessVariables: () => local.get().processVariables,
    });
    const fingerprint = (text: string): string => {
      const base = baseNameOf(text);
      return JSON.stringify([local.get(), base === null ? null : readBase(folderOf(id), base)]);
    };
    const document = await openDocument<Environment | null>(
      path.join(folderOf(id), FILE_NAME),
      { ...format, fingerprint } as DocumentFormat<Environment | null>,
      null,
      wallMs(),
    );
    return { document, local };
  }

  await mkdir(folder, { recursive: true });
  notices.push(...(await emptyTrash(path.join(folder, TRASH), wallMs())));
  const order = await openEnvironmentOrder(folder, wallMs());
  notices.push(...order.notices);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory() || !ID_PATTERN.test(entry.name)) continue;
    const opened = await openOne(entry.name);
    notices.push(...opened.document.notices, ...opened.local.notices);
    documents.set(entry.name, opened);
  }

  const find = (id: string): Environment | null => documents.get(id)?.document.get() ?? null;

  function get(id: string): Environment {
    const environment = find(id);
    if (environment === null) {
      throw new AppError('not_found', `There is no environment "${id}"; choose another one.`);
    }
    return environment;
  }

  function requireOpened(id: string): Opened {
    const opened = documents.get(id);
    if (opened === undefined) throw new AppError('not_found', `There is no environment "${id}" any more.`);
    return opened;
  }

  async function save(environment: Environment): Promise<Environment> {
    const opened = documents.get(environment.id) ?? (await openOne(environment.id));
    await opened.document.save(environment);
    documents.set(environment.id, opened);
    return opened.document.get() ?? environment;
  }

  return {
    notices,
    list: () =>
      sortEnvironments(
        [...documents.keys()].map(find).filter((environment) => environment !== null),
        order.get().ids,
      ),
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
      await documents.get(id)?.document.reread();
      return get(id);
    },
    save,
    async remove(id) {
      get(id);
      await moveToTrash(path.join(folder, TRASH), folderOf(id), wallMs());
      documents.delete(id);
    },
    listRemoved: () => listTrashed(path.join(folder, TRASH)),
    folderOf,
    isTaken: (id) => documents.has(id),
    listIds: () => [...documents.keys()],
    async load(id) {
      documents.set(id, await openOne(id));
      return find(id);
    },
    fileOf(id) {
      const { text, refusal, othersWrites } = requireOpened(id).document;
      return {
        path: path.join(folderOf(id), FILE_NAME),
        text,
        refusal,
        othersWrites,
        readBase: (name) => readBase(folderOf(id), name),
      };
    },
    getLocal: (id) => requireOpened(id).local.get(),
    async saveLocal(id, local) {
      const opened = requireOpened(id);
      await opened.local.save(local);
      // A file that is not valid stays what it is; its own settings are kept all the same.
      await opened.document.reread().catch(ignoreRefusal);
      return find(id);
    },
    reorder: (ids) => order.save({ schemaVersion: 1, ids: [...ids] }),
  };
}

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Environment, EnvironmentKind } from '../../shared/domain/environment.ts';
import { type EffectiveField, listEffectiveFields } from '../../shared/environment-yaml/effective-fields.ts';
import { formatChangedEnvironment } from '../../shared/environment-yaml/environment-writer.ts';
import { exportPrometheusConfig } from '../../shared/environment-yaml/prometheus/export-scrape-configs.ts';
import { AppError } from '../../shared/errors.ts';
import type { AgeCipher } from '../bundles/age-cipher.ts';
import { formatBundle } from '../bundles/bundle-format.ts';
import { makeBundle } from '../bundles/make-bundle.ts';
import { keepGoodCopy, writeFileAtomically } from '../files/atomic-file.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import type { Vault } from '../vault/vault.ts';
import { duplicateEnvironment, restoreEnvironment } from './environment-folders.ts';
import { createEnvironmentImport, type EnvironmentImport } from './environment-import.ts';
import type { EnvironmentStore } from './environment-store.ts';
import { createFileWatch, type FileWatch } from './environment-watch.ts';
import { makeSafe } from './import-safety.ts';
import type { RemovedCredentials } from './removed-credentials.ts';
import { describeShared, hashShared, hashText, readSharedFile, type SharedState } from './shared-source.ts';
import type { Workspace } from './workspace.ts';

/** What a window is told of an environment's file. */
export interface EnvironmentFileState {
  readonly state: 'good' | 'newer' | 'invalid';
  readonly message: string;
  readonly path: string;
  readonly base: string | null;
  readonly problems: NonNullable<Environment['problems']>;
  readonly processVariables: readonly string[];
  readonly localVariables: readonly [string, string][];
  readonly source: SharedState | null;
}

/** Variables of an environment as a window saves them. */
export interface VariableChange {
  readonly shared: readonly (readonly [string, string])[];
  readonly local: readonly (readonly [string, string])[];
  readonly processVariables: readonly string[];
}

interface Exported {
  readonly path: string;
  readonly notes: readonly string[];
}

/** What is done with environments as files. */
export interface EnvironmentFiles {
  readonly imports: EnvironmentImport;
  getState(id: string): EnvironmentFileState;
  listFields(id: string): readonly EffectiveField[];
  saveVariables(id: string, change: VariableChange): Promise<void>;
  duplicate(id: string, name: string, kind: EnvironmentKind): Promise<Environment>;
  reorder(ids: readonly string[]): Promise<void>;
  restore(id: string): Promise<string>;
  /** Takes the shared file over; what was here stays as a good copy beside it. */
  takeShared(id: string): Promise<void>;
  /** Writes this environment into the shared file; what was there stays as a good copy beside it. */
  writeShared(id: string): Promise<void>;
  exportFile(id: string, file: string): Promise<Exported>;
  /** Writes the environment with its dashboards and credentials into a file that the passphrase opens. */
  exportBundle(id: string, file: string, passphrase: string): Promise<Exported>;
  exportPrometheus(id: string, folder: string): Promise<Exported>;
  /** Takes over what an import wrote. */
  reload(ids: readonly string[]): Promise<void>;
  /** An environment was added, removed or imported: other files are watched. */
  followFiles(): void;
  close(): void;
}

export interface EnvironmentFilesOptions {
  readonly store: EnvironmentStore;
  readonly vault: Vault;
  readonly settings: Pick<SettingsStore, 'get'>;
  readonly removed: RemovedCredentials;
  readonly cipher: AgeCipher;
  readonly workspace: Pick<Workspace, 'update' | 'reload'>;
  readonly wallMs: () => number;
  onChanged(): void;
  onNotice(title: string, message: string): void;
  warn(message: string, error: unknown): void;
}

const COPIES = 3;

/** Puts together what the rooms beside it do, and follows files that others change. */
export function createEnvironmentFiles(options: EnvironmentFilesOptions): EnvironmentFiles {
  const { store, vault, workspace, cipher } = options;
  const imports = createEnvironmentImport({
    store,
    vault,
    cipher,
    wallMs: options.wallMs,
    removed: options.removed,
    isSessionOnly: (name) => options.settings.get().sessionOnly || vault.isSessionOnly(name),
  });

  /** Of others' writes, those that the user was told of. */
  const toldWrites = new Map<string, number>();

  async function rereadChanged(id: string): Promise<void> {
    const wasRefused = store.fileOf(id).refusal !== null;
    try {
      const after = store.has(id) ? await workspace.reload(id) : await store.load(id);
      // Our own writes are seen by the watch too, and more of them may be made while this one is looked at.
      const { othersWrites } = store.fileOf(id);
      const isTold = othersWrites === (toldWrites.get(id) ?? 0) && !wasRefused;
      toldWrites.set(id, othersWrites);
      if (after !== null && !isTold) {
        options.onNotice(`${after.name} was read anew`, 'Its file was changed outside of Sextant.');
      }
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
      if (!wasRefused) options.onNotice('An environment’s file can’t be used', error.message);
    }
    options.onChanged();
  }

  const watching: FileWatch = createFileWatch((key) => {
    const id = key.replace(/^(?:own|shared):/, '');
    if (!store.isTaken(id)) return;
    if (key.startsWith('shared:')) options.onChanged();
    else
      rereadChanged(id).catch((error: unknown) => options.warn('a changed environment was not read', error));
  }, options.warn);

  function followFiles(): void {
    const files = new Map<string, string>();
    for (const id of store.listIds()) {
      files.set(store.fileOf(id).path, `own:${id}`);
      const { source } = store.getLocal(id);
      if (source !== null) files.set(source.file, `shared:${id}`);
    }
    watching.follow(files);
  }

  async function noteInStep(id: string, sourceHash: string): Promise<void> {
    const local = store.getLocal(id);
    if (local.source === null) return;
    const ownHash = hashText(store.fileOf(id).text ?? '');
    await store.saveLocal(id, { ...local, source: { ...local.source, sourceHash, ownHash } });
    options.onChanged();
  }

  function requireSource(id: string): string {
    const { source } = store.getLocal(id);
    if (source === null) throw new AppError('not_found', 'This environment follows no shared file.');
    return source.file;
  }

  return {
    imports,
    followFiles,
    getState(id) {
      const { path: file, refusal } = store.fileOf(id);
      const local = store.getLocal(id);
      const environment = store.has(id) ? store.get(id) : null;
      return {
        state: refusal === null ? 'good' : /newer version/.test(refusal) ? 'newer' : 'invalid',
        message: refusal ?? '',
        path: file,
        base: environment?.base ?? null,
        problems: environment?.problems ?? [],
        processVariables: local.processVariables,
        localVariables: Object.entries(local.variables),
        source: describeShared(store, id),
      };
    },
    listFields(id) {
      const environment = store.get(id);
      const { text, readBase } = store.fileOf(id);
      const base = environment.base === undefined ? null : readBase(environment.base);
      return listEffectiveFields(environment, text ?? '', base);
    },
    async saveVariables(id, { shared, local, processVariables }) {
      await store.saveLocal(id, {
        ...store.getLocal(id),
        variables: Object.fromEntries(local),
        processVariables: [...processVariables],
      });
      await workspace.update(id, (environment) => {
        const own = shared.map(([name, text]) => ({
          name,
          text,
          value: null,
          origin: 'file' as const,
          fileText: text,
        }));
        return { ...environment, variables: own };
      });
    },
    async duplicate(id, name, kind) {
      const environment = await duplicateEnvironment(store, id, name, kind);
      await options.removed.now(environment.id);
      followFiles();
      options.onChanged();
      return environment;
    },
    async reorder(ids) {
      await store.reorder(ids);
      options.onChanged();
    },
    async restore(id) {
      await restoreEnvironment(store, id);
      options.removed.keep(id);
      followFiles();
      options.onChanged();
      return id;
    },
    async reload(ids) {
      for (const id of ids) await workspace.reload(id);
      followFiles();
      options.onChanged();
    },
    async takeShared(id) {
      const file = requireSource(id);
      const shared = readSharedFile(file, id, store.getLocal(id).processVariables);
      if (shared === null || shared.reading.state !== 'good') {
        throw new AppError('conflict', 'The shared file can’t be used as it is now; correct it first.');
      }
      await keepGoodCopy(store.fileOf(id).path, COPIES);
      const { environment, notes } = makeSafe(shared.reading.value);
      const before = { text: shared.text, value: shared.reading.value };
      const text = notes.length === 0 ? shared.text : formatChangedEnvironment(before, environment);
      await adoptText(store, id, text, shared.base);
      if (notes.length > 0) options.onNotice('Something was taken out of the shared file', notes.join(' '));
      await workspace.reload(id);
      await noteInStep(id, hashShared(shared));
    },
    async writeShared(id) {
      const file = requireSource(id);
      const { text, refusal } = store.fileOf(id);
      if (text === null || refusal !== null)
        throw new AppError('conflict', refusal ?? 'There is no file to write.');
      await keepGoodCopy(file, COPIES);
      await writeFileAtomically(file, text);
      const shared = readSharedFile(file, id);
      await noteInStep(id, shared === null ? hashText(text, '') : hashShared(shared));
    },
    async exportFile(id, file) {
      const { text } = store.fileOf(id);
      if (text === null) throw new AppError('not_found', 'The environment has no file yet.');
      await writeFileAtomically(file, text);
      const { base } = store.get(id);
      const notes = base === undefined ? [] : [`It extends "${base}"; share that file with it.`];
      return { path: file, notes };
    },
    async exportBundle(id, file, passphrase) {
      vault.watch(passphrase);
      const { bundle, notes } = await makeBundle(store, vault, id, options.wallMs);
      await writeFileAtomically(file, await cipher.encrypt(formatBundle(bundle), passphrase));
      const count = bundle.secrets.length;
      const shown =
        bundle.dashboards.length === 0
          ? ''
          : `, and ${bundle.dashboards.length} ${bundle.dashboards.length === 1 ? 'dashboard' : 'dashboards'}`;
      return {
        path: file,
        notes: [`${count} ${count === 1 ? 'credential is' : 'credentials are'} in it${shown}.`, ...notes],
      };
    },
    async exportPrometheus(id, folder) {
      const { files, secretFiles, notes } = exportPrometheusConfig(store.get(id));
      for (const { path: name, text } of files) {
        await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
        await writeFileAtomically(path.join(folder, name), text);
      }
      const missing = secretFiles.map(
        ({ path: name }) => `${name} has to hold a credential; secrets are never exported.`,
      );
      return { path: path.join(folder, 'prometheus.yml'), notes: [...missing, ...notes] };
    },
    close: () => watching.close(),
  };
}

/** Writes a text and its base where the environment's open document reads them. */
async function adoptText(
  store: EnvironmentStore,
  id: string,
  text: string,
  base: { readonly name: string; readonly text: string } | null,
): Promise<void> {
  const file = store.fileOf(id).path;
  if (base !== null)
    await writeFileAtomically(path.join(path.dirname(file), path.basename(base.name)), base.text);
  await writeFileAtomically(file, text);
}

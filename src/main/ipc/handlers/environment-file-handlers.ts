import path from 'node:path';
import type { EnvironmentFiles } from '../../environments/environment-files.ts';
import type { EnvironmentStore } from '../../environments/environment-store.ts';
import type { ProductionLock } from '../../environments/production-lock.ts';
import type { HandlersOf } from '../router.ts';

/** Asks the user for places of environment files; null where none was chosen. */
export interface EnvironmentDialogs {
  chooseEnvironmentFile(): Promise<string | null>;
  chooseFolder(title: string): Promise<string | null>;
  chooseEnvironmentExport(suggestedName: string): Promise<string | null>;
  chooseBundleExport(suggestedName: string): Promise<string | null>;
}

/** Handlers of `environmentFiles.*`: places are chosen in the system's dialogs and never named by a window. */
export function createEnvironmentFileHandlers(
  files: EnvironmentFiles,
  store: EnvironmentStore,
  lock: ProductionLock,
  dialogs: EnvironmentDialogs,
): HandlersOf<'environmentFiles'> {
  return {
    'environmentFiles.getState': ({ id }) => files.getState(id),
    'environmentFiles.listFields': ({ id }) => files.listFields(id),
    'environmentFiles.saveVariables': ({ id, ...change }) => files.saveVariables(id, change),
    async 'environmentFiles.duplicate'({ id, name, kind }) {
      return { id: (await files.duplicate(id, name, kind)).id };
    },
    'environmentFiles.reorder': ({ ids }) => files.reorder(ids),
    async 'environmentFiles.restore'({ id }) {
      return { id: await files.restore(id) };
    },
    async 'environmentFiles.previewImport'({ what, url }) {
      const place =
        what === 'file'
          ? await dialogs.chooseEnvironmentFile()
          : await dialogs.chooseFolder('Open a folder of environment files');
      return place === null ? null : files.imports.preview(place, what, url);
    },
    'environmentFiles.previewText': ({ name, text }) => files.imports.previewText(name, text),
    'environmentFiles.previewEncrypted': ({ name, bytes }) => files.imports.previewEncrypted(name, bytes),
    async 'environmentFiles.confirmImport'({ token, choices, follow }) {
      for (const id of files.imports.listReplaced(token, choices)) lock.requireChangeable(store.get(id));
      const done = await files.imports.confirm(token, choices, follow);
      await files.reload(done.ids);
      return done;
    },
    'environmentFiles.giveUrl': ({ token, url }) => files.imports.giveUrl(token, url),
    'environmentFiles.openBundle': ({ token, passphrase }) => files.imports.openLocked(token, passphrase),
    'environmentFiles.takeShared': ({ id }) => files.takeShared(id),
    'environmentFiles.writeShared': ({ id }) => files.writeShared(id),
    async 'environmentFiles.exportFile'({ id }) {
      const file = await dialogs.chooseEnvironmentExport(`${id}.yaml`);
      return file === null ? null : files.exportFile(id, file);
    },
    async 'environmentFiles.exportBundle'({ id, passphrase }) {
      const file = await dialogs.chooseBundleExport(`${id}.age`);
      return file === null ? null : files.exportBundle(id, file, passphrase);
    },
    async 'environmentFiles.exportPrometheus'({ id }) {
      const folder = await dialogs.chooseFolder('Export for Prometheus into a folder');
      return folder === null ? null : files.exportPrometheus(id, path.resolve(folder));
    },
  };
}

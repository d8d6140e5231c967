import path from 'node:path';
import { z } from 'zod';
import { DEFAULT_SETTINGS, type Settings } from '../../shared/domain/settings.ts';
import { idSchema, settingsSchema } from '../../shared/ipc/schemas.ts';
import { openDocument } from '../files/document.ts';
import { createJsonFormat } from '../files/json-format.ts';

const fileSchema = z.strictObject({
  schemaVersion: z.literal(1),
  settings: settingsSchema,
  activeEnvironmentId: idSchema.nullable(),
});

const FORMAT = createJsonFormat('settings file', 1, fileSchema);
const FALLBACK: z.infer<typeof fileSchema> = {
  schemaVersion: 1,
  settings: DEFAULT_SETTINGS,
  activeEnvironmentId: null,
};

/** The settings of this computer, kept in `settings.json`, with the environment that was open last. */
export interface SettingsStore {
  readonly notices: readonly string[];
  get(): Settings;
  /** Throws AppError `storage` or `conflict` where the file can't be written. */
  update(settings: Settings): Promise<Settings>;
  getActiveEnvironmentId(): string | null;
  setActiveEnvironmentId(id: string | null): Promise<void>;
}

/** Opens the settings in a folder. */
export async function openSettingsStore(folder: string, nowMs: number): Promise<SettingsStore> {
  const document = await openDocument(path.join(folder, 'settings.json'), FORMAT, FALLBACK, nowMs);
  // A file of a newer version stays as it is, but this session still has an open environment.
  let activeEnvironmentId = document.get().activeEnvironmentId;
  return {
    notices: document.notices,
    get: () => document.get().settings,
    async update(settings) {
      await document.save({ ...document.get(), settings });
      return document.get().settings;
    },
    getActiveEnvironmentId: () => activeEnvironmentId,
    async setActiveEnvironmentId(id) {
      activeEnvironmentId = id;
      if (document.writable) await document.save({ ...document.get(), activeEnvironmentId: id });
    },
  };
}

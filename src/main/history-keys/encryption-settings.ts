import path from 'node:path';
import { z } from 'zod';
import { idSchema } from '../../shared/ipc/schemas.ts';
import { openDocument } from '../files/document.ts';
import { createJsonFormat } from '../files/json-format.ts';

const fileSchema = z.strictObject({
  schemaVersion: z.literal(1),
  environments: z.array(z.strictObject({ id: idSchema, encrypted: z.boolean() })),
});

const FORMAT = createJsonFormat('file of what is encrypted', 1, fileSchema);
const FALLBACK: z.infer<typeof fileSchema> = { schemaVersion: 1, environments: [] };

/**
 * Whose history is encrypted, where somebody chose, in `history-encryption.json`: of this computer, because the history
 * and the key are here, and the environment's own file is shared.
 */
export interface EncryptionSettings {
  readonly notices: readonly string[];
  /** null where nobody chose. */
  get(environmentId: string): boolean | null;
  set(environmentId: string, encrypted: boolean): Promise<void>;
}

/** Opens the choices in a folder. */
export async function openEncryptionSettings(folder: string, nowMs: number): Promise<EncryptionSettings> {
  const document = await openDocument(path.join(folder, 'history-encryption.json'), FORMAT, FALLBACK, nowMs);
  return {
    notices: document.notices,
    get: (environmentId) =>
      document.get().environments.find(({ id }) => id === environmentId)?.encrypted ?? null,
    async set(environmentId, encrypted) {
      const others = document.get().environments.filter(({ id }) => id !== environmentId);
      await document.save({ schemaVersion: 1, environments: [...others, { id: environmentId, encrypted }] });
    },
  };
}

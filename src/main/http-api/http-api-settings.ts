import path from 'node:path';
import { z } from 'zod';
import { DEFAULT_HTTP_API_PORT } from '../../shared/domain/server.ts';
import { idSchema } from '../../shared/ipc/schemas.ts';
import { openDocument } from '../files/document.ts';
import { createJsonFormat } from '../files/json-format.ts';

const choiceSchema = z.strictObject({ enabled: z.boolean(), port: z.int().min(1_024).max(65_535) });

/** Whether an environment is answered, and where. */
export type HttpApiChoice = z.infer<typeof choiceSchema>;

const fileSchema = z.strictObject({
  schemaVersion: z.literal(1),
  environments: z.array(choiceSchema.extend({ id: idSchema })),
});

const FORMAT = createJsonFormat('file of the HTTP API’s switches', 1, fileSchema);
const FALLBACK: z.infer<typeof fileSchema> = { schemaVersion: 1, environments: [] };

/**
 * The switches of the HTTP API, in `http-api.json`: of this computer, because the environment's own file is shared and
 * must not open anything on others'.
 */
export interface HttpApiSettings {
  readonly notices: readonly string[];
  get(environmentId: string): HttpApiChoice;
  set(environmentId: string, choice: HttpApiChoice): Promise<void>;
}

/** Opens the switches in a folder; all are off at first. */
export async function openHttpApiSettings(folder: string, nowMs: number): Promise<HttpApiSettings> {
  const document = await openDocument(path.join(folder, 'http-api.json'), FORMAT, FALLBACK, nowMs);
  return {
    notices: document.notices,
    get(environmentId) {
      const known = document.get().environments.find(({ id }) => id === environmentId);
      return { enabled: known?.enabled ?? false, port: known?.port ?? DEFAULT_HTTP_API_PORT };
    },
    async set(environmentId, choice) {
      const others = document.get().environments.filter(({ id }) => id !== environmentId);
      await document.save({ schemaVersion: 1, environments: [...others, { id: environmentId, ...choice }] });
    },
  };
}

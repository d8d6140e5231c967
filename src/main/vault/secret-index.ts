import path from 'node:path';
import { z } from 'zod';
import { openDocument } from '../files/document.ts';
import { createJsonFormat } from '../files/json-format.ts';
import { createSerialQueue } from '../files/serial-queue.ts';

const entrySchema = z.strictObject({
  account: z.string().min(1).max(400),
  /** The keychain should hold it; false for one that is kept in memory only, by choice. */
  hasSecret: z.boolean(),
  origin: z.string().max(4_096),
  backend: z.string().max(100),
  updatedAtMs: z.number(),
});
const fileSchema = z.strictObject({ schemaVersion: z.literal(1), secrets: z.array(entrySchema) });

const FORMAT = createJsonFormat('index of saved credentials', 1, fileSchema);

/** What is known of a saved secret beside the keychain; never the secret. */
export type SecretIndexEntry = z.infer<typeof entrySchema>;

/**
 * Which secrets the keychain should hold, in `secrets.json`: a locked keychain says "no such item", and only this tells
 * that from a secret that was never saved.
 */
export interface SecretIndex {
  readonly notices: readonly string[];
  get(account: string): SecretIndexEntry | undefined;
  accounts(): readonly string[];
  put(entry: SecretIndexEntry): Promise<void>;
  remove(account: string): Promise<void>;
}

/** Opens the index in a folder. */
export async function openSecretIndex(folder: string, nowMs: number): Promise<SecretIndex> {
  const filePath = path.join(folder, 'secrets.json');
  const document = await openDocument(filePath, FORMAT, { schemaVersion: 1, secrets: [] }, nowMs);
  const inTurn = createSerialQueue();
  let entries = new Map(document.get().secrets.map((entry) => [entry.account, entry]));

  /** One change at a time, or two would start from the same list and one of them be lost. */
  const change = (edit: (next: Map<string, SecretIndexEntry>) => void): Promise<void> =>
    inTurn(async () => {
      const next = new Map(entries);
      edit(next);
      const secrets = [...next.values()].sort((a, b) => (a.account < b.account ? -1 : 1));
      if (document.writable) await document.save({ schemaVersion: 1, secrets });
      entries = next;
    });

  return {
    notices: document.notices,
    get: (account) => entries.get(account),
    accounts: () => [...entries.keys()],
    put: (entry) => change((next) => next.set(entry.account, entry)),
    async remove(account) {
      if (entries.has(account)) await change((next) => next.delete(account));
    },
  };
}

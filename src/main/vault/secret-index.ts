import path from 'node:path';
import { z } from 'zod';
import { openDocument } from '../files/document.ts';
import { createJsonFormat } from '../files/json-format.ts';

const entrySchema = z.strictObject({
  account: z.string().min(1).max(400),
  hasSecret: z.literal(true),
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
  let entries = new Map(document.get().secrets.map((entry) => [entry.account, entry]));

  async function save(next: Map<string, SecretIndexEntry>): Promise<void> {
    entries = next;
    if (!document.writable) return;
    const secrets = [...next.values()].sort((a, b) => (a.account < b.account ? -1 : 1));
    await document.save({ schemaVersion: 1, secrets });
  }

  return {
    notices: document.notices,
    get: (account) => entries.get(account),
    accounts: () => [...entries.keys()],
    put: (entry) => save(new Map(entries).set(entry.account, entry)),
    async remove(account) {
      if (!entries.has(account)) return;
      const next = new Map(entries);
      next.delete(account);
      await save(next);
    },
  };
}

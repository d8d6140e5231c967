import path from 'node:path';
import { z } from 'zod';
import type { TokenSource } from '../../shared/domain/auth.ts';
import { openDocument } from '../files/document.ts';
import { createJsonFormat } from '../files/json-format.ts';
import { createSerialQueue } from '../files/serial-queue.ts';

const approvalSchema = z.strictObject({
  environmentId: z.string().max(100),
  /** scheme://host:port that the token may be sent to. */
  origin: z.string().max(4_096),
  /** The source word for word, as JSON. */
  source: z.string().max(1_000_000),
});
const fileSchema = z.strictObject({
  schemaVersion: z.literal(1),
  approvals: z.array(approvalSchema).max(10_000),
});
const FORMAT = createJsonFormat('list of allowed token sources', 1, fileSchema);

type Approval = z.infer<typeof approvalSchema>;

/** A token source of an environment, and where its token goes. */
export interface TokenUse {
  readonly environmentId: string;
  readonly source: TokenSource;
  readonly origin: string;
}

/**
 * Which commands, variables and files a person allowed on this computer, in `token-approvals.json`. It is beside the
 * environments and never a part of one: a file from elsewhere can't bring an approval with it.
 */
export interface TokenApprovals {
  readonly notices: readonly string[];
  has(use: TokenUse): boolean;
  add(use: TokenUse): Promise<void>;
}

function entryOf({ environmentId, source, origin }: TokenUse): Approval {
  const words =
    source.kind === 'command' ? source.argv : [source.kind === 'file' ? source.path : source.variable];
  return { environmentId, origin, source: JSON.stringify([source.kind, ...words]) };
}

/** Opens the list in a folder. */
export async function openTokenApprovals(folder: string, nowMs: number): Promise<TokenApprovals> {
  const filePath = path.join(folder, 'token-approvals.json');
  const document = await openDocument(filePath, FORMAT, { schemaVersion: 1, approvals: [] }, nowMs);
  const inTurn = createSerialQueue();
  let approvals = document.get().approvals;

  function has(use: TokenUse): boolean {
    const wanted = entryOf(use);
    return approvals.some(
      ({ environmentId, origin, source }) =>
        environmentId === wanted.environmentId && origin === wanted.origin && source === wanted.source,
    );
  }

  return {
    notices: document.notices,
    has,
    add: (use) =>
      inTurn(async () => {
        if (has(use)) return;
        const next = [...approvals, entryOf(use)];
        if (document.writable) await document.save({ schemaVersion: 1, approvals: next });
        approvals = next;
      }),
  };
}

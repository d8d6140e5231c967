import path from 'node:path';
import { z } from 'zod';
import type { LoggedNotice } from '../../shared/domain/alert-notice.ts';
import { loggedNoticeSchema } from '../../shared/ipc/alert-schemas.ts';
import { openDocument } from '../files/document.ts';
import { createJsonFormat } from '../files/json-format.ts';

const KEPT_NOTICES = 200;
const SAVE_DELAY_MS = 1_000;

const savedSchema = z.strictObject({
  schemaVersion: z.literal(1),
  notices: z.array(loggedNoticeSchema).max(KEPT_NOTICES),
});
type Saved = z.infer<typeof savedSchema>;

const FORMAT = createJsonFormat('list of notifications', 1, savedSchema);

/** The last 200 notifications of all environments, newest first, kept in `notifications.json`. */
export interface NoticeLog {
  /** Sentences on what was found at opening. */
  readonly notices: readonly string[];
  list(): readonly LoggedNotice[];
  /** Written to disk within a second. */
  add(notice: LoggedNotice): void;
  markRead(ids: readonly string[]): void;
  clear(): void;
  /** Hears of each change. One listener; set at the start of the app. */
  onChanged(listener: () => void): void;
  /** Writes what is not yet on disk. Throws AppError `storage`. */
  close(): Promise<void>;
}

/** Opens the list in the app's data folder; `warn` hears of a write that failed. */
export async function openNoticeLog(
  folder: string,
  nowMs: number,
  warn: (message: string, error: unknown) => void,
): Promise<NoticeLog> {
  const filePath = path.join(folder, 'notifications.json');
  const document = await openDocument<Saved>(filePath, FORMAT, { schemaVersion: 1, notices: [] }, nowMs);
  let notices: readonly LoggedNotice[] = document.get().notices;
  let timer: NodeJS.Timeout | null = null;
  let listener = (): void => {};

  async function save(): Promise<void> {
    timer = null;
    if (document.writable)
      await document.save({ schemaVersion: 1, notices: [...notices] as Saved['notices'] });
  }

  function change(next: readonly LoggedNotice[]): void {
    notices = next.slice(0, KEPT_NOTICES);
    timer ??= setTimeout(() => {
      save().catch((error: unknown) => warn('the list of notifications was not saved', error));
    }, SAVE_DELAY_MS);
    listener();
  }

  return {
    notices: document.notices,
    list: () => notices,
    add: (notice) => change([notice, ...notices]),
    markRead(ids) {
      const read = new Set(ids);
      if (!notices.some((notice) => !notice.read && read.has(notice.id))) return;
      change(notices.map((notice) => (read.has(notice.id) ? { ...notice, read: true } : notice)));
    },
    clear: () => change([]),
    onChanged(next) {
      listener = next;
    },
    async close() {
      if (timer === null) return;
      clearTimeout(timer);
      await save();
    },
  };
}

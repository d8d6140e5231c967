import path from 'node:path';
import { z } from 'zod';
import type { AlertTransition } from '../../shared/domain/alert.ts';
import { alertTransitionSchema } from '../../shared/ipc/schemas.ts';
import { openDocument } from '../files/document.ts';
import { createJsonFormat } from '../files/json-format.ts';

const KEPT_TRANSITIONS = 500;
const SAVE_DELAY_MS = 1_000;

// JSON has no NaN and no infinities, but an alert's value may be one.
const savedSchema = z.strictObject({
  schemaVersion: z.literal(1),
  transitions: z
    .array(
      z.looseObject({
        alert: z.looseObject({ value: z.union([z.number(), z.enum(['NaN', 'Inf', '-Inf'])]) }),
      }),
    )
    .max(KEPT_TRANSITIONS),
});
type Saved = z.infer<typeof savedSchema>;

const FORMAT = createJsonFormat('alert history', 1, savedSchema);

function toSavedValue(value: number): number | 'NaN' | 'Inf' | '-Inf' {
  if (Number.isFinite(value)) return value;
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? 'Inf' : '-Inf';
}

function fromSavedValue(value: number | 'NaN' | 'Inf' | '-Inf'): number {
  if (typeof value === 'number') return value;
  return value === 'NaN' ? Number.NaN : value === 'Inf' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}

function readTransitions(saved: Saved): AlertTransition[] {
  return saved.transitions.flatMap((transition) => {
    const alert = { ...transition.alert, value: fromSavedValue(transition.alert.value) };
    const parsed = alertTransitionSchema.safeParse({ ...transition, alert });
    return parsed.success ? [parsed.data] : [];
  });
}

/** The last 500 changes of an environment's alerts, oldest first, kept in `alerts.json` in its folder. */
export interface AlertHistory {
  readonly notices: readonly string[];
  list(): readonly AlertTransition[];
  /** Written to disk within a second. */
  append(transitions: readonly AlertTransition[]): void;
  /** Writes what is not yet on disk. Throws AppError `storage`. */
  close(): Promise<void>;
}

/** Opens the history in an environment's folder; `warn` hears of a write that failed. */
export async function openAlertHistory(
  folder: string,
  nowMs: number,
  warn: (message: string, error: unknown) => void,
): Promise<AlertHistory> {
  const filePath = path.join(folder, 'alerts.json');
  const document = await openDocument<Saved>(filePath, FORMAT, { schemaVersion: 1, transitions: [] }, nowMs);
  let transitions = readTransitions(document.get());
  let timer: NodeJS.Timeout | null = null;

  async function save(): Promise<void> {
    timer = null;
    if (!document.writable) return;
    await document.save({
      schemaVersion: 1,
      transitions: transitions.map((transition) => ({
        ...transition,
        alert: { ...transition.alert, value: toSavedValue(transition.alert.value) },
      })),
    });
  }

  return {
    notices: document.notices,
    list: () => transitions,
    append(added) {
      if (added.length === 0) return;
      transitions = [...transitions, ...added].slice(-KEPT_TRANSITIONS);
      timer ??= setTimeout(() => {
        save().catch((error: unknown) => warn('the alert history was not saved', error));
      }, SAVE_DELAY_MS);
    },
    async close() {
      if (timer === null) return;
      clearTimeout(timer);
      await save();
    },
  };
}

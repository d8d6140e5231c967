import path from 'node:path';
import { z } from 'zod';
import { MAX_CHART_NOTES } from '../../shared/domain/chart-note.ts';
import { VARIABLE_NAME } from '../../shared/domain/environment-variables.ts';
import { chartNoteSchema } from '../../shared/ipc/note-contract.ts';
import { type Document, openDocument } from '../files/document.ts';
import { createJsonFormat } from '../files/json-format.ts';

const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);

const fileSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** Values over those of the shared file: a proxy, a port of this computer. */
  variables: z.record(z.string().regex(VARIABLE_NAME), z.string().max(65_536)),
  /** Variables of the process that the environment's file may use. */
  processVariables: z.array(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,199}$/)).max(100),
  /** The shared file that the environment follows, with what it and the own file held when they were last the same. */
  source: z.strictObject({ file: z.string(), sourceHash: hashSchema, ownHash: hashSchema }).nullable(),
  /** What people wrote beside the charts. */
  notes: z.array(chartNoteSchema).max(MAX_CHART_NOTES).default([]),
});

/** What belongs to an environment on this computer alone, and is never exported. */
export type LocalSettings = z.infer<typeof fileSchema>;

const NONE: LocalSettings = {
  schemaVersion: 1,
  variables: {},
  processVariables: [],
  source: null,
  notes: [],
};

/** Opens `local.json` of an environment's folder. */
export function openLocalSettings(folder: string, nowMs: number): Promise<Document<LocalSettings>> {
  const what = `file of this computer's own settings for "${path.basename(folder)}" (local.json)`;
  return openDocument(path.join(folder, 'local.json'), createJsonFormat(what, 1, fileSchema), NONE, nowMs);
}

import { z } from 'zod';
import { type ChartNote, MAX_CHART_NOTE_TEXT } from '../domain/chart-note.ts';
import { idSchema } from './schemas.ts';

/** A note as it crosses IPC and is kept on disk. */
export const chartNoteSchema = z.strictObject({
  id: z.uuid(),
  atMs: z.int().min(0),
  text: z.string().trim().min(1).max(MAX_CHART_NOTE_TEXT),
}) satisfies z.ZodType<ChartNote>;

/** The schema pairs of `notes.*`: what people write beside the charts of an environment, on this computer alone. */
export const NOTE_REQUESTS = {
  'notes.list': { request: z.strictObject({ environmentId: idSchema }), reply: z.array(chartNoteSchema) },
  /** Adds a note, or puts one that was removed back. */
  'notes.save': {
    request: z.strictObject({ environmentId: idSchema, note: chartNoteSchema }),
    reply: z.undefined(),
  },
  'notes.remove': {
    request: z.strictObject({ environmentId: idSchema, noteId: z.uuid() }),
    reply: z.undefined(),
  },
} as const;

import { z } from 'zod';
import type { ExemplarQuery, SeriesExemplars } from '../domain/exemplar.ts';
import { GAP_REASONS, type Gap } from '../domain/gap.ts';
import { labelSetSchema, timeRangeSchema } from './schemas.ts';

const gapSchema = z.strictObject({
  targetId: z.string().nullable(),
  reason: z.enum(GAP_REASONS),
  startMs: z.number(),
  endMs: z.number().nullable(),
  message: z.string(),
}) satisfies z.ZodType<Gap>;

const exemplarQuerySchema = z.strictObject({
  expr: z.string().min(1).max(65_536),
  range: timeRangeSchema,
}) satisfies z.ZodType<ExemplarQuery>;

const seriesExemplarsSchema = z.strictObject({
  labels: labelSetSchema,
  exemplars: z.array(
    z.strictObject({
      labels: labelSetSchema,
      // Any double: an exemplar's value may be NaN or infinite.
      value: z.custom<number>((value) => typeof value === 'number', 'expected a number'),
      atMs: z.number(),
    }),
  ),
}) satisfies z.ZodType<SeriesExemplars>;

/** Requests about scraping beside its targets. */
export const SCRAPING_REQUESTS = {
  /** Why there are no samples, for the charts of a range. */
  'engine.listGaps': { request: z.strictObject({ range: timeRangeSchema }), reply: z.array(gapSchema) },
  'engine.queryExemplars': { request: exemplarQuerySchema, reply: z.array(seriesExemplarsSchema) },
  /** Holds the scraping of the shown environment until it is let go on, or the app quits. */
  'engine.setPaused': { request: z.boolean(), reply: z.undefined() },
} as const;

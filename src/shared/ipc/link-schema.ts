import { z } from 'zod';
import { type DeepLink, MAX_LINK_QUERIES } from '../domain/deep-link.ts';
import { resolveTimeRange } from '../domain/time-range.ts';
import { idSchema, timeRangeSchema } from './schemas.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const plainText = /^[^\x00-\x08\x0b-\x1f\x7f-\x9f]*$/;

/** A link into the app, checked: no more than a page and what is filled in there. */
export const deepLinkSchema = z
  .strictObject({
    page: z.enum(['overview', 'explore', 'dashboards', 'targets', 'alerts', 'settings'], {
      error: 'it names no page of Sextant',
    }),
    environmentId: idSchema.nullable(),
    dashboardId: idSchema.nullable(),
    queries: z.array(z.string().min(1).max(8_192).regex(plainText)).max(MAX_LINK_QUERIES).readonly(),
    range: timeRangeSchema
      .refine((range) => {
        try {
          resolveTimeRange(range, 1_700_000_000_000);
          return true;
        } catch {
          return false; // What can't be read, is empty or runs backwards.
        }
      }, 'its time range can’t be read')
      .nullable(),
    variables: z
      .array(
        z
          .tuple([
            z.string().regex(/^\w{1,100}$/),
            z.array(z.string().max(1_024).regex(plainText)).max(100).readonly(),
          ])
          .readonly(),
      )
      .max(50)
      .readonly(),
  })
  .refine(
    ({ page, dashboardId }) => dashboardId === null || page === 'dashboards',
    'it names no page of Sextant',
  )
  .refine(
    ({ page, queries }) => queries.length === 0 || page === 'explore',
    'queries belong to Explore',
  ) satisfies z.ZodType<DeepLink>;

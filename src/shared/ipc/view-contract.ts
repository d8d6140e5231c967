import { z } from 'zod';
import { errorReplySchema } from './error-schema.ts';
import { environmentSchema, idSchema, rangeResultSchema, timeRangeSchema } from './schemas.ts';

/** Environments that may be compared at once. */
const MAX_COMPARED = 6;

/** The schema pairs of requests about which environment is shown where, and about several of them. */
export const VIEW_REQUESTS = {
  /** Shows the environment that the window showed before this one. */
  'environments.activatePrevious': { request: z.undefined(), reply: environmentSchema },
  /** Brings the window that shows the environment to the front, or opens one. */
  'environments.openWindow': { request: z.strictObject({ id: idSchema }), reply: z.undefined() },
  /** Lets a production environment be changed for some minutes; `name` is its name as the user typed it. */
  'environments.unlock': {
    request: z.strictObject({ id: idSchema, name: z.string().max(200), minutes: z.int().min(1).max(240) }),
    reply: z.undefined(),
  },
  'environments.lock': { request: z.strictObject({ id: idSchema }), reply: z.undefined() },
  /** Asks several environments the same; the engine of one that is not open is started. */
  'compare.queryRange': {
    request: z.strictObject({
      environmentIds: z.array(idSchema).min(1).max(MAX_COMPARED),
      expr: z.string().min(1).max(65_536),
      range: timeRangeSchema,
      stepMs: z.int().min(1),
      lookbackMs: z.int().min(1).nullable(),
      supersedeKey: z.string().max(200),
    }),
    reply: z.array(
      z.strictObject({
        environmentId: idSchema,
        /** Null where the environment did not answer; `error` says why. */
        result: rangeResultSchema.nullable(),
        error: errorReplySchema.nullable(),
      }),
    ),
  },
} as const;

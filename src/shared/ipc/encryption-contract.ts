import { z } from 'zod';

const stateSchema = z.strictObject({ encrypted: z.boolean() });

/** The schema pairs of the requests about how the open environment's history lies on disk. */
export const ENCRYPTION_REQUESTS = {
  'encryption.get': { request: z.undefined(), reply: stateSchema },
  /** Restarts the environment's engine, which converts the history. */
  'encryption.set': { request: stateSchema, reply: stateSchema },
} as const;

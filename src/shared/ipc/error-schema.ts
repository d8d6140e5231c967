import { z } from 'zod';
import { ERROR_CODES } from '../errors.ts';

/** An error beside results that there are. */
export const errorReplySchema = z.strictObject({
  code: z.enum(ERROR_CODES),
  message: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).exactOptional(),
});

import { z } from 'zod';
import type { Credential } from '../domain/credential.ts';
import { CREDENTIAL_STATES } from '../domain/secret.ts';
import { secretRefSchema } from './access-schemas.ts';

const originSchema = z
  .string()
  .max(4_096)
  .regex(/^https?:\/\/[^/?#@\s]+$/);

const needSchema = z.strictObject({ secretRef: secretRefSchema, origin: originSchema });

const noteSchema = z.strictObject({
  /** Set when a secret is kept for this session only: one sentence that says why. */
  note: z.string().nullable(),
});

const credentialSchema = z.strictObject({
  secretRef: secretRefSchema,
  origin: z.string(),
  users: z.array(
    z.strictObject({
      kind: z.enum(['endpoint', 'server', 'alertmanager']),
      id: z.string(),
      name: z.string(),
      purpose: z.string(),
      username: z.string(),
    }),
  ),
  state: z.enum(CREDENTIAL_STATES),
  message: z.string(),
  updatedAtMs: z.number().nullable(),
  sessionOnly: z.boolean(),
}) satisfies z.ZodType<Credential>;

/** The schema pairs of `secrets.*`: states, and values in the one direction from the window to main; none reads one. */
export const CREDENTIAL_REQUESTS = {
  /** The credentials of the shown environment. */
  'secrets.listCredentials': { request: z.undefined(), reply: z.array(credentialSchema) },
  /** Puts one value in the place of several credentials, each bound to its own origin as before. */
  'secrets.save': {
    request: z.strictObject({
      credentials: z.array(needSchema).min(1).max(1_000),
      value: z.string().min(1).max(65_536),
      /** Kept in memory until the app quits, never in the keychain. */
      sessionOnly: z.boolean(),
    }),
    reply: noteSchema,
  },
  /** Puts into the keychain what is kept in memory. */
  'secrets.keep': { request: needSchema, reply: noteSchema },
  /** Makes the keychain ask to be unlocked; answers how it is after that. */
  'secrets.unlockKeychain': {
    request: z.undefined(),
    reply: z.strictObject({ state: z.enum(['available', 'locked', 'unavailable']), message: z.string() }),
  },
  'secrets.clear': { request: z.strictObject({ secretRef: secretRefSchema }), reply: z.undefined() },
} as const;

import { z } from 'zod';

const labelsSchema = z.record(z.string(), z.string());

/** A matcher of the v2 API; `isEqual` is absent in versions before 0.22. */
const apiMatcherSchema = z.object({
  name: z.string(),
  value: z.string(),
  isRegex: z.boolean(),
  isEqual: z.boolean().optional(),
});

/** What GET /silences lists (Alertmanager's openapi.yaml, gettableSilence); unknown fields are left out. */
export const apiSilencesSchema = z.array(
  z.object({
    id: z.string(),
    matchers: z.array(apiMatcherSchema),
    startsAt: z.string(),
    endsAt: z.string(),
    updatedAt: z.string(),
    createdBy: z.string(),
    comment: z.string(),
  }),
);

/** What GET /alerts lists (gettableAlert). */
export const apiAlertsSchema = z.array(
  z.object({
    fingerprint: z.string(),
    labels: labelsSchema,
    annotations: labelsSchema,
    startsAt: z.string(),
    endsAt: z.string(),
    updatedAt: z.string(),
    generatorURL: z.string().optional(),
    receivers: z.array(z.object({ name: z.string() })),
    status: z.object({
      state: z.enum(['unprocessed', 'active', 'suppressed']),
      silencedBy: z.array(z.string()),
    }),
  }),
);

/** The answer to POST /silences. */
export const apiSilenceIdSchema = z.object({ silenceID: z.string() });

export type ApiMatcher = z.infer<typeof apiMatcherSchema>;

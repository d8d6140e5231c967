import { z } from 'zod';
import { FINDING_SEVERITIES } from '../domain/exposition.ts';
import { METRIC_TYPES } from '../domain/series.ts';
import { idSchema, timeRangeSchema } from './schemas.ts';

const nothing = z.undefined();
const countSchema = z.number().nonnegative();
const progressFields = { done: countSchema, total: countSchema, samples: countSchema };

const findingSchema = z.strictObject({
  line: z.int(),
  column: z.int(),
  text: z.string(),
  path: z.string(),
  rule: z.string(),
  severity: z.enum(FINDING_SEVERITIES),
  message: z.string(),
  source: z.string(),
  refused: z.boolean(),
});

const familySchema = z.strictObject({
  name: z.string(),
  type: z.enum(METRIC_TYPES),
  typed: z.boolean(),
  help: z.string(),
  unit: z.string(),
  series: countSchema,
  samples: countSchema,
  line: z.int(),
  sampleLines: z.array(z.int()),
});

/** Metrics text that is dropped on the window is refused above this, in UTF-16 units. */
const MAX_TEXT_LENGTH = 16 * 1024 * 1024;

const expositionReportSchema = z.strictObject({
  failure: z.strictObject({ message: z.string(), remedy: z.string() }).nullable(),
  url: z.string(),
  fetchedAtMs: z.number(),
  durationMs: z.number(),
  contentType: z.string(),
  format: z.enum(['text', 'openmetrics', 'protobuf']).nullable(),
  bodyBytes: countSchema,
  text: z.string(),
  isCutOff: z.boolean(),
  findings: z.array(findingSchema),
  findingsLeft: countSchema,
  families: z.array(familySchema),
});

/** The schema pairs of the requests that carry history in and out, and of an endpoint's page as it is. */
export const HISTORY_REQUESTS = {
  /** Main asks where to write; null where the user chose no file. */
  'history.export': {
    request: z.strictObject({ range: timeRangeSchema, selector: z.string().max(65_536) }),
    reply: z
      .strictObject({
        path: z.string(),
        series: countSchema,
        samples: countSchema,
        bytes: countSchema,
        histogramsLeftOut: countSchema,
        staleMarksLeftOut: countSchema,
      })
      .nullable(),
  },
  /** Main asks what to read; null where the user chose no file. */
  'history.import': {
    request: nothing,
    reply: z
      .strictObject({
        path: z.string(),
        series: countSchema,
        samples: countSchema,
        appended: countSchema,
        tooOld: countSchema,
      })
      .nullable(),
  },
  'history.getState': {
    request: nothing,
    reply: z
      .strictObject({ kind: z.enum(['export', 'import']), path: z.string(), ...progressFields })
      .nullable(),
  },
  'history.cancel': { request: nothing, reply: nothing },
  /** Its text may hold anything that the service shows to whoever may scrape it, and no credential of ours. */
  'endpoints.fetchPage': {
    request: z.strictObject({ endpointId: idSchema }),
    reply: expositionReportSchema,
  },
  'endpoints.lintText': {
    request: z.strictObject({ text: z.string().max(MAX_TEXT_LENGTH) }),
    reply: expositionReportSchema,
  },
} as const;

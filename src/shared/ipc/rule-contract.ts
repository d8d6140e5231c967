import { z } from 'zod';
import type { BacktestProgress, BacktestRequest, BacktestResult } from '../domain/backtest.ts';
import type { RuleCheck, RuleDraft, RulePreview, StoredRule, StoredRulePlace } from '../domain/rule-draft.ts';
import { labelSetSchema, ruleFileErrorSchema, ruleFileSchema, timeRangeSchema } from './schemas.ts';

const nothing = z.undefined();
const nameSchema = z.string().max(1_024);
const durationSchema = z.string().max(64);
const keySchema = z.string().min(1).max(200);
/** Labels in the order that they are written in; names may still be empty or repeated. */
const pairsSchema = z.array(z.tuple([nameSchema, z.string().max(65_536)])).max(200);

const ruleDraftSchema = z.strictObject({
  kind: z.enum(['alerting', 'recording']),
  name: nameSchema,
  expr: z.string().max(65_536),
  forText: durationSchema,
  keepFiringForText: durationSchema,
  labels: pairsSchema,
  annotations: pairsSchema,
}) satisfies z.ZodType<RuleDraft>;

const fileNameSchema = ruleFileSchema.shape.name;
const placeSchema = z.strictObject({ file: nameSchema, group: nameSchema });
const storedPlaceSchema = z.strictObject({
  file: fileNameSchema,
  group: nameSchema,
  index: z.int().min(0),
  name: nameSchema,
}) satisfies z.ZodType<StoredRulePlace>;

const checkSchema = z.strictObject({
  problems: z.array(z.strictObject({ field: z.string(), message: z.string(), start: z.int(), end: z.int() })),
  threshold: z
    .strictObject({
      expr: z.string(),
      op: z.string(),
      value: z.custom<number>((value) => typeof value === 'number'),
      start: z.int(),
      end: z.int(),
    })
    .nullable(),
}) satisfies z.ZodType<RuleCheck>;

/** Any number, NaN and the infinities too. */
const valueSchema = z.custom<number>((value) => typeof value === 'number');

const previewSchema = z.strictObject({
  atMs: z.number(),
  count: z.int(),
  rows: z.array(
    z.strictObject({ labels: labelSetSchema, annotations: labelSetSchema, value: valueSchema.nullable() }),
  ),
}) satisfies z.ZodType<RulePreview>;

const backtestRequestSchema = z.strictObject({
  key: keySchema,
  rule: ruleDraftSchema,
  place: placeSchema,
  intervalMs: z.int().min(1),
  range: timeRangeSchema,
  threshold: z.number().nullable(),
}) satisfies z.ZodType<BacktestRequest>;

const spanSchema = z.strictObject({
  state: z.enum(['pending', 'firing']),
  startMs: z.number(),
  endMs: z.number(),
  open: z.boolean(),
  value: valueSchema,
  annotations: labelSetSchema,
});

const backtestResultSchema = z.strictObject({
  startMs: z.number(),
  endMs: z.number(),
  intervalMs: z.number(),
  evaluations: z.int(),
  alerts: z.array(z.strictObject({ labels: labelSetSchema, spans: z.array(spanSchema) })),
  alertCount: z.int(),
  firedCount: z.int(),
  resolvedCount: z.int(),
  firingNotices: z.int(),
  resolvedNotices: z.int(),
  failureCount: z.int(),
  failure: z.strictObject({ atMs: z.number(), message: z.string() }).nullable(),
}) satisfies z.ZodType<BacktestResult>;

const progressSchema = z.strictObject({
  done: z.int(),
  total: z.int(),
}) satisfies z.ZodType<BacktestProgress>;

/** The text of the rule file before a change, for undo; null where there was no file. */
const beforeSchema = z.string().nullable();

/** The schema pairs of the requests about single rules: reading, trying out and saving them. */
export const RULE_REQUESTS = {
  'rules.readRule': {
    request: storedPlaceSchema,
    reply: z.strictObject({
      draft: ruleDraftSchema,
      intervalText: z.string(),
    }) satisfies z.ZodType<StoredRule>,
  },
  'rules.saveRule': {
    request: z.strictObject({
      file: fileNameSchema,
      group: nameSchema.min(1),
      intervalText: durationSchema,
      original: storedPlaceSchema.omit({ file: true }).nullable(),
      draft: ruleDraftSchema,
    }),
    reply: z.strictObject({ errors: z.array(ruleFileErrorSchema), before: beforeSchema }),
  },
  'rules.removeRule': { request: storedPlaceSchema, reply: z.strictObject({ before: z.string() }) },
  'rules.check': {
    request: z.strictObject({ rule: ruleDraftSchema, place: placeSchema, intervalText: durationSchema }),
    reply: checkSchema,
  },
  'rules.preview': { request: ruleDraftSchema, reply: previewSchema },
  'rules.backtest': { request: backtestRequestSchema, reply: backtestResultSchema },
  'rules.getBacktestProgress': { request: keySchema, reply: progressSchema.nullable() },
  'rules.cancelBacktest': { request: keySchema, reply: nothing },
} as const;

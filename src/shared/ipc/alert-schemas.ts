import { z } from 'zod';
import { ALERT_STATES } from '../domain/alert.ts';
import {
  type AlertNotice,
  HOLD_REASONS,
  type LoggedNotice,
  type NoticedAlert,
} from '../domain/alert-notice.ts';
import { type AlertSettings, SEVERITIES } from '../domain/alert-settings.ts';
import type {
  Acknowledgement,
  AlertHistoryFilter,
  AlertHistoryPage,
  AlertMark,
  AlertTimeline,
  EvaluationHole,
} from '../domain/alert-timeline.ts';
import type { AlertmanagerAlert, AlertmanagerStatus } from '../domain/alertmanager.ts';
import { type LabelMatcher, MATCH_TYPES } from '../domain/label-matcher.ts';
import type { Silence, SilenceDraft } from '../domain/silence.ts';
import { alertTransitionSchema, labelSetSchema, timeRangeSchema } from './schemas.ts';

// One schema for each word of alerting that crosses IPC or is kept on disk; `satisfies` ties each to its type.

const matcherSchema = z.strictObject({
  name: z.string().max(1_024),
  type: z.enum(MATCH_TYPES),
  value: z.string().max(16_384),
}) satisfies z.ZodType<LabelMatcher>;

export const matchersSchema = z.array(matcherSchema).max(50);

const silenceFields = {
  matchers: matchersSchema,
  startsAtMs: z.number(),
  endsAtMs: z.number(),
  comment: z.string().max(4_096),
  createdBy: z.string().max(200),
};

export const silenceDraftSchema = z.strictObject({
  id: z.string().max(100).nullable(),
  ...silenceFields,
}) satisfies z.ZodType<SilenceDraft>;

export const silenceSchema = z.strictObject({
  id: z.string().max(100),
  ...silenceFields,
  updatedAtMs: z.number(),
}) satisfies z.ZodType<Silence>;

export const acknowledgementSchema = z.strictObject({
  atMs: z.number(),
  by: z.string().max(200),
  comment: z.string().max(4_096),
}) satisfies z.ZodType<Acknowledgement>;

const severitySchema = z.enum(SEVERITIES);
const wordsSchema = z.array(z.string().max(200)).max(50);
const dayMinuteSchema = z.int().min(0).max(1_439);

export const alertSettingsSchema = z.strictObject({
  groupBy: wordsSchema,
  groupWaitMs: z.int().min(0).max(3_600_000),
  groupIntervalMs: z.int().min(1_000).max(86_400_000),
  repeatIntervalMs: z
    .int()
    .min(0)
    .max(30 * 86_400_000),
  maxPerTenMinutes: z.int().min(1).max(1_000),
  resolveNotices: z.boolean(),
  desktopSeverities: z.array(severitySchema).max(SEVERITIES.length),
  severity: z.strictObject({
    label: z.string().min(1).max(200),
    critical: wordsSchema,
    warning: wordsSchema,
    info: wordsSchema,
  }),
  quietHours: z.strictObject({
    enabled: z.boolean(),
    days: z.array(z.int().min(0).max(6)).max(7),
    startMinute: dayMinuteSchema,
    endMinute: dayMinuteSchema,
    criticalBreaksThrough: z.boolean(),
  }),
  outageToleranceMs: z
    .int()
    .min(0)
    .max(30 * 86_400_000),
}) satisfies z.ZodType<AlertSettings>;

export const alertMarkSchema = z.strictObject({
  alert: alertTransitionSchema.shape.alert,
  severity: severitySchema,
  silencedBy: z.array(z.string()),
  acknowledgement: acknowledgementSchema.nullable(),
}) satisfies z.ZodType<AlertMark>;

const evaluationHoleSchema = z.strictObject({
  fromMs: z.number(),
  toMs: z.number(),
  reason: z.enum(['asleep', 'closed']),
}) satisfies z.ZodType<EvaluationHole>;

export const alertHistoryFilterSchema = z.strictObject({
  range: timeRangeSchema,
  states: z.array(z.enum(ALERT_STATES)).max(ALERT_STATES.length),
  matchers: matchersSchema,
}) satisfies z.ZodType<AlertHistoryFilter>;

export const alertHistoryPageSchema = z.strictObject({
  transitions: z.array(alertTransitionSchema),
  holes: z.array(evaluationHoleSchema),
  truncated: z.boolean(),
}) satisfies z.ZodType<AlertHistoryPage>;

export const alertTimelineSchema = z.strictObject({
  startMs: z.number(),
  endMs: z.number(),
  rows: z.array(
    z.strictObject({
      fingerprint: z.string(),
      ruleName: z.string(),
      labels: labelSetSchema,
      spans: z.array(
        z.strictObject({
          state: z.enum(['pending', 'firing', 'resolved']),
          fromMs: z.number(),
          toMs: z.number(),
        }),
      ),
    }),
  ),
  holes: z.array(evaluationHoleSchema),
  truncated: z.boolean(),
}) satisfies z.ZodType<AlertTimeline>;

const noticedAlertSchema = z.strictObject({
  fingerprint: z.string(),
  ruleName: z.string(),
  labels: labelSetSchema,
  summary: z.string(),
  state: z.enum(['firing', 'resolved']),
}) satisfies z.ZodType<NoticedAlert>;

const noticeFields = {
  id: z.string(),
  atMs: z.number(),
  kind: z.enum(['firing', 'resolved', 'repeat', 'digest']),
  severity: severitySchema,
  groupLabels: labelSetSchema,
  alerts: z.array(noticedAlertSchema),
  firingCount: z.int(),
  resolvedCount: z.int(),
  held: z.enum(HOLD_REASONS).nullable(),
};

export const loggedNoticeSchema = z.strictObject({
  ...noticeFields,
  environmentId: z.string(),
  environmentName: z.string(),
  read: z.boolean(),
}) satisfies z.ZodType<LoggedNotice & AlertNotice>;

export const alertmanagerStatusSchema = z.strictObject({
  url: z.string(),
  sent: z.int(),
  dropped: z.int(),
  errors: z.int(),
  queued: z.int(),
  lastSentAtMs: z.number().nullable(),
  lastErrorAtMs: z.number().nullable(),
  lastError: z.string(),
}) satisfies z.ZodType<AlertmanagerStatus>;

export const alertmanagerAlertSchema = z.strictObject({
  fingerprint: z.string(),
  labels: labelSetSchema,
  annotations: labelSetSchema,
  startsAtMs: z.number(),
  endsAtMs: z.number(),
  updatedAtMs: z.number(),
  state: z.enum(['unprocessed', 'active', 'suppressed']),
  silencedBy: z.array(z.string()),
  receivers: z.array(z.string()),
  generatorUrl: z.string(),
}) satisfies z.ZodType<AlertmanagerAlert>;

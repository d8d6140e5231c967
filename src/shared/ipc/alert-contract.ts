import { z } from 'zod';
import { typedSecretsSchema } from './access-schemas.ts';
import {
  alertHistoryFilterSchema,
  alertHistoryPageSchema,
  alertMarkSchema,
  alertmanagerAlertSchema,
  alertmanagerStatusSchema,
  alertSettingsSchema,
  alertTimelineSchema,
  loggedNoticeSchema,
  matchersSchema,
  silenceDraftSchema,
  silenceSchema,
} from './alert-schemas.ts';
import { writtenFieldsSchema } from './environment-schemas.ts';
import { alertmanagerTargetSchema, environmentSchema } from './schemas.ts';

const nothing = z.undefined();
const fingerprintsSchema = z.array(z.string().max(100)).max(10_000);
const textSchema = z.string().max(4_096);
const silenceIdSchema = z.strictObject({ id: z.string().max(100) });

/** The schema pairs of the requests about alerts, silences, notifications and the Alertmanager. */
export const ALERT_REQUESTS = {
  'alerts.listMarks': {
    request: z.strictObject({ matchers: matchersSchema }),
    reply: z.array(alertMarkSchema),
  },
  'alerts.listHistory': { request: alertHistoryFilterSchema, reply: alertHistoryPageSchema },
  'alerts.getTimeline': { request: alertHistoryFilterSchema, reply: alertTimelineSchema },
  'alerts.acknowledge': {
    request: z.strictObject({ fingerprints: fingerprintsSchema, comment: textSchema }),
    reply: nothing,
  },
  'alerts.withdrawAcknowledgement': {
    request: z.strictObject({ fingerprints: fingerprintsSchema }),
    reply: nothing,
  },
  'alerts.getSettings': { request: nothing, reply: alertSettingsSchema },
  'alerts.saveSettings': { request: alertSettingsSchema, reply: nothing },
  'silences.list': { request: nothing, reply: z.array(silenceSchema) },
  'silences.save': { request: silenceDraftSchema, reply: silenceSchema },
  'silences.expire': { request: silenceIdSchema, reply: nothing },
  'notices.list': { request: nothing, reply: z.array(loggedNoticeSchema) },
  'notices.markRead': {
    request: z.strictObject({ ids: z.array(z.string().max(100)).max(1_000) }),
    reply: nothing,
  },
  'notices.clear': { request: nothing, reply: nothing },
  /** null ends sending; secrets are those of the target's way of authentication. */
  'alertmanager.save': {
    request: z.strictObject({
      target: alertmanagerTargetSchema.nullable(),
      secrets: typedSecretsSchema,
      templates: writtenFieldsSchema,
    }),
    reply: z.strictObject({ environment: environmentSchema, note: z.string().nullable() }),
  },
  'alertmanager.getStatus': { request: nothing, reply: alertmanagerStatusSchema.nullable() },
  'alertmanager.listAlerts': { request: nothing, reply: z.array(alertmanagerAlertSchema) },
  'alertmanager.listSilences': { request: nothing, reply: z.array(silenceSchema) },
  'alertmanager.saveSilence': {
    request: silenceDraftSchema,
    reply: z.strictObject({ id: z.string() }),
  },
  'alertmanager.expireSilence': { request: silenceIdSchema, reply: nothing },
} as const;

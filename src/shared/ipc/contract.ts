import { z } from 'zod';
import { INVALIDATION_TOPICS } from '../domain/engine-status.ts';
import { ENVIRONMENT_KINDS } from '../domain/environment.ts';
import { REFUSED_ADDRESSES } from '../domain/refused-addresses.ts';
import { COMMAND_NAMES } from '../domain/shortcut.ts';
import type { ErrorReply } from '../errors.ts';
import { typedSecretsSchema } from './access-schemas.ts';
import { ALERT_REQUESTS } from './alert-contract.ts';
import { matchersSchema } from './alert-schemas.ts';
import type { EventName, RequestName } from './channels.ts';
import { CREDENTIAL_REQUESTS } from './credential-contract.ts';
import { DASHBOARD_EDIT_REQUESTS } from './dashboard-contract.ts';
import {
  dashboardSummarySchema,
  dashboardTextSchema,
  dashboardTitleSchema,
  storedDashboardSchema,
  trashNameSchema,
} from './dashboard-schemas.ts';
import { ENCRYPTION_REQUESTS } from './encryption-contract.ts';
import { ENVIRONMENT_FILE_REQUESTS } from './environment-contract.ts';
import { writtenFieldsSchema } from './environment-schemas.ts';
import { HISTORY_REQUESTS } from './history-contract.ts';
import { deepLinkSchema } from './link-schema.ts';
import { NOTE_REQUESTS } from './note-contract.ts';
import { cardinalitySchema, exprTreeSchema } from './query-schemas.ts';
import { RULE_REQUESTS } from './rule-contract.ts';
import {
  alertTransitionSchema,
  appInfoSchema,
  connectionReportSchema,
  endpointSchema,
  engineStatusSchema,
  environmentLimitsSchema,
  environmentSchema,
  environmentSummarySchema,
  httpApiStateSchema,
  idSchema,
  instantResultSchema,
  labelSetSchema,
  metricMetadataSchema,
  queryServerSchema,
  rangeResultSchema,
  retentionSchema,
  ruleFileErrorSchema,
  ruleFileSchema,
  ruleGroupViewSchema,
  settingsSchema,
  targetViewSchema,
  timeRangeSchema,
  urlProbeSchema,
} from './schemas.ts';
import { SCRAPING_REQUESTS } from './scraping-contract.ts';
import { VIEW_REQUESTS } from './view-contract.ts';

interface Request {
  readonly request: z.ZodType;
  readonly reply: z.ZodType;
}

const nothing = z.undefined();
const exprSchema = z.string().min(1).max(65_536);
const supersedeKeySchema = z.string().max(200).nullable();
/** Who answers; null or absent for the environment's default. */
const sourceSchema = z.string().max(63).nullish();
const sourceChoiceSchema = z.strictObject({ source: sourceSchema }).optional();
const seriesFilterSchema = z.strictObject({
  selectors: z.array(exprSchema).max(50),
  range: timeRangeSchema,
  source: sourceSchema,
});

/** The schema pair of each request. */
export const REQUESTS = {
  'app.getInfo': { request: nothing, reply: appInfoSchema },
  'app.openFolder': { request: z.enum(['data', 'logs']), reply: nothing },
  'app.copyText': { request: z.string().max(10_000_000), reply: nothing },
  'settings.get': { request: nothing, reply: settingsSchema },
  'settings.update': { request: settingsSchema, reply: settingsSchema },
  'environments.list': { request: nothing, reply: z.array(environmentSummarySchema) },
  'environments.getActive': { request: nothing, reply: environmentSchema.nullable() },
  'environments.create': {
    request: z.strictObject({ name: z.string().trim().min(1).max(120), kind: z.enum(ENVIRONMENT_KINDS) }),
    reply: environmentSchema,
  },
  'environments.activate': { request: z.strictObject({ id: idSchema }), reply: environmentSchema },
  'environments.rename': {
    request: z.strictObject({
      id: idSchema,
      name: z.string().trim().min(1).max(120),
      kind: z.enum(ENVIRONMENT_KINDS),
    }),
    reply: environmentSchema,
  },
  'environments.setRetention': {
    request: z.strictObject({ id: idSchema, retention: retentionSchema }),
    reply: environmentSchema,
  },
  'environments.setLimits': {
    request: z.strictObject({ id: idSchema, limits: environmentLimitsSchema }),
    reply: environmentSchema,
  },
  'environments.setExperimentalPromql': {
    request: z.strictObject({ id: idSchema, allowed: z.boolean() }),
    reply: environmentSchema,
  },
  'environments.refuseAddresses': {
    request: z.strictObject({ id: idSchema, refused: z.enum(REFUSED_ADDRESSES) }),
    reply: environmentSchema,
  },
  'environments.remove': { request: z.strictObject({ id: idSchema }), reply: nothing },
  'environments.startDemo': { request: nothing, reply: environmentSchema },
  ...VIEW_REQUESTS,
  'endpoints.save': {
    request: z.strictObject({
      endpoint: endpointSchema,
      secrets: typedSecretsSchema,
      templates: writtenFieldsSchema,
    }),
    reply: z.strictObject({
      environment: environmentSchema,
      /** Set when a secret could be kept for this session only: one sentence that says why. */
      note: z.string().nullable(),
    }),
  },
  'endpoints.remove': { request: z.strictObject({ endpointId: idSchema }), reply: environmentSchema },
  'endpoints.testConnection': {
    request: z.strictObject({ endpoint: endpointSchema, secrets: typedSecretsSchema }),
    reply: connectionReportSchema,
  },
  /** Asks the URL's own origin, and nothing else, what it is. */
  'endpoints.probeUrl': {
    request: z.strictObject({ endpoint: endpointSchema, secrets: typedSecretsSchema }),
    reply: urlProbeSchema,
  },
  'servers.save': {
    request: z.strictObject({
      server: queryServerSchema,
      secrets: typedSecretsSchema,
      templates: writtenFieldsSchema,
    }),
    reply: z.strictObject({
      environment: environmentSchema,
      /** Set when a secret could be kept for this session only: one sentence that says why. */
      note: z.string().nullable(),
    }),
  },
  'servers.remove': { request: z.strictObject({ serverId: idSchema }), reply: environmentSchema },
  'servers.chooseSources': {
    request: z.strictObject({
      defaultSource: z.string().max(63).nullable(),
      ruleSource: z.string().max(63).nullable(),
    }),
    reply: environmentSchema,
  },
  'httpApi.getState': { request: nothing, reply: httpApiStateSchema.nullable() },
  'httpApi.update': {
    request: z.strictObject({ enabled: z.boolean(), port: z.int().min(1_024).max(65_535) }),
    reply: httpApiStateSchema,
  },
  'httpApi.renewToken': { request: nothing, reply: httpApiStateSchema },
  /** The token goes to the clipboard, and to no window. */
  'httpApi.copyToken': { request: nothing, reply: nothing },
  'endpoints.scrapeNow': { request: z.strictObject({ endpointId: idSchema }), reply: nothing },
  ...CREDENTIAL_REQUESTS,
  'rules.saveFile': { request: ruleFileSchema, reply: z.array(ruleFileErrorSchema) },
  'rules.removeFile': { request: z.strictObject({ name: z.string() }), reply: nothing },
  ...RULE_REQUESTS,
  'dashboards.list': { request: nothing, reply: z.array(dashboardSummarySchema) },
  'dashboards.get': { request: z.strictObject({ id: idSchema }), reply: storedDashboardSchema },
  /** Grafana's JSON; the dashboard is kept in the open environment. */
  'dashboards.import': {
    request: z.strictObject({ text: dashboardTextSchema }),
    reply: storedDashboardSchema,
  },
  'dashboards.rename': {
    request: z.strictObject({ id: idSchema, title: dashboardTitleSchema }),
    reply: storedDashboardSchema,
  },
  /** The reply names the file in the trash, for `dashboards.restore`. */
  'dashboards.remove': {
    request: z.strictObject({ id: idSchema }),
    reply: z.strictObject({ trashName: trashNameSchema }),
  },
  'dashboards.restore': {
    request: z.strictObject({ trashName: trashNameSchema }),
    reply: z.strictObject({ id: idSchema }),
  },
  /** Grafana's JSON, as the file holds it. */
  'dashboards.export': { request: z.strictObject({ id: idSchema }), reply: dashboardTextSchema },
  ...DASHBOARD_EDIT_REQUESTS,
  'engine.getStatus': { request: nothing, reply: engineStatusSchema.nullable() },
  'engine.queryRange': {
    request: z.strictObject({
      expr: exprSchema,
      range: timeRangeSchema,
      stepMs: z.int().min(1),
      lookbackMs: z.int().min(1).nullable(),
      supersedeKey: supersedeKeySchema,
      source: sourceSchema,
    }),
    reply: rangeResultSchema,
  },
  'engine.queryInstant': {
    request: z.strictObject({
      expr: exprSchema,
      atMs: z.number().nullable(),
      supersedeKey: supersedeKeySchema,
      source: sourceSchema,
    }),
    reply: instantResultSchema,
  },
  /** Stops queries by their keys: nobody waits for them any more. */
  'engine.cancelQueries': { request: z.array(z.string().max(200)).max(200), reply: nothing },
  'engine.formatExpr': { request: exprSchema, reply: z.string() },
  'engine.explainExpr': { request: exprSchema, reply: exprTreeSchema },
  'engine.addMatchers': {
    request: z.strictObject({
      exprs: z.array(exprSchema).max(200),
      matchers: matchersSchema,
    }),
    reply: z.array(z.string()),
  },
  'engine.getCardinality': { request: nothing, reply: cardinalitySchema },
  'engine.listSeries': { request: seriesFilterSchema, reply: z.array(labelSetSchema) },
  'engine.listLabelNames': { request: seriesFilterSchema, reply: z.array(z.string()) },
  'engine.listLabelValues': {
    request: z.strictObject({ name: z.string().min(1).max(1_024), filter: seriesFilterSchema }),
    reply: z.array(z.string()),
  },
  'engine.listMetadata': { request: sourceChoiceSchema, reply: z.array(metricMetadataSchema) },
  'engine.listTargets': { request: sourceChoiceSchema, reply: z.array(targetViewSchema) },
  'engine.listRuleGroups': { request: sourceChoiceSchema, reply: z.array(ruleGroupViewSchema) },
  'engine.listRuleErrors': { request: nothing, reply: z.array(ruleFileErrorSchema) },
  ...ALERT_REQUESTS,
  ...SCRAPING_REQUESTS,
  ...HISTORY_REQUESTS,
  ...NOTE_REQUESTS,
  ...ENVIRONMENT_FILE_REQUESTS,
  ...ENCRYPTION_REQUESTS,
} as const satisfies Record<RequestName, Request>;

/** The schema of each event's payload. */
export const EVENTS = {
  'engine.invalidated': z.strictObject({
    environmentId: idSchema,
    topics: z.array(z.enum(INVALIDATION_TOPICS)),
  }),
  'engine.restarted': z.strictObject({ environmentId: idSchema, message: z.string() }),
  'environments.changed': z.undefined(),
  'settings.changed': settingsSchema,
  'alerts.changed': z.strictObject({
    environmentId: idSchema,
    transitions: z.array(alertTransitionSchema),
  }),
  'notices.changed': z.strictObject({ unread: z.int() }),
  'app.navigate': z.strictObject({
    page: z.enum(['overview', 'explore', 'dashboards', 'targets', 'alerts', 'settings']),
    focus: z.string().nullable(),
  }),
  /** A link that was opened outside of the app, checked. */
  'app.openLink': deepLinkSchema,
  /** What the application's menu asks the window to do. */
  'app.command': z.enum(COMMAND_NAMES),
  'app.notice': z.strictObject({
    level: z.enum(['info', 'warning', 'error']),
    title: z.string(),
    message: z.string(),
  }),
} as const satisfies Record<EventName, z.ZodType>;

/** What a request takes, as the window sends it. */
export type RequestOf<N extends RequestName> = z.input<(typeof REQUESTS)[N]['request']>;
/** What main answers when all went well. */
export type ReplyOf<N extends RequestName> = z.output<(typeof REQUESTS)[N]['reply']>;
export type EventOf<N extends EventName> = z.output<(typeof EVENTS)[N]>;

/** What crosses the bridge: nothing rejects there, because Electron keeps only an error's message. */
export type Reply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ErrorReply };

/** A reply as a window gets it: `environmentId` is the environment that it is about, absent where it is about the app. */
export type WindowReply<T> = Reply<T> & { readonly environmentId?: string | null };

/** The bridge that the preload puts on `window.sextant`: one function per request, one subscription per event. */
export interface Bridge {
  readonly request: {
    /** `environmentId` is the environment that the page shows: a request about another one is refused. */
    readonly [N in RequestName]: (
      payload: RequestOf<N>,
      environmentId?: string | null,
    ) => Promise<WindowReply<ReplyOf<N>>>;
  };
  /** Each returns its unsubscribe. */
  readonly on: { readonly [N in EventName]: (listener: (payload: EventOf<N>) => void) => () => void };
}

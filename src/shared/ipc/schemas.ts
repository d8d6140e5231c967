import { z } from 'zod';
import { ALERT_STATES, type Alert, type AlertTransition } from '../domain/alert.ts';
import type { AlertmanagerTarget } from '../domain/alertmanager.ts';
import type { ConnectionReport } from '../domain/connection-report.ts';
import { type Endpoint, isSecretHeaderName, type ScrapeLimits } from '../domain/endpoint.ts';
import { type EngineStatus, STORAGE_STATES } from '../domain/engine-status.ts';
import {
  ENVIRONMENT_KINDS,
  type Environment,
  type EnvironmentLimits,
  type EnvironmentSummary,
  ID_PATTERN,
  MOST_ENVIRONMENT_LIMITS,
} from '../domain/environment.ts';
import type { FloatHistogram } from '../domain/histogram.ts';
import { MENDING_SETTINGS } from '../domain/mending-setting.ts';
import type { InstantResult, QueryAnnotation, RangeResult } from '../domain/query.ts';
import { REFUSED_ADDRESSES } from '../domain/refused-addresses.ts';
import type { RuleFile, RuleFileError, RuleGroupView, RuleView } from '../domain/rule.ts';
import { type LabelSet, METRIC_TYPES, type MetricMetadata } from '../domain/series.ts';
import {
  type HttpApiState,
  LOCAL_SOURCE,
  type QueryServer,
  SERVER_FLAVORS,
  type ServerStatus,
  type UrlProbe,
} from '../domain/server.ts';
import { type AppInfo, COLOR_SCHEMES, type Settings } from '../domain/settings.ts';
import {
  type CredentialExpiry,
  type FailureRun,
  SCRAPE_FAILURE_REASONS,
  SCRAPE_STEPS,
  type ScrapeFailure,
  type ScrapeSummary,
  type TargetView,
} from '../domain/target.ts';
import type { TimeRange } from '../domain/time-range.ts';
import { connectionSettingsSchema, endpointAuthSchema, serviceUrlSchema } from './access-schemas.ts';
import { environmentOriginFields } from './environment-schemas.ts';
import { scrapeSettingsSchema } from './scrape-schemas.ts';

// One schema for each word of the domain that crosses IPC. `satisfies` ties each to its type, so that neither can drift.

export const idSchema = z.string().regex(ID_PATTERN);

/** Checked by hand instead of by z.array(z.tuple()): replies hold thousands of label sets. */
export const labelSetSchema = z.custom<LabelSet>(
  (value) =>
    Array.isArray(value) &&
    value.every(
      (pair) =>
        Array.isArray(pair) &&
        pair.length === 2 &&
        typeof pair[0] === 'string' &&
        typeof pair[1] === 'string',
    ),
  'expected pairs of label name and value',
);

const columnSchema = z.custom<Float64Array>((value) => value instanceof Float64Array, 'expected a column');
/** Any double: sums and values of metrics may be NaN or infinite, which z.number() refuses. */
const numberSchema = z.custom<number>((value) => typeof value === 'number', 'expected a number');
const flagsSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected flags');

export const scrapeLimitsSchema = z.strictObject({
  bodyBytes: z.int().min(1_024).max(1_073_741_824),
  samples: z.int().min(1).max(10_000_000),
  labels: z.int().min(1).max(10_000),
  labelNameLength: z.int().min(1).max(65_536),
  labelValueLength: z.int().min(1).max(1_048_576),
  nativeHistogramBuckets: z.int().min(1).max(1_000_000),
  series: z.int().min(1).max(10_000_000),
}) satisfies z.ZodType<ScrapeLimits>;

export const endpointSchema = z
  .strictObject({
    id: idSchema,
    name: z.string().trim().min(1).max(120),
    url: serviceUrlSchema,
    scrapeIntervalMs: z.int().min(1_000).max(3_600_000),
    scrapeTimeoutMs: z.int().min(100).max(3_600_000),
    labels: labelSetSchema,
    scrape: scrapeSettingsSchema,
    auth: endpointAuthSchema,
    connection: connectionSettingsSchema,
    limits: scrapeLimitsSchema,
  })
  .refine((endpoint) => endpoint.scrapeTimeoutMs <= endpoint.scrapeIntervalMs, {
    path: ['scrapeTimeoutMs'],
    message: 'must not be longer than the scrape interval',
  }) satisfies z.ZodType<Endpoint>;

const headerNameSchema = z
  .string()
  .refine(isSecretHeaderName, 'must be a header name that the protocol does not use itself');

export const queryServerSchema = z.strictObject({
  id: idSchema,
  name: z.string().trim().min(1).max(120),
  url: serviceUrlSchema.refine((url) => !/[/?#]$|[?#]/.test(url), 'must end with the path, without a slash'),
  auth: endpointAuthSchema,
  connection: connectionSettingsSchema,
  tenant: z
    .strictObject({
      headerName: headerNameSchema,
      value: z
        .string()
        .regex(/^[\t\u0020-\u007e\u0080-\u00ff]{1,1024}$/, 'has a character that a header can’t hold'),
    })
    .nullable(),
  queryParams: labelSetSchema,
  timeoutMs: z.int().min(100).max(3_600_000),
  method: z.enum(['post', 'get']),
}) satisfies z.ZodType<QueryServer>;

const credentialExpirySchema = z.strictObject({
  kind: z.enum(['token', 'client_certificate']),
  expiresAtMs: z.number(),
  isRenewed: z.boolean(),
}) satisfies z.ZodType<CredentialExpiry>;

const serverStatusSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  state: z.enum(['unknown', 'ok', 'failed']),
  flavor: z.enum(SERVER_FLAVORS),
  version: z.string(),
  seriesCount: z.number().nullable(),
  retention: z.string(),
  message: z.string(),
  notes: z.array(z.string()),
  certificateExpiresAtMs: z.number().nullable(),
  credentialExpiries: z.array(credentialExpirySchema),
}) satisfies z.ZodType<ServerStatus>;

export const httpApiStateSchema = z.strictObject({
  enabled: z.boolean(),
  port: z.int(),
  url: z.string().nullable(),
  message: z.string(),
}) satisfies z.ZodType<HttpApiState>;

export const urlProbeSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('server'),
    url: z.string(),
    flavor: z.enum(SERVER_FLAVORS),
    version: z.string(),
    endpointUrl: z.string().nullable(),
  }),
  z.strictObject({
    kind: z.literal('endpoint'),
    url: z.string(),
    samples: z.int(),
    families: z.int(),
  }),
  z.strictObject({ kind: z.literal('unknown'), message: z.string(), status: z.int().nullable() }),
]) satisfies z.ZodType<UrlProbe>;

export const alertmanagerTargetSchema = z.strictObject({
  url: serviceUrlSchema.refine((url) => !/[?#]/.test(url), 'must end with the path'),
  auth: endpointAuthSchema,
  connection: connectionSettingsSchema,
  timeoutMs: z.int().min(100).max(300_000),
  externalLabels: labelSetSchema,
  externalUrl: z.union([z.literal(''), serviceUrlSchema]),
  resendDelayMs: z.int().min(1_000).max(3_600_000),
}) satisfies z.ZodType<AlertmanagerTarget>;

export const ruleFileSchema = z.strictObject({
  name: z.string().regex(/^[\w.-]{1,100}$/),
  text: z.string().max(4_194_304),
}) satisfies z.ZodType<RuleFile>;

/** How long history is kept; at least a minute and 1 MiB. */
export const retentionSchema = z.strictObject({
  maxAgeMs: z.int().min(60_000),
  maxBytes: z.int().min(1_048_576),
});

/** Credentials are named by these ids, so a server must not share one. */
function hasUniqueIds(endpoints: readonly Endpoint[], servers: readonly QueryServer[]): boolean {
  const ids = new Set([LOCAL_SOURCE, ...endpoints.map(({ id }) => id)]);
  return servers.every(({ id }) => !ids.has(id) && ids.add(id));
}

export const environmentLimitsSchema = z.strictObject({
  targets: z.int().min(1).max(MOST_ENVIRONMENT_LIMITS.targets),
  series: z.int().min(1).max(MOST_ENVIRONMENT_LIMITS.series),
}) satisfies z.ZodType<EnvironmentLimits>;

export const environmentSchema = z
  .strictObject({
    id: idSchema,
    name: z.string().trim().min(1).max(120),
    kind: z.enum(ENVIRONMENT_KINDS),
    endpoints: z.array(endpointSchema).max(1_000),
    servers: z.array(queryServerSchema).max(100),
    defaultSource: z.string().max(63).nullable(),
    ruleSource: z.string().max(63).nullable(),
    alertmanager: alertmanagerTargetSchema.exactOptional(),
    ruleFiles: z.array(ruleFileSchema).max(200),
    retention: retentionSchema,
    limits: environmentLimitsSchema,
    experimentalPromql: z.boolean().exactOptional(),
    refusedAddresses: z.enum(REFUSED_ADDRESSES).exactOptional(),
    demo: z.boolean(),
    ...environmentOriginFields,
  })
  .refine(({ endpoints, servers }) => hasUniqueIds(endpoints, servers), {
    path: ['servers'],
    message: 'two have the same id, or one has the id of an endpoint',
  }) satisfies z.ZodType<Environment>;

export const environmentSummarySchema = z.strictObject({
  id: idSchema,
  name: z.string(),
  kind: z.enum(ENVIRONMENT_KINDS),
  endpointCount: z.int(),
  serverCount: z.int(),
  active: z.boolean(),
  running: z.boolean(),
  readOnly: z.boolean(),
  unlockedUntilMs: z.number().nullable(),
  demo: z.boolean(),
}) satisfies z.ZodType<EnvironmentSummary>;

export const timeRangeSchema = z.strictObject({
  from: z.union([z.number(), z.string().max(64)]),
  to: z.union([z.number(), z.string().max(64)]),
}) satisfies z.ZodType<TimeRange>;

const annotationSchema = z.strictObject({
  kind: z.enum(['warning', 'info']),
  message: z.string(),
  start: z.int(),
  end: z.int(),
}) satisfies z.ZodType<QueryAnnotation>;

const queryStatsSchema = z.strictObject({
  seriesCount: z.int(),
  samplesRead: z.number(),
  evaluationMs: z.number(),
});

const bucketSpanSchema = z.strictObject({ offset: z.int(), length: z.int() });

const histogramSchema = z.strictObject({
  schema: z.int(),
  counterResetHint: z.enum(['unknown', 'reset', 'not_reset', 'gauge']),
  zeroThreshold: numberSchema,
  zeroCount: numberSchema,
  count: numberSchema,
  sum: numberSchema,
  positiveSpans: z.array(bucketSpanSchema),
  positiveBuckets: columnSchema,
  negativeSpans: z.array(bucketSpanSchema),
  negativeBuckets: columnSchema,
  customValues: columnSchema,
}) satisfies z.ZodType<FloatHistogram>;

const histogramsSchema = z.array(histogramSchema.nullable()).nullable();

export const rangeResultSchema = z.strictObject({
  startMs: z.number(),
  endMs: z.number(),
  stepMs: z.number(),
  count: z.int(),
  series: z.array(
    z.strictObject({
      labels: labelSetSchema,
      values: columnSchema,
      present: flagsSchema.nullable(),
      histograms: histogramsSchema,
    }),
  ),
  annotations: z.array(annotationSchema),
  stats: queryStatsSchema,
}) satisfies z.ZodType<RangeResult>;

export const instantResultSchema = z.strictObject({
  kind: z.enum(['scalar', 'vector', 'matrix', 'string']),
  atMs: z.number(),
  rows: z.array(
    z.strictObject({
      labels: labelSetSchema,
      times: columnSchema,
      values: columnSchema,
      histograms: histogramsSchema,
    }),
  ),
  text: z.string(),
  annotations: z.array(annotationSchema),
  stats: queryStatsSchema,
}) satisfies z.ZodType<InstantResult>;

export const metricMetadataSchema = z.strictObject({
  name: z.string(),
  type: z.enum(METRIC_TYPES),
  help: z.string(),
  unit: z.string(),
}) satisfies z.ZodType<MetricMetadata>;

const scrapeFailureSchema = z.strictObject({
  reason: z.enum(SCRAPE_FAILURE_REASONS),
  step: z.enum(SCRAPE_STEPS),
  message: z.string(),
  remedy: z.string(),
  status: z.int().nullable(),
}) satisfies z.ZodType<ScrapeFailure>;

const scrapeSummarySchema = z.strictObject({
  atMs: z.number(),
  durationMs: z.number(),
  samplesScraped: z.int(),
  samplesPostRelabeling: z.int(),
  dropped: z.strictObject({
    outOfOrder: z.int(),
    duplicates: z.int(),
    tooOld: z.int(),
    tooFarAhead: z.int(),
  }),
  seriesAdded: z.int(),
  bodyBytes: z.int(),
  contentType: z.string(),
  failure: scrapeFailureSchema.nullable(),
}) satisfies z.ZodType<ScrapeSummary>;

const optionalMsSchema = z.number().nullable();

const failureRunSchema = z.strictObject({
  failure: scrapeFailureSchema,
  count: z.int(),
  firstAtMs: z.number(),
  lastAtMs: z.number(),
  recoveredAtMs: optionalMsSchema,
  evidence: z.strictObject({
    timings: z.strictObject({
      dnsMs: optionalMsSchema,
      connectMs: optionalMsSchema,
      tlsMs: optionalMsSchema,
      firstByteMs: optionalMsSchema,
      bodyMs: optionalMsSchema,
    }),
    headers: z.array(z.tuple([z.string(), z.string()]).readonly()),
    bodyBytes: z.int(),
    bodyHash: z.string(),
    bodyExcerpt: z.string(),
  }),
}) satisfies z.ZodType<FailureRun>;

const namedCountsSchema = z.array(z.strictObject({ name: z.string(), count: z.int() }));

export const targetViewSchema = z.strictObject({
  id: z.string(),
  endpointId: idSchema,
  endpointName: z.string(),
  url: z.string(),
  labels: labelSetSchema,
  discoveredLabels: labelSetSchema,
  health: z.enum(['unknown', 'up', 'down', 'dropped']),
  notScraped: z.string().nullable(),
  cardinality: z.strictObject({
    activeSeries: z.int(),
    seriesBudget: z.int(),
    topMetrics: namedCountsSchema,
    topLabels: namedCountsSchema,
  }),
  scrapeIntervalMs: z.number(),
  scrapeTimeoutMs: z.number(),
  lastScrape: scrapeSummarySchema.nullable(),
  lastSuccessAtMs: z.number().nullable(),
  nextScrapeAtMs: z.number().nullable(),
  recentFailures: z.array(failureRunSchema),
  certificateExpiresAtMs: z.number().nullable(),
  credentialExpiries: z.array(credentialExpirySchema),
}) satisfies z.ZodType<TargetView>;

export const connectionReportSchema = z.strictObject({
  steps: z.array(
    z.strictObject({
      step: z.enum(SCRAPE_STEPS),
      state: z.enum(['ok', 'failed', 'skipped']),
      durationMs: z.number(),
      message: z.string(),
    }),
  ),
  failure: scrapeFailureSchema.nullable(),
  setting: z.enum(MENDING_SETTINGS).nullable(),
  samplesScraped: z.int(),
  metricFamilies: z.int(),
}) satisfies z.ZodType<ConnectionReport>;

const alertSchema = z.strictObject({
  fingerprint: z.string(),
  groupName: z.string(),
  ruleName: z.string(),
  labels: labelSetSchema,
  annotations: labelSetSchema,
  state: z.enum(ALERT_STATES),
  value: numberSchema,
  activeAtMs: z.number(),
  firedAtMs: z.number().nullable(),
  resolvedAtMs: z.number().nullable(),
  keepFiringSinceMs: z.number().nullable(),
}) satisfies z.ZodType<Alert>;

export const alertTransitionSchema = z.strictObject({
  from: z.enum(ALERT_STATES),
  to: z.enum(ALERT_STATES),
  atMs: z.number(),
  alert: alertSchema,
}) satisfies z.ZodType<AlertTransition>;

const ruleViewSchema = z.strictObject({
  kind: z.enum(['alerting', 'recording']),
  name: z.string(),
  expr: z.string(),
  forMs: z.number(),
  keepFiringForMs: z.number(),
  labels: labelSetSchema,
  annotations: labelSetSchema,
  state: z.enum(ALERT_STATES).nullable(),
  health: z.enum(['unknown', 'ok', 'error']),
  lastError: z.string().nullable(),
  lastEvaluationAtMs: z.number().nullable(),
  evaluationMs: z.number(),
  alerts: z.array(alertSchema),
}) satisfies z.ZodType<RuleView>;

export const ruleGroupViewSchema = z.strictObject({
  name: z.string(),
  file: z.string(),
  intervalMs: z.number(),
  limit: z.int(),
  rules: z.array(ruleViewSchema),
}) satisfies z.ZodType<RuleGroupView>;

export const ruleFileErrorSchema = z.strictObject({
  file: z.string(),
  line: z.int(),
  rule: z.string(),
  message: z.string(),
}) satisfies z.ZodType<RuleFileError>;

export const engineStatusSchema = z.strictObject({
  environmentId: z.string(),
  nowMs: z.number(),
  targetsUp: z.int(),
  targetsTotal: z.int(),
  alertsFiring: z.int(),
  alertsPending: z.int(),
  samplesPerSecond: z.number(),
  lastSampleAtMs: z.number().nullable(),
  interrupted: z.enum(['offline', 'asleep', 'paused']).nullable(),
  seriesCount: z.int(),
  oldestSampleAtMs: z.number().nullable(),
  recentSinceMs: z.number().nullable(),
  databaseBytes: z.number(),
  storageState: z.enum(STORAGE_STATES),
  storageMessage: z.string(),
  servers: z.array(serverStatusSchema),
}) satisfies z.ZodType<EngineStatus>;

export const settingsSchema = z.strictObject({
  colorScheme: z.enum(COLOR_SCHEMES),
  notifications: z.boolean(),
  utc: z.boolean(),
  // Files of versions before these settings lack them.
  warmLimit: z.int().min(1).max(10).default(3),
  keepWarm: z.array(idSchema).max(10).readonly().default([]),
  sessionOnly: z.boolean().default(false),
}) satisfies z.ZodType<Settings>;

export const appInfoSchema = z.strictObject({
  version: z.string(),
  electronVersion: z.string(),
  chromeVersion: z.string(),
  nodeVersion: z.string(),
  platform: z.string(),
  dataFolder: z.string(),
  logFolder: z.string(),
  keychainState: z.enum(['available', 'locked', 'unavailable']),
  keychainMessage: z.string(),
}) satisfies z.ZodType<AppInfo>;

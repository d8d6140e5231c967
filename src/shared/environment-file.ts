import { z } from 'zod';
import { toFileAuth, toFileConnection } from './connection-file.ts';
import {
  type AlertmanagerTarget,
  DEFAULT_ALERTMANAGER_TIMEOUT_MS,
  DEFAULT_RESEND_DELAY_MS,
} from './domain/alertmanager.ts';
import { formatDurationMs, parseDurationMs } from './domain/duration.ts';
import { DEFAULT_SCRAPE_LIMITS, type Endpoint } from './domain/endpoint.ts';
import {
  DEFAULT_ENVIRONMENT_LIMITS,
  DEFAULT_RETENTION,
  ENVIRONMENT_KINDS,
  type Environment,
} from './domain/environment.ts';
import { REFUSED_ADDRESSES } from './domain/refused-addresses.ts';
import { DEFAULT_SCRAPE_SETTINGS, type ScrapeSettings } from './domain/scrape-settings.ts';
import type { LabelSet } from './domain/series.ts';
import { DEFAULT_SERVER_TIMEOUT_MS, type QueryServer } from './domain/server.ts';
import { connectionSettingsSchema, endpointAuthSchema } from './ipc/access-schemas.ts';
import {
  alertmanagerTargetSchema,
  endpointSchema,
  environmentLimitsSchema,
  environmentSchema,
  queryServerSchema,
  scrapeLimitsSchema,
} from './ipc/schemas.ts';
import { fileRelabelConfigsSchema, scrapeSettingsSchema, toFileRelabelConfig } from './ipc/scrape-schemas.ts';

/** Version of the environment file's layout that this program writes. */
export const ENVIRONMENT_SCHEMA_VERSION = 1;

const durationSchema = z.string().transform((text, context) => {
  try {
    return parseDurationMs(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
    return z.NEVER;
  }
});

/** Own keys only, as pairs: `__proto__` is a legal label name. */
const labelsSchema = z
  .custom<Record<string, string>>(
    (value) =>
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      Object.entries(value).every(([, label]) => typeof label === 'string'),
    'expected label names with text values',
  )
  .transform((labels): LabelSet => Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));

/** Scrape settings stand beside an endpoint's other fields, as in Prometheus' scrape_config. */
const fileScrapeFields = {
  ...scrapeSettingsSchema.partial().shape,
  relabelConfigs: fileRelabelConfigsSchema.optional(),
  metricRelabelConfigs: fileRelabelConfigsSchema.optional(),
};

const fileEndpointSchema = z.strictObject({
  id: endpointSchema.shape.id,
  name: endpointSchema.shape.name,
  url: endpointSchema.shape.url,
  scrapeInterval: durationSchema,
  scrapeTimeout: durationSchema,
  labels: labelsSchema.optional(),
  ...fileScrapeFields,
  auth: endpointAuthSchema.default({ kind: 'none' }),
  connection: connectionSettingsSchema.prefault({}),
  limits: scrapeLimitsSchema.partial().default({}),
});

const fileServerSchema = z.strictObject({
  id: queryServerSchema.shape.id,
  name: queryServerSchema.shape.name,
  url: queryServerSchema.shape.url,
  auth: endpointAuthSchema.default({ kind: 'none' }),
  connection: connectionSettingsSchema.prefault({}),
  tenant: queryServerSchema.shape.tenant.default(null),
  queryParams: labelsSchema.optional(),
  timeout: durationSchema.optional(),
  method: queryServerSchema.shape.method.default('post'),
});

const fileAlertmanagerSchema = z.strictObject({
  url: alertmanagerTargetSchema.shape.url,
  auth: endpointAuthSchema.default({ kind: 'none' }),
  connection: connectionSettingsSchema.prefault({}),
  timeout: durationSchema.optional(),
  externalLabels: labelsSchema.optional(),
  externalUrl: alertmanagerTargetSchema.shape.externalUrl.default(''),
  resendDelay: durationSchema.optional(),
});

/** The layout of `environment.yaml` without its rules, which are YAML nodes of their own. */
export const environmentFileSchema = z.strictObject({
  schemaVersion: z.literal(ENVIRONMENT_SCHEMA_VERSION),
  name: environmentSchema.shape.name,
  kind: z.enum(ENVIRONMENT_KINDS),
  demo: z.boolean().default(false),
  retention: z
    .strictObject({ maxAge: durationSchema, maxBytes: z.int().min(1_048_576) })
    .default({ maxAge: DEFAULT_RETENTION.maxAgeMs, maxBytes: DEFAULT_RETENTION.maxBytes }),
  limits: environmentLimitsSchema.partial().default({}),
  experimentalPromql: z.boolean().exactOptional(),
  refusedAddresses: z.enum(REFUSED_ADDRESSES).exactOptional(),
  endpoints: z.array(fileEndpointSchema).max(1_000).default([]),
  servers: z.array(fileServerSchema).max(100).default([]),
  defaultSource: environmentSchema.shape.defaultSource.default(null),
  ruleSource: environmentSchema.shape.ruleSource.default(null),
  alertmanager: fileAlertmanagerSchema.exactOptional(),
});

type EnvironmentFile = z.output<typeof environmentFileSchema>;

function fromFileEndpoint(file: z.output<typeof fileEndpointSchema>): Endpoint {
  const { id, name, url, scrapeInterval, scrapeTimeout, labels, auth, connection, limits, ...scrape } = file;
  return {
    id,
    name,
    url,
    scrapeIntervalMs: scrapeInterval,
    scrapeTimeoutMs: scrapeTimeout,
    labels: labels ?? [],
    scrape: { ...DEFAULT_SCRAPE_SETTINGS, ...withoutUndefined(scrape) },
    auth,
    connection,
    limits: { ...DEFAULT_SCRAPE_LIMITS, ...withoutUndefined(limits) },
  };
}

/** The endpoints and settings of a parsed file, to be checked once more by the environment's own schema. */
export function fromEnvironmentFile(id: string, file: EnvironmentFile): Omit<Environment, 'ruleFiles'> {
  return {
    id,
    name: file.name,
    kind: file.kind,
    endpoints: file.endpoints.map(fromFileEndpoint),
    servers: file.servers.map(({ connection, queryParams, timeout, ...rest }) => ({
      ...rest,
      connection,
      queryParams: queryParams ?? [],
      timeoutMs: timeout ?? DEFAULT_SERVER_TIMEOUT_MS,
    })),
    defaultSource: file.defaultSource,
    ruleSource: file.ruleSource,
    ...(file.alertmanager === undefined ? {} : { alertmanager: fromFileAlertmanager(file.alertmanager) }),
    retention: { maxAgeMs: file.retention.maxAge, maxBytes: file.retention.maxBytes },
    limits: { ...DEFAULT_ENVIRONMENT_LIMITS, ...withoutUndefined(file.limits) },
    ...(file.experimentalPromql === true ? { experimentalPromql: true } : {}),
    ...(file.refusedAddresses === undefined ? {} : { refusedAddresses: file.refusedAddresses }),
    demo: file.demo,
  };
}

function fromFileAlertmanager(file: z.output<typeof fileAlertmanagerSchema>): AlertmanagerTarget {
  const { timeout, resendDelay, connection, externalLabels, ...rest } = file;
  return {
    ...rest,
    connection,
    timeoutMs: timeout ?? DEFAULT_ALERTMANAGER_TIMEOUT_MS,
    externalLabels: externalLabels ?? [],
    resendDelayMs: resendDelay ?? DEFAULT_RESEND_DELAY_MS,
  };
}

function toFileAlertmanager(target: AlertmanagerTarget): object {
  const { timeoutMs, resendDelayMs } = target;
  return {
    url: target.url,
    auth: target.auth.kind === 'none' ? undefined : toFileAuth(target.auth),
    connection: toFileConnection(target.connection),
    timeout: timeoutMs === DEFAULT_ALERTMANAGER_TIMEOUT_MS ? undefined : formatDurationMs(timeoutMs),
    externalLabels: target.externalLabels.length === 0 ? undefined : new Map(target.externalLabels),
    externalUrl: target.externalUrl || undefined,
    resendDelay: resendDelayMs === DEFAULT_RESEND_DELAY_MS ? undefined : formatDurationMs(resendDelayMs),
  };
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

/** The fields of `value` that differ from the defaults, in the defaults' order. */
function differing<T extends object>(value: T, defaults: T): Partial<T> | undefined {
  const entries = Object.keys(defaults)
    .filter((key) => value[key as keyof T] !== defaults[key as keyof T])
    .map((key) => [key, value[key as keyof T]]);
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as Partial<T>);
}

function toFileScrapeFields(scrape: ScrapeSettings): object {
  const { scrapeProtocols, relabelConfigs, metricRelabelConfigs } = scrape;
  const steps = (configs: ScrapeSettings['relabelConfigs']) =>
    configs.length === 0 ? undefined : configs.map(toFileRelabelConfig);
  return {
    ...differing(scrape, DEFAULT_SCRAPE_SETTINGS),
    scrapeProtocols: scrapeProtocols.length === 0 ? undefined : scrapeProtocols,
    relabelConfigs: steps(relabelConfigs),
    metricRelabelConfigs: steps(metricRelabelConfigs),
  };
}

function toFileEndpoint(endpoint: Endpoint): object {
  return {
    id: endpoint.id,
    name: endpoint.name,
    url: endpoint.url,
    scrapeInterval: formatDurationMs(endpoint.scrapeIntervalMs),
    scrapeTimeout: formatDurationMs(endpoint.scrapeTimeoutMs),
    labels: endpoint.labels.length === 0 ? undefined : new Map(endpoint.labels),
    ...toFileScrapeFields(endpoint.scrape),
    auth: toFileAuth(endpoint.auth),
    connection: toFileConnection(endpoint.connection),
    limits: differing(endpoint.limits, DEFAULT_SCRAPE_LIMITS),
  };
}

function toFileServer(server: QueryServer): object {
  return {
    id: server.id,
    name: server.name,
    url: server.url,
    auth: server.auth.kind === 'none' ? undefined : toFileAuth(server.auth),
    connection: toFileConnection(server.connection),
    tenant: server.tenant ?? undefined,
    queryParams: server.queryParams.length === 0 ? undefined : new Map(server.queryParams),
    timeout: server.timeoutMs === DEFAULT_SERVER_TIMEOUT_MS ? undefined : formatDurationMs(server.timeoutMs),
    method: server.method === 'post' ? undefined : server.method,
  };
}

/** The file's fields in their fixed order; what is default or undefined is left out. Rules are not among them. */
export function toEnvironmentFile(environment: Environment): object {
  return {
    schemaVersion: ENVIRONMENT_SCHEMA_VERSION,
    name: environment.name,
    kind: environment.kind,
    demo: environment.demo || undefined,
    retention: {
      maxAge: formatDurationMs(environment.retention.maxAgeMs),
      maxBytes: environment.retention.maxBytes,
    },
    limits: differing(environment.limits, DEFAULT_ENVIRONMENT_LIMITS),
    experimentalPromql: environment.experimentalPromql === true || undefined,
    refusedAddresses: environment.refusedAddresses,
    endpoints: environment.endpoints.map(toFileEndpoint),
    servers: environment.servers.length === 0 ? undefined : environment.servers.map(toFileServer),
    defaultSource: environment.defaultSource ?? undefined,
    ruleSource: environment.ruleSource ?? undefined,
    alertmanager: environment.alertmanager && toFileAlertmanager(environment.alertmanager),
  };
}

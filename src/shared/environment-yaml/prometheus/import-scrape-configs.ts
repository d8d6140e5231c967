import { parseDurationMs } from '../../domain/duration.ts';
import { DEFAULT_SCRAPE_LIMITS, type Endpoint, type ScrapeLimits } from '../../domain/endpoint.ts';
import { DEFAULT_SCRAPE_SETTINGS, type ScrapeSettings } from '../../domain/scrape-settings.ts';
import { endpointSchema } from '../../ipc/schemas.ts';
import { fileRelabelConfigsSchema, scrapeSettingsSchema } from '../../ipc/scrape-schemas.ts';
import { lineAt, type PlacedDocument, parsePlaced } from '../yaml-places.ts';
import { type Fields, fieldsAt, isFields, listAt, pairsAt, textAt } from './field-reader.ts';
import { formatQuery, splitHttpUrl } from './http-url.ts';
import {
  createImportSink,
  type ImportedSecret,
  type ImportSink,
  readAuth,
  readConnection,
} from './import-http-config.ts';

const MAX_LENGTH = 16 * 1024 * 1024;
const MAX_ENDPOINTS = 1_000;

/** What an import of Prometheus' configuration gives. */
export type PrometheusImport =
  | {
      readonly ok: true;
      readonly endpoints: readonly Endpoint[];
      /** Values that stood in the file; they belong into the vault, and nowhere else. */
      readonly secrets: readonly ImportedSecret[];
      /** Sentences on what was left out or changed. */
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly message: string };

const SETTINGS: readonly (readonly [key: string, field: keyof ScrapeSettings])[] = [
  ['honor_labels', 'honorLabels'],
  ['honor_timestamps', 'honorTimestamps'],
  ['track_timestamps_staleness', 'trackTimestampsStaleness'],
  ['scrape_native_histograms', 'scrapeNativeHistograms'],
  ['always_scrape_classic_histograms', 'alwaysScrapeClassicHistograms'],
  ['convert_classic_histograms_to_nhcb', 'convertClassicHistogramsToNhcb'],
  ['native_histogram_min_bucket_factor', 'nativeHistogramMinBucketFactor'],
  ['scrape_protocols', 'scrapeProtocols'],
  ['fallback_scrape_protocol', 'fallbackScrapeProtocol'],
];

const LIMITS: readonly (readonly [key: string, field: keyof ScrapeLimits])[] = [
  ['sample_limit', 'samples'],
  ['label_limit', 'labels'],
  ['label_name_length_limit', 'labelNameLength'],
  ['label_value_length_limit', 'labelValueLength'],
  ['native_histogram_bucket_limit', 'nativeHistogramBuckets'],
];

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

function readBytes(text: string): number | null {
  const match = /^(\d+)([KMGT]?)(?:i?B)?$/.exec(text);
  return match === null ? null : Number(match[1]) * (UNITS[match[2] ?? ''] ?? 1);
}

function readLimits(config: Fields, sink: ImportSink): ScrapeLimits {
  const limits: Record<string, number> = { ...DEFAULT_SCRAPE_LIMITS };
  for (const [key, field] of LIMITS) {
    const value = Number(config[key] ?? 0);
    if (Number.isInteger(value) && value > 0) limits[field] = value;
  }
  const bytes = readBytes(textAt(config, 'body_size_limit') || '0');
  if (bytes === null) sink.note('body_size_limit could not be read; the default stands');
  else if (bytes > 0) limits.bodyBytes = bytes;
  for (const key of ['target_limit', 'keep_dropped_targets', 'enable_compression']) {
    if (key in config) sink.note(`${key} was left out; it is no setting of one endpoint here`);
  }
  return limits as unknown as ScrapeLimits;
}

function readSettings(config: Fields, sink: ImportSink): ScrapeSettings {
  const given: Record<string, unknown> = { ...DEFAULT_SCRAPE_SETTINGS };
  for (const [key, field] of SETTINGS) if (config[key] !== undefined) given[field] = config[key];
  for (const [key, field] of [
    ['relabel_configs', 'relabelConfigs'],
    ['metric_relabel_configs', 'metricRelabelConfigs'],
  ] as const) {
    const steps = fileRelabelConfigsSchema.safeParse(config[key] ?? []);
    if (steps.success) given[field] = steps.data;
    else sink.note(`${key} were left out: ${steps.error.issues[0]?.message ?? 'they are not valid'}`);
  }
  const settings = scrapeSettingsSchema.safeParse(given);
  if (settings.success) return settings.data;
  sink.note(
    `settings of the scrape were left out: ${settings.error.issues[0]?.message ?? 'they are not valid'}`,
  );
  return DEFAULT_SCRAPE_SETTINGS;
}

function readDuration(text: string, fallbackMs: number, sink: ImportSink): number {
  if (text === '') return fallbackMs;
  try {
    return parseDurationMs(text);
  } catch (error) {
    sink.note((error as Error).message);
    return fallbackMs;
  }
}

function urlOf(config: Fields, target: string): string {
  const scheme = textAt(config, 'scheme') || 'http';
  const path = textAt(config, 'metrics_path') || '/metrics';
  const params = Object.entries(fieldsAt(config, 'params')).flatMap(([name, values]) =>
    (Array.isArray(values) ? values : [values]).map((value): [string, string] => [name, String(value)]),
  );
  const query = formatQuery(params);
  return `${scheme}://${target}${path.startsWith('/') ? '' : '/'}${path}${query === '' ? '' : `?${query}`}`;
}

function idOf(text: string, isTaken: (id: string) => boolean): string {
  const base =
    text
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 48)
      .replace(/-+$/, '') || 'endpoint';
  if (!isTaken(base)) return base;
  let number = 2;
  while (isTaken(`${base}-${number}`)) number += 1;
  return `${base}-${number}`;
}

interface Import {
  readonly endpoints: Endpoint[];
  readonly secrets: ImportedSecret[];
  readonly notes: string[];
}

function readJob(config: Fields, global: Fields, result: Import, takenIds: ReadonlySet<string>): void {
  const jobName = textAt(config, 'job_name');
  const where = jobName === '' ? 'a job without a name' : `job "${jobName}"`;
  const noteOnly = createImportSink(where, '', result.notes, []);
  for (const key of Object.keys(config)) {
    if (!key.endsWith('_sd_configs')) continue;
    noteOnly.note(
      `${key} finds its targets elsewhere, which is not supported; list them under static_configs`,
    );
  }
  const shared: ImportedSecret[] = [];
  for (const group of listAt(config, 'static_configs').filter(isFields)) {
    for (const target of listAt(group, 'targets').map(String)) {
      const isTaken = (id: string): boolean =>
        takenIds.has(id) || result.endpoints.some((endpoint) => endpoint.id === id);
      const id = idOf(listAt(group, 'targets').length > 1 ? `${jobName}-${target}` : jobName, isTaken);
      // Told once for a job, not for each of its targets.
      const notes: string[] = [];
      const secrets: ImportedSecret[] = [];
      const sink = createImportSink(where, id, notes, secrets);
      const scrapeIntervalMs = readDuration(
        textAt(config, 'scrape_interval') || textAt(global, 'scrape_interval'),
        60_000,
        sink,
      );
      const timeoutMs = readDuration(
        textAt(config, 'scrape_timeout') || textAt(global, 'scrape_timeout'),
        10_000,
        sink,
      );
      const endpoint = endpointSchema.safeParse({
        id,
        name: jobName || target,
        url: urlOf(config, target),
        scrapeIntervalMs,
        scrapeTimeoutMs: Math.min(timeoutMs, scrapeIntervalMs),
        labels: pairsAt(group, 'labels').sort(([a], [b]) => (a < b ? -1 : 1)),
        scrape: readSettings(config, sink),
        auth: readAuth(config, sink),
        connection: readConnection(config, sink),
        limits: readLimits(config, sink),
      });
      for (const note of notes) if (!result.notes.includes(note)) result.notes.push(note);
      const issue = endpoint.error?.issues[0];
      if (issue !== undefined) {
        noteOnly.note(`target ${target} was left out: ${issue.path.join('.')}: ${issue.message}`);
      } else if (endpoint.data !== undefined) {
        result.endpoints.push(endpoint.data);
        shared.push(...secrets);
      }
    }
  }
  result.secrets.push(...shared);
}

/** The jobs of a prometheus.yml, of a bare list of scrape configs, or of one without a target: a bare http_config. */
function jobsOf(value: unknown): readonly Fields[] | null {
  const list = Array.isArray(value) ? value : isFields(value) ? value.scrape_configs : undefined;
  if (Array.isArray(list) && list.every(isFields)) return list;
  if (isFields(value) && (typeof value.job_name === 'string' || Array.isArray(value.static_configs)))
    return [value];
  return null;
}

function parseYaml(text: string): { readonly value: unknown } | string {
  if (text.length > MAX_LENGTH) return 'it is larger than 16 MiB';
  const placed: PlacedDocument = parsePlaced('', text);
  const fault = placed.document.errors[0];
  if (fault !== undefined)
    return `line ${lineAt(placed, fault.pos[0])}: ${fault.message.split('\n')[0] ?? ''}`;
  try {
    return { value: placed.document.toJS({ maxAliasCount: 100 }) as unknown };
  } catch (error) {
    if (error instanceof ReferenceError) return 'it has too many aliases';
    throw error;
  }
}

const HTTP_CONFIG_FIELDS = [
  'basic_auth',
  'authorization',
  'oauth2',
  'bearer_token',
  'tls_config',
  'proxy_url',
  'http_headers',
];

/**
 * Reads a prometheus.yml, a list of scrape configs, or a bare http_config together with the URL that it is for. Targets of
 * static_configs become endpoints; other ways of finding targets are told. Secrets are given apart.
 */
export function importPrometheusConfig(
  text: string,
  takenIds: ReadonlySet<string>,
  httpConfigUrl: string | null = null,
): PrometheusImport {
  const parsed = parseYaml(text);
  if (typeof parsed === 'string') return { ok: false, message: parsed };
  const result: Import = { endpoints: [], secrets: [], notes: [] };
  const { value } = parsed;
  const jobs = jobsOf(value);
  if (jobs === null) {
    if (!isFields(value) || !HTTP_CONFIG_FIELDS.some((key) => key in value)) {
      return { ok: false, message: 'it has neither scrape_configs nor an http_config' };
    }
    const url = splitHttpUrl(httpConfigUrl ?? '');
    if (url === null) {
      return { ok: false, message: 'an http_config alone has no target; give the URL that it is for' };
    }
    const { scheme, host, path, params } = url;
    const job = { job_name: host, scheme, metrics_path: path, params: Object.fromEntries(params) };
    readJob({ ...value, ...job, static_configs: [{ targets: [host] }] }, {}, result, takenIds);
  } else {
    const global = isFields(value) ? fieldsAt(value, 'global') : {};
    for (const job of jobs) readJob(job, global, result, takenIds);
    if (isFields(value) && listAt(value, 'rule_files').length > 0) {
      result.notes.push('rule_files are files of their own; import them on the Alerts page');
    }
    if (isFields(value) && 'scrape_config_files' in value) {
      result.notes.push('scrape_config_files are files of their own; import each of them');
    }
  }
  if (result.endpoints.length > MAX_ENDPOINTS) {
    return {
      ok: false,
      message: `it has ${result.endpoints.length} targets; an environment holds ${MAX_ENDPOINTS}`,
    };
  }
  return { ok: true, ...result };
}

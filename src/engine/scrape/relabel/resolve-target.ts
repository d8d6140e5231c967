import { formatDurationMs, parseDurationMs } from '../../../shared/domain/duration.ts';
import type { Endpoint } from '../../../shared/domain/endpoint.ts';
import { type LabelPair, type LabelSet, labelValue } from '../../../shared/domain/series.ts';
import { AppError } from '../../../shared/errors.ts';
import { createLabels } from '../../model/labels.ts';
import { instanceOf, targetLabels } from '../target-address.ts';
import { compileRelabeling } from './relabel.ts';

const PARAMETER_PREFIX = '__param_';
const RESERVED_PREFIX = '__';

/** A target as its endpoint's relabelling leaves it. */
export interface ResolvedTarget {
  /** The endpoint with the URL, interval and timeout to scrape with. */
  readonly endpoint: Endpoint;
  /** The labels of its series. */
  readonly labels: LabelSet;
  /** The labels before relabelling. */
  readonly discoveredLabels: LabelSet;
  /** Why it is not scraped, or null. */
  readonly notScraped: string | null;
}

/** The labels that relabelling sees (Prometheus' PopulateLabels); `__param_` holds the first value of a parameter. */
function discoverLabels(endpoint: Endpoint): Map<string, string> {
  const labels = new Map<string, string>(endpoint.labels);
  const setDefault = (name: string, value: string): void => {
    if ((labels.get(name) ?? '') === '') labels.set(name, value);
  };
  const address = instanceOf(endpoint.url);
  const url = URL.canParse(endpoint.url) ? new URL(endpoint.url) : null;
  setDefault('__address__', address);
  setDefault('job', endpoint.name);
  setDefault('__scrape_interval__', formatDurationMs(endpoint.scrapeIntervalMs));
  setDefault('__scrape_timeout__', formatDurationMs(endpoint.scrapeTimeoutMs));
  setDefault('__scheme__', url === null ? 'http' : url.protocol.slice(0, -1));
  setDefault('__metrics_path__', url?.pathname ?? '/metrics');
  for (const name of new Set(url?.searchParams.keys())) {
    setDefault(PARAMETER_PREFIX + name, url?.searchParams.get(name) ?? '');
  }
  return labels;
}

function scrapeUrl(endpoint: Endpoint, labels: ReadonlyMap<string, string>): string {
  const parameters = URL.canParse(endpoint.url) ? new URL(endpoint.url).searchParams : new URLSearchParams();
  const values = new Map<string, string[]>();
  for (const [name, value] of parameters) values.set(name, [...(values.get(name) ?? []), value]);
  for (const [name, value] of labels) {
    if (!name.startsWith(PARAMETER_PREFIX)) continue;
    const key = name.slice(PARAMETER_PREFIX.length);
    values.set(key, [value, ...(values.get(key) ?? []).slice(1)]);
  }
  const query = new URLSearchParams();
  for (const [name, all] of values) for (const value of all) query.append(name, value);
  const path = labels.get('__metrics_path__') ?? '';
  const slash = path === '' || path.startsWith('/') ? '' : '/';
  const search = query.size === 0 ? '' : `?${query}`;
  return `${labels.get('__scheme__') ?? ''}://${labels.get('__address__') ?? ''}${slash}${path}${search}`;
}

function readDuration(labels: ReadonlyMap<string, string>, name: 'interval' | 'timeout'): number {
  const refuse = (message: string): never => {
    throw new AppError('bad_data', message);
  };
  let ms: number;
  try {
    ms = parseDurationMs(labels.get(`__scrape_${name}__`) ?? '');
  } catch (error) {
    return refuse(`error parsing scrape ${name}: ${(error as Error).message}`);
  }
  return ms > 0 ? ms : refuse(`scrape ${name} cannot be 0`);
}

function relabeledEndpoint(endpoint: Endpoint, labels: ReadonlyMap<string, string>): Endpoint {
  const address = labels.get('__address__') ?? '';
  if (address === '') throw new AppError('bad_data', 'no address');
  if (address.includes('/') || address.includes('@')) {
    throw new AppError('bad_data', `${JSON.stringify(address)} is not a valid hostname`);
  }
  const scrapeIntervalMs = readDuration(labels, 'interval');
  const scrapeTimeoutMs = readDuration(labels, 'timeout');
  if (scrapeTimeoutMs > scrapeIntervalMs) {
    const [timeout, interval] = [scrapeTimeoutMs, scrapeIntervalMs].map(formatDurationMs);
    throw new AppError(
      'bad_data',
      `scrape timeout cannot be greater than scrape interval ("${timeout}" > "${interval}")`,
    );
  }
  return { ...endpoint, url: scrapeUrl(endpoint, labels), scrapeIntervalMs, scrapeTimeoutMs };
}

/** Runs an endpoint's relabel_configs. Never throws: what is wrong with them is why the target is not scraped. */
export function resolveTarget(endpoint: Endpoint): ResolvedTarget {
  const labels = discoverLabels(endpoint);
  const discoveredLabels = createLabels(labels);
  const refused = (notScraped: string): ResolvedTarget => ({
    endpoint,
    labels: targetLabels(endpoint),
    discoveredLabels,
    notScraped,
  });
  if (endpoint.scrape.relabelConfigs.length === 0) {
    return { endpoint, labels: targetLabels(endpoint), discoveredLabels, notScraped: null };
  }
  try {
    const relabel = compileRelabeling(endpoint.scrape.relabelConfigs);
    if (relabel !== null && !relabel(labels)) return refused('Dropped by relabelling (relabel_configs).');
    return {
      endpoint: relabeledEndpoint(endpoint, labels),
      labels: seriesLabels(labels),
      discoveredLabels,
      notScraped: null,
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return refused(`Relabelling (relabel_configs) leaves no target: ${error.message}`);
  }
}

function seriesLabels(labels: ReadonlyMap<string, string>): LabelSet {
  const kept: LabelPair[] = [...labels].filter(([name]) => !name.startsWith(RESERVED_PREFIX));
  const set = createLabels(kept);
  return labelValue(set, 'instance') === ''
    ? createLabels([...kept, ['instance', labels.get('__address__') ?? '']])
    : set;
}

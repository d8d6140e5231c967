import { parseDurationMs } from '../../../shared/domain/duration.ts';
import {
  DEFAULT_SCRAPE_LIMITS,
  type Endpoint,
  type EndpointAuth,
  isSecretHeaderName,
  type ScrapeLimits,
} from '../../../shared/domain/endpoint.ts';
import { DEFAULT_SCRAPE_SETTINGS, type ScrapeSettings } from '../../../shared/domain/scrape-settings.ts';
import type { LabelPair } from '../../../shared/domain/series.ts';
import {
  type AccessDraft,
  type AccessErrors,
  accessAuthOf,
  accessConnectionOf,
  accessDraftOf,
  EMPTY_ACCESS,
  validateAccess,
} from './access-draft.ts';
import { formatRelabelSteps, readRelabelSteps } from './relabel-text.ts';

/** The endpoint form's fields as they were typed. Secrets are '' where a stored one is to be kept. */
export interface EndpointDraft {
  readonly name: string;
  readonly url: string;
  readonly scrapeInterval: string;
  readonly scrapeTimeout: string;
  readonly authKind: EndpointAuth['kind'];
  readonly username: string;
  readonly headerName: string;
  readonly secret: string;
  readonly caPem: string;
  readonly serverName: string;
  readonly insecureSkipVerify: boolean;
  /** As typed: rows without a name and a value count as absent. */
  readonly labels: readonly LabelPair[];
  /** MiB after decompression. */
  readonly pageLimit: string;
  readonly sampleLimit: string;
  readonly labelLimit: string;
  readonly labelNameLimit: string;
  readonly labelValueLimit: string;
  readonly bucketLimit: string;
  /** Empty for none. */
  readonly bucketFactor: string;
  readonly seriesLimit: string;
  /** All but its relabelling and bucket factor, which are as they were typed. */
  readonly scrape: ScrapeSettings;
  readonly relabelText: string;
  readonly metricRelabelText: string;
  readonly access: AccessDraft;
}

export type DraftErrors = Partial<Record<Exclude<keyof EndpointDraft, 'access'>, string>> & AccessErrors;

const MEBIBYTE = 1_048_576;

function limitFields(
  limits: ScrapeLimits,
): Pick<
  EndpointDraft,
  | 'pageLimit'
  | 'sampleLimit'
  | 'labelLimit'
  | 'labelNameLimit'
  | 'labelValueLimit'
  | 'bucketLimit'
  | 'seriesLimit'
> {
  return {
    pageLimit: String(Math.ceil(limits.bodyBytes / MEBIBYTE)),
    sampleLimit: String(limits.samples),
    labelLimit: String(limits.labels),
    labelNameLimit: String(limits.labelNameLength),
    labelValueLimit: String(limits.labelValueLength),
    bucketLimit: String(limits.nativeHistogramBuckets),
    seriesLimit: String(limits.series),
  };
}

function scrapeFields(
  scrape: ScrapeSettings,
): Pick<EndpointDraft, 'scrape' | 'bucketFactor' | 'relabelText' | 'metricRelabelText'> {
  const { nativeHistogramMinBucketFactor: factor } = scrape;
  return {
    scrape,
    bucketFactor: factor === 0 ? '' : String(factor),
    relabelText: formatRelabelSteps(scrape.relabelConfigs),
    metricRelabelText: formatRelabelSteps(scrape.metricRelabelConfigs),
  };
}

export const EMPTY_DRAFT: EndpointDraft = {
  name: '',
  url: '',
  scrapeInterval: '5s',
  scrapeTimeout: '5s',
  authKind: 'none',
  username: '',
  headerName: 'X-API-Key',
  secret: '',
  caPem: '',
  serverName: '',
  insecureSkipVerify: false,
  labels: [],
  ...limitFields(DEFAULT_SCRAPE_LIMITS),
  ...scrapeFields(DEFAULT_SCRAPE_SETTINGS),
  access: EMPTY_ACCESS,
};

/** An endpoint as the form shows it. */
export function draftOf(endpoint: Endpoint, formatSpan: (ms: number) => string): EndpointDraft {
  const { auth, connection } = endpoint;
  return {
    name: endpoint.name,
    url: endpoint.url,
    scrapeInterval: formatSpan(endpoint.scrapeIntervalMs),
    scrapeTimeout: formatSpan(endpoint.scrapeTimeoutMs),
    authKind: auth.kind,
    username: auth.kind === 'basic' ? auth.username : '',
    headerName: auth.kind === 'header' ? auth.headerName : EMPTY_DRAFT.headerName,
    secret: '',
    caPem: connection.caPem ?? '',
    serverName: connection.serverName ?? '',
    insecureSkipVerify: connection.insecureSkipVerify,
    labels: endpoint.labels,
    ...limitFields(endpoint.limits),
    ...scrapeFields(endpoint.scrape),
    access: accessDraftOf(auth, connection),
  };
}

/** A bare host gets a scheme and a path, as a user who types `localhost:9100` means it. */
export function completeUrl(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') return '';
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`;
  if (!URL.canParse(withScheme)) return trimmed;
  const url = new URL(withScheme);
  return url.pathname === '/' && !trimmed.endsWith('/') && url.search === ''
    ? `${withScheme}/metrics`
    : withScheme;
}

const NO_URL = 'This is not a URL. Write it like https://shop.example:9464/metrics';

function urlError(text: string): string | null {
  if (text.trim() === '') return 'Enter the address of the metrics page';
  const url = completeUrl(text);
  // Chromium takes a blank in a host, the engine does not; and what was typed without a scheme still has none.
  if (!URL.canParse(url) || /\s/.test(url) || !url.includes('://')) return NO_URL;
  const { protocol, username, password } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') return 'Only http:// and https:// can be scraped';
  if (username !== '' || password !== '') {
    return 'Leave the user name and password out of the URL and enter them below';
  }
  return null;
}

function durationError(text: string): string | null {
  try {
    return parseDurationMs(text.trim()) >= 1_000 ? null : 'At least 1s';
  } catch {
    return 'Write it like 5s, 1m or 1m30s';
  }
}

function writtenLabels(labels: EndpointDraft['labels']): LabelPair[] {
  return labels
    .map(([name, value]): LabelPair => [name.trim(), value.trim()])
    .filter(([name, value]) => name !== '' || value !== '');
}

function labelsError(labels: readonly LabelPair[]): string | null {
  const names = labels.map(([name]) => name);
  const wrong = names.find((name) => !/^(?!__)[A-Za-z_][A-Za-z0-9_]*$/.test(name));
  if (wrong === '') return 'Each label needs a name';
  if (wrong !== undefined) {
    return `${wrong} is no label’s name: letters, digits and underscores, not two underscores in front`;
  }
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  return twice === undefined ? null : `${twice} is there twice`;
}

function countError(text: string, most: number): string | null {
  const count = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  return count >= 1 && count <= most ? null : `A whole number from 1 to ${most.toLocaleString('en')}`;
}

function factorError(text: string): string | null {
  const trimmed = text.trim();
  const isFactor = /^\d+(\.\d+)?$/.test(trimmed) && Number(trimmed) >= 1 && Number(trimmed) <= 65_536;
  return trimmed === '' || isFactor ? null : 'A number from 1, like 1.1, or nothing';
}

/** Whether a credential would travel readable by everyone on the way: plain HTTP to another computer. */
export function sendsUnencrypted(draft: EndpointDraft): boolean {
  const url = completeUrl(draft.url);
  if (draft.authKind === 'none' || !URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/** What is wrong with the fields, by field; empty when the endpoint can be saved. */
export function validateDraft(draft: EndpointDraft, secretStored: boolean): DraftErrors {
  const errors: Record<string, string> = { ...validateAccess(draft.access, draft.authKind) };
  const note = (field: keyof EndpointDraft, error: string | null): void => {
    if (error !== null) errors[field] = error;
  };
  note('url', urlError(draft.url));
  note('scrapeInterval', durationError(draft.scrapeInterval));
  note('scrapeTimeout', durationError(draft.scrapeTimeout));
  if (errors.scrapeInterval === undefined && errors.scrapeTimeout === undefined) {
    const longer = parseDurationMs(draft.scrapeTimeout.trim()) > parseDurationMs(draft.scrapeInterval.trim());
    note('scrapeTimeout', longer ? 'Must not be longer than the interval' : null);
  }
  note('labels', labelsError(writtenLabels(draft.labels)));
  note('pageLimit', countError(draft.pageLimit, 1_024));
  note('sampleLimit', countError(draft.sampleLimit, 10_000_000));
  note('labelLimit', countError(draft.labelLimit, 10_000));
  note('labelNameLimit', countError(draft.labelNameLimit, 65_536));
  note('labelValueLimit', countError(draft.labelValueLimit, 1_048_576));
  note('bucketLimit', countError(draft.bucketLimit, 1_000_000));
  note('bucketFactor', factorError(draft.bucketFactor));
  note('seriesLimit', countError(draft.seriesLimit, 10_000_000));
  note('relabelText', readRelabelSteps(draft.relabelText).error);
  note('metricRelabelText', readRelabelSteps(draft.metricRelabelText).error);
  const needsSecret = draft.authKind !== 'none' && draft.authKind !== 'token_source';
  if (needsSecret && draft.secret === '' && !secretStored)
    note('secret', 'Enter it, or choose no authentication');
  if (draft.authKind === 'header' && !isSecretHeaderName(draft.headerName)) {
    note('headerName', 'A name of letters, digits and dashes that HTTP does not use itself, like X-API-Key');
  }
  return errors;
}

function originOf(url: string): string {
  return new URL(url).origin;
}

/** Whether the secret stored for `before` serves the draft too: it is of the same method, and bound to the same origin. */
export function usesStoredSecret(
  draft: EndpointDraft,
  before: Pick<Endpoint, 'auth' | 'url'> | null,
): boolean {
  if (before === null || before.auth.kind !== draft.authKind) return false;
  if (before.auth.kind === 'oauth2') {
    const { tokenUrl, grant } = before.auth;
    const isSame =
      URL.canParse(draft.access.tokenUrl) && originOf(draft.access.tokenUrl) === originOf(tokenUrl);
    return isSame && grant.kind === draft.access.grant;
  }
  const url = completeUrl(draft.url);
  return URL.canParse(url) && originOf(url) === originOf(before.url);
}

function authOf(draft: EndpointDraft, endpointId: string, before: EndpointAuth | null): EndpointAuth {
  switch (draft.authKind) {
    case 'none':
      return { kind: 'none' };
    case 'basic':
      return { kind: 'basic', username: draft.username, passwordRef: `${endpointId}/password` };
    case 'bearer':
      return { kind: 'bearer', tokenRef: `${endpointId}/token` };
    case 'header':
      return { kind: 'header', headerName: draft.headerName, valueRef: `${endpointId}/header` };
    default:
      return accessAuthOf(draft.authKind, draft.access, endpointId, before);
  }
}

/** The endpoint behind valid fields. What the form does not show is kept from `before`. */
export function endpointOf(
  draft: EndpointDraft,
  endpointId: string,
  before: (Pick<Endpoint, 'auth' | 'connection'> & Partial<Endpoint>) | null,
): Endpoint {
  const url = completeUrl(draft.url);
  return {
    labels: writtenLabels(draft.labels),
    scrape: {
      ...draft.scrape,
      nativeHistogramMinBucketFactor: Number(draft.bucketFactor),
      relabelConfigs: readRelabelSteps(draft.relabelText).steps ?? [],
      metricRelabelConfigs: readRelabelSteps(draft.metricRelabelText).steps ?? [],
    },
    limits: {
      bodyBytes: Number(draft.pageLimit) * MEBIBYTE,
      samples: Number(draft.sampleLimit),
      labels: Number(draft.labelLimit),
      labelNameLength: Number(draft.labelNameLimit),
      labelValueLength: Number(draft.labelValueLimit),
      nativeHistogramBuckets: Number(draft.bucketLimit),
      series: Number(draft.seriesLimit),
    },
    id: endpointId,
    name: draft.name.trim() === '' ? new URL(url).host : draft.name.trim(),
    url,
    scrapeIntervalMs: parseDurationMs(draft.scrapeInterval.trim()),
    scrapeTimeoutMs: parseDurationMs(draft.scrapeTimeout.trim()),
    auth: authOf(draft, endpointId, before?.auth ?? null),
    connection: {
      ...accessConnectionOf(draft.access, endpointId, before?.connection ?? null),
      caPem: draft.caPem.trim() === '' ? null : draft.caPem,
      serverName: draft.serverName.trim() === '' ? null : draft.serverName.trim(),
      insecureSkipVerify: draft.insecureSkipVerify,
    },
  };
}

/** An id for a new endpoint from its name or host, different from those in use. */
export function createEndpointId(draft: EndpointDraft, used: ReadonlySet<string>): string {
  const url = completeUrl(draft.url);
  const source = draft.name.trim() === '' && URL.canParse(url) ? new URL(url).host : draft.name;
  const stem =
    source
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 48) || 'endpoint';
  if (!used.has(stem)) return stem;
  for (let n = 2; ; n++) if (!used.has(`${stem}-${n}`)) return `${stem}-${n}`;
}

import { Document } from 'yaml';
import type { EndpointAuth } from '../../domain/auth.ts';
import type { ConnectionSettings } from '../../domain/connection.ts';
import { formatDurationMs } from '../../domain/duration.ts';
import { DEFAULT_SCRAPE_LIMITS, type Endpoint } from '../../domain/endpoint.ts';
import type { Environment } from '../../domain/environment.ts';
import { DEFAULT_SCRAPE_SETTINGS } from '../../domain/scrape-settings.ts';
import { toFileRelabelConfig } from '../../ipc/scrape-schemas.ts';
import { type HttpUrl, splitHttpUrl } from './http-url.ts';

/** One file of an export, its path relative to the folder of all. */
export interface ExportedFile {
  readonly path: string;
  readonly text: string;
}

/** An environment as Prometheus takes it: `prometheus.yml`, its rule files, and what could not be told to it. */
export interface PrometheusExport {
  readonly files: readonly ExportedFile[];
  /** Files that the configuration reads secrets from; they are not among `files`. */
  readonly secretFiles: readonly { readonly path: string; readonly secretRef: string }[];
  readonly notes: readonly string[];
}

interface Sink {
  secretFile(secretRef: string): string;
  note(message: string): void;
}

function authFields(auth: EndpointAuth, sink: Sink): object {
  switch (auth.kind) {
    case 'none':
      return {};
    case 'basic':
      return { basic_auth: { username: auth.username, password_file: sink.secretFile(auth.passwordRef) } };
    case 'bearer':
      return { authorization: { credentials_file: sink.secretFile(auth.tokenRef) } };
    case 'authorization':
      return { authorization: { type: auth.scheme, credentials_file: sink.secretFile(auth.credentialsRef) } };
    case 'header':
      return { http_headers: { [auth.headerName]: { files: [sink.secretFile(auth.valueRef)] } } };
    case 'cookie':
      return { http_headers: { Cookie: { files: [sink.secretFile(auth.cookieRef)] } } };
    case 'oauth2':
      return oauth2Fields(auth, sink);
    case 'token_source':
      if (auth.source.kind === 'file') {
        return { authorization: { type: auth.scheme, credentials_file: auth.source.path } };
      }
      sink.note('gets its token from a command or a variable; write it into the file named there');
      return { authorization: { type: auth.scheme, credentials_file: sink.secretFile('token') } };
  }
}

function oauth2Fields(auth: Extract<EndpointAuth, { kind: 'oauth2' }>, sink: Sink): object {
  if (auth.grant.kind === 'jwt_bearer')
    sink.note('signs its token requests, which has to be set up in Prometheus by hand');
  if (auth.secretParams.length > 0) sink.note('has secret fields in its token request, which were left out');
  const ref = auth.grant.kind === 'client_credentials' ? auth.grant.clientSecretRef : auth.grant.keyRef;
  return {
    oauth2: {
      client_id: auth.clientId,
      client_secret_file: sink.secretFile(ref),
      token_url: auth.tokenUrl,
      ...(auth.scopes.length === 0 ? {} : { scopes: auth.scopes }),
      ...(auth.endpointParams.length === 0 ? {} : { endpoint_params: new Map(auth.endpointParams) }),
      ...connectionFields(auth.connection, sink),
    },
  };
}

function connectionFields(connection: ConnectionSettings, sink: Sink): object {
  const { caPem, serverName, minTlsVersion, maxTlsVersion, clientCertificate, proxy } = connection;
  if (connection.caMode === 'add' && caPem !== null) {
    sink.note('adds its authority to those of the system; Prometheus takes it in their place');
  }
  if (connection.insecureSkipVerify) sink.note('does not check certificates here; the export does');
  if (clientCertificate?.kind === 'pkcs12')
    sink.note('has a client certificate in an archive; turn it into PEM files');
  const tls = {
    ...(caPem === null ? {} : { ca: caPem }),
    ...(serverName === null ? {} : { server_name: serverName }),
    ...(minTlsVersion === null ? {} : { min_version: minTlsVersion }),
    ...(maxTlsVersion === null ? {} : { max_version: maxTlsVersion }),
    ...(clientCertificate?.kind === 'pem'
      ? { cert: clientCertificate.certPem, key_file: sink.secretFile(clientCertificate.keyRef) }
      : {}),
  };
  if (proxy !== null && (proxy.username !== '' || proxy.headers.length > 0)) {
    sink.note(
      'has a proxy that asks who comes; Prometheus takes its credential in proxy_url only, which is left to you',
    );
  }
  return {
    ...(Object.keys(tls).length === 0 ? {} : { tls_config: tls }),
    ...(proxy === null
      ? {}
      : { proxy_url: proxy.url, ...(proxy.noProxy === '' ? {} : { no_proxy: proxy.noProxy }) }),
    ...(connection.followRedirects ? {} : { follow_redirects: false }),
  };
}

/** Scrape settings and limits that differ from the defaults here, by Prometheus' names. */
function settingFields({ scrape, limits }: Endpoint): object {
  const entries: [string, unknown, unknown][] = [
    ['honor_labels', scrape.honorLabels, DEFAULT_SCRAPE_SETTINGS.honorLabels],
    ['honor_timestamps', scrape.honorTimestamps, DEFAULT_SCRAPE_SETTINGS.honorTimestamps],
    ['track_timestamps_staleness', scrape.trackTimestampsStaleness, false],
    ['scrape_native_histograms', scrape.scrapeNativeHistograms, false],
    ['always_scrape_classic_histograms', scrape.alwaysScrapeClassicHistograms, false],
    ['convert_classic_histograms_to_nhcb', scrape.convertClassicHistogramsToNhcb, false],
    ['native_histogram_min_bucket_factor', scrape.nativeHistogramMinBucketFactor, 0],
    ['scrape_protocols', scrape.scrapeProtocols.length === 0 ? null : scrape.scrapeProtocols, null],
    ['fallback_scrape_protocol', scrape.fallbackScrapeProtocol, null],
    ['sample_limit', limits.samples, DEFAULT_SCRAPE_LIMITS.samples],
    ['label_limit', limits.labels, DEFAULT_SCRAPE_LIMITS.labels],
    ['label_name_length_limit', limits.labelNameLength, DEFAULT_SCRAPE_LIMITS.labelNameLength],
    ['label_value_length_limit', limits.labelValueLength, DEFAULT_SCRAPE_LIMITS.labelValueLength],
    [
      'native_histogram_bucket_limit',
      limits.nativeHistogramBuckets,
      DEFAULT_SCRAPE_LIMITS.nativeHistogramBuckets,
    ],
    ['body_size_limit', `${limits.bodyBytes}B`, `${DEFAULT_SCRAPE_LIMITS.bodyBytes}B`],
  ];
  return Object.fromEntries(
    entries.filter(([, value, other]) => value !== other).map(([key, value]) => [key, value]),
  );
}

/** Environments hold absolute http(s) URLs only. */
function requireUrl(text: string): HttpUrl {
  const url = splitHttpUrl(text);
  if (url === null) throw new Error('an environment has a URL that is not http or https');
  return url;
}

function steps(configs: Endpoint['scrape']['relabelConfigs']): object[] | undefined {
  return configs.length === 0 ? undefined : configs.map(toFileRelabelConfig);
}

function jobOf(endpoint: Endpoint, jobName: string, sink: Sink): object {
  const { scheme, host, path, params } = requireUrl(endpoint.url);
  const headers = Object.fromEntries(
    endpoint.connection.headers.map(({ name, valueRef }) => [name, { files: [sink.secretFile(valueRef)] }]),
  );
  const auth = authFields(endpoint.auth, sink) as { http_headers?: object };
  const allHeaders = { ...auth.http_headers, ...headers };
  const labels = new Map(endpoint.labels);
  if (jobName !== endpoint.name && !labels.has('job')) labels.set('job', endpoint.name);
  return {
    job_name: jobName,
    scheme,
    metrics_path: path,
    params: params.size === 0 ? undefined : params,
    scrape_interval: formatDurationMs(endpoint.scrapeIntervalMs),
    scrape_timeout: formatDurationMs(endpoint.scrapeTimeoutMs),
    ...settingFields(endpoint),
    ...auth,
    ...connectionFields(endpoint.connection, sink),
    ...(Object.keys(allHeaders).length === 0 ? {} : { http_headers: allHeaders }),
    static_configs: [{ targets: [host], labels: labels.size === 0 ? undefined : labels }],
    relabel_configs: steps(endpoint.scrape.relabelConfigs),
    metric_relabel_configs: steps(endpoint.scrape.metricRelabelConfigs),
  };
}

/** The configuration that makes a Prometheus scrape and evaluate what an environment does; secrets are read from files. */
export function exportPrometheusConfig(environment: Environment): PrometheusExport {
  const secretFiles = new Map<string, string>();
  const notes: string[] = [];
  const sinkOf = (name: string): Sink => ({
    secretFile(secretRef) {
      const path = `secrets/${secretRef.replaceAll(/[^\w.-]+/g, '-')}`;
      secretFiles.set(path, secretRef);
      return path;
    },
    note: (message) => notes.push(`${name} ${message}.`),
  });
  const names = new Map<string, number>();
  for (const { name } of environment.endpoints) names.set(name, (names.get(name) ?? 0) + 1);
  const ruleFiles = environment.ruleFiles.map(({ name, text }) => ({ path: `rules/${name}`, text }));
  for (const { name } of environment.servers) {
    notes.push(`${name} is a server, and no target of scrapes; it is left out.`);
  }
  const { alertmanager } = environment;
  const config = {
    rule_files: ruleFiles.length === 0 ? undefined : ruleFiles.map(({ path }) => path),
    alerting: alertmanager && {
      alertmanagers: [
        {
          scheme: requireUrl(alertmanager.url).scheme,
          path_prefix: requireUrl(alertmanager.url).path,
          ...authFields(alertmanager.auth, sinkOf('The Alertmanager')),
          ...connectionFields(alertmanager.connection, sinkOf('The Alertmanager')),
          static_configs: [{ targets: [requireUrl(alertmanager.url).host] }],
        },
      ],
    },
    scrape_configs: environment.endpoints.map((endpoint) =>
      jobOf(endpoint, names.get(endpoint.name) === 1 ? endpoint.name : endpoint.id, sinkOf(endpoint.name)),
    ),
  };
  const document = new Document(config, { keepUndefined: false, aliasDuplicateObjects: false });
  document.commentBefore = [
    ` ${environment.name.replaceAll(/\p{Cc}/gu, ' ')}, for Prometheus.`,
    ...[...secretFiles].map(([path, secretRef]) => ` ${path} has to hold the credential ${secretRef}.`),
  ].join('\n');
  return {
    files: [{ path: 'prometheus.yml', text: document.toString({ lineWidth: 0 }) }, ...ruleFiles],
    secretFiles: [...secretFiles].map(([path, secretRef]) => ({ path, secretRef })),
    notes,
  };
}

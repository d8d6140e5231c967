import type { EndpointAuth } from '../../domain/auth.ts';
import {
  type ConnectionSettings,
  DEFAULT_CONNECTION,
  type SecretHeader,
  TLS_VERSIONS,
  type TlsVersion,
} from '../../domain/connection.ts';
import { type Fields, fieldsAt, isFields, listAt, pairsAt, textAt } from './field-reader.ts';
import { splitHttpUrl } from './http-url.ts';

/** A secret that stood in a file: its reference from now on, and its value for the vault. */
export type ImportedSecret = readonly [secretRef: string, value: string];

/** Collects what an import finds beside the endpoints. */
export interface ImportSink {
  /** Before each note, e.g. `job "shop"`. */
  readonly where: string;
  /** Begins the references to secrets. */
  readonly refPrefix: string;
  note(message: string): void;
  secret(name: string, value: string): string;
}

/** Makes a sink over lists that several jobs share. */
export function createImportSink(
  where: string,
  refPrefix: string,
  notes: string[],
  secrets: ImportedSecret[],
): ImportSink {
  return {
    where,
    refPrefix,
    note: (message) => notes.push(where === '' ? message : `${where}: ${message}`),
    secret(name, value) {
      const secretRef = `${refPrefix}/${name}`;
      if (value !== '' && value !== '<secret>') secrets.push([secretRef, value]);
      return secretRef;
    },
  };
}

function readFileToken(path: string, scheme: string, sink: ImportSink): EndpointAuth {
  sink.note(`the credential is read from the file ${path}, which needs an approval on this computer`);
  return { kind: 'token_source', scheme, source: { kind: 'file', path } };
}

function readAuthorization(fields: Fields, sink: ImportSink): EndpointAuth {
  const scheme = textAt(fields, 'type') || 'Bearer';
  const file = textAt(fields, 'credentials_file');
  if (file !== '') return readFileToken(file, scheme, sink);
  const credentialsRef = sink.secret('token', textAt(fields, 'credentials'));
  return scheme.toLowerCase() === 'bearer'
    ? { kind: 'bearer', tokenRef: credentialsRef }
    : { kind: 'authorization', scheme, credentialsRef };
}

function readBasic(fields: Fields, sink: ImportSink): EndpointAuth {
  for (const key of ['password_file', 'username_file']) {
    const file = textAt(fields, key);
    if (file !== '') sink.note(`${key} (${file}) is not read; type what it holds`);
  }
  const passwordRef = sink.secret('password', textAt(fields, 'password'));
  return { kind: 'basic', username: textAt(fields, 'username'), passwordRef };
}

function readOAuth2(fields: Fields, sink: ImportSink): EndpointAuth {
  const file = textAt(fields, 'client_secret_file');
  if (file !== '') sink.note(`client_secret_file (${file}) is not read; type what it holds`);
  return {
    kind: 'oauth2',
    clientId: textAt(fields, 'client_id'),
    tokenUrl: textAt(fields, 'token_url'),
    grant: {
      kind: 'client_credentials',
      clientSecretRef: sink.secret('client-secret', textAt(fields, 'client_secret')),
    },
    scopes: listAt(fields, 'scopes').map(String),
    endpointParams: pairsAt(fields, 'endpoint_params'),
    secretParams: [],
    connection: readConnection(fields, {
      ...sink,
      secret: (name, value) => sink.secret(`token-${name}`, value),
    }),
  };
}

/** The method of authentication of a Prometheus http_config. */
export function readAuth(config: Fields, sink: ImportSink): EndpointAuth {
  if (isFields(config.basic_auth)) return readBasic(config.basic_auth, sink);
  if (isFields(config.authorization)) return readAuthorization(config.authorization, sink);
  if (isFields(config.oauth2)) return readOAuth2(config.oauth2, sink);
  const token = textAt(config, 'bearer_token');
  if (token !== '') return { kind: 'bearer', tokenRef: sink.secret('token', token) };
  const file = textAt(config, 'bearer_token_file');
  if (file !== '') return readFileToken(file, 'Bearer', sink);
  for (const key of ['sigv4', 'azuread', 'google_iam']) {
    if (key in config) sink.note(`${key} is not supported; choose another way to authenticate`);
  }
  return { kind: 'none' };
}

function readTlsVersion(fields: Fields, key: string): TlsVersion | null {
  const text = textAt(fields, key);
  return TLS_VERSIONS.find((version) => version === text) ?? null;
}

function readHeaders(config: Fields, sink: ImportSink): SecretHeader[] {
  const headers: SecretHeader[] = [];
  for (const [name, given] of Object.entries(fieldsAt(config, 'http_headers'))) {
    if (!isFields(given)) continue;
    if (listAt(given, 'files').length > 0)
      sink.note(`files of the header ${name} are not read; type its value`);
    const [value] = [...listAt(given, 'secrets'), ...listAt(given, 'values')];
    headers.push({
      name,
      valueRef: sink.secret(`header-${name.toLowerCase()}`, value === undefined ? '' : String(value)),
    });
  }
  return headers;
}

/** TLS, proxy and headers of a Prometheus http_config. Checks that it switches off stay on, and are told. */
export function readConnection(config: Fields, sink: ImportSink): ConnectionSettings {
  const tls = fieldsAt(config, 'tls_config');
  for (const key of ['ca_file', 'cert_file', 'key_file']) {
    const file = textAt(tls, key);
    if (file !== '') sink.note(`${key} (${file}) is not read; paste its text in the endpoint's form`);
  }
  if (tls.insecure_skip_verify === true) {
    sink.note('insecure_skip_verify was taken out; certificates are checked');
  }
  const cert = textAt(tls, 'cert');
  const proxyUrl = textAt(config, 'proxy_url');
  if (config.proxy_from_environment === true) {
    sink.note('proxy_from_environment is not supported; name the proxy');
  }
  const proxy = splitHttpUrl(proxyUrl);
  return {
    ...DEFAULT_CONNECTION,
    caPem: textAt(tls, 'ca') || null,
    serverName: textAt(tls, 'server_name') || null,
    minTlsVersion: readTlsVersion(tls, 'min_version'),
    maxTlsVersion: readTlsVersion(tls, 'max_version'),
    clientCertificate:
      cert === ''
        ? null
        : {
            kind: 'pem',
            certPem: cert,
            keyRef: sink.secret('client-key', textAt(tls, 'key')),
            passphraseRef: null,
          },
    proxy:
      proxy === null
        ? null
        : {
            url: `${proxy.scheme}://${proxy.host}${proxy.path}`,
            username: proxy.username,
            passwordRef: proxy.password === '' ? null : sink.secret('proxy-password', proxy.password),
            noProxy: textAt(config, 'no_proxy'),
            headers: [],
          },
    headers: readHeaders(config, sink),
    followRedirects: config.follow_redirects !== false,
  };
}

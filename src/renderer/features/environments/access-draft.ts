import { type EndpointAuth, isAuthorizationScheme, type JwtAlgorithm } from '../../../shared/domain/auth.ts';
import {
  type ClientCertificate,
  type ConnectionSettings,
  DEFAULT_CONNECTION,
  type TlsVersion,
} from '../../../shared/domain/connection.ts';
import { isSecretHeaderName } from '../../../shared/domain/endpoint.ts';
import { type AccessTarget, listSecretUses } from '../../../shared/domain/secret-uses.ts';

/** A secret header as it was typed; the value is '' where a stored one is to be kept. */
export interface HeaderDraft {
  readonly name: string;
  readonly value: string;
}

/** The fields of the rarer ways to prove who asks and to get there, as they were typed. */
export interface AccessDraft {
  readonly scheme: string;
  readonly clientId: string;
  readonly tokenUrl: string;
  readonly grant: 'client_credentials' | 'jwt_bearer';
  /** Separated by blanks. */
  readonly scopes: string;
  /** `name=value`, one a line. */
  readonly endpointParams: string;
  readonly keyId: string;
  readonly algorithm: JwtAlgorithm;
  readonly issuer: string;
  readonly audience: string;
  readonly tokenCaPem: string;
  readonly sourceKind: 'command' | 'environment' | 'file';
  /** A program and its arguments one a line, a variable's name, or a path. */
  readonly sourceText: string;
  readonly caMode: ConnectionSettings['caMode'];
  readonly minTlsVersion: TlsVersion | null;
  readonly maxTlsVersion: TlsVersion | null;
  readonly followRedirects: boolean;
  readonly certificateKind: 'none' | ClientCertificate['kind'];
  readonly certPem: string;
  /** PEM, or a PKCS#12 archive in base64. */
  readonly clientKey: string;
  readonly hasPassphrase: boolean;
  readonly passphrase: string;
  readonly proxyUrl: string;
  readonly proxyUsername: string;
  readonly proxyPassword: string;
  readonly noProxy: string;
  readonly headers: readonly HeaderDraft[];
}

export type AccessErrors = Partial<Record<keyof AccessDraft, string>>;

export const EMPTY_ACCESS: AccessDraft = {
  scheme: 'Bearer',
  clientId: '',
  tokenUrl: '',
  grant: 'client_credentials',
  scopes: '',
  endpointParams: '',
  keyId: '',
  algorithm: 'RS256',
  issuer: '',
  audience: '',
  tokenCaPem: '',
  sourceKind: 'command',
  sourceText: '',
  caMode: 'replace',
  minTlsVersion: null,
  maxTlsVersion: null,
  followRedirects: true,
  certificateKind: 'none',
  certPem: '',
  clientKey: '',
  hasPassphrase: false,
  passphrase: '',
  proxyUrl: '',
  proxyUsername: '',
  proxyPassword: '',
  noProxy: '',
  headers: [],
};

type Pair = readonly [name: string, value: string];

function formatPairs(pairs: readonly Pair[]): string {
  return pairs.map(([name, value]) => `${name}=${value}`).join('\n');
}

function readPairs(text: string): [string, string][] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const at = line.indexOf('=');
      return at < 0 ? [line.trim(), ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    });
}

function authFields(auth: EndpointAuth): Partial<AccessDraft> {
  switch (auth.kind) {
    case 'authorization':
      return { scheme: auth.scheme };
    case 'token_source': {
      const { source } = auth;
      const sourceText =
        source.kind === 'command'
          ? source.argv.join('\n')
          : source.kind === 'environment'
            ? source.variable
            : source.path;
      return { scheme: auth.scheme, sourceKind: source.kind, sourceText };
    }
    case 'oauth2': {
      const { clientId, tokenUrl, grant, scopes, endpointParams, connection } = auth;
      const jwt = grant.kind === 'jwt_bearer' ? grant : null;
      return {
        clientId,
        tokenUrl,
        grant: grant.kind,
        scopes: scopes.join(' '),
        endpointParams: formatPairs(endpointParams),
        keyId: jwt?.keyId ?? '',
        algorithm: jwt?.algorithm ?? 'RS256',
        issuer: jwt?.issuer ?? '',
        audience: jwt?.audience ?? '',
        tokenCaPem: connection.caPem ?? '',
      };
    }
    default:
      return {};
  }
}

/** Credential and connection as the form shows them. */
export function accessDraftOf(auth: EndpointAuth, connection: ConnectionSettings): AccessDraft {
  const { clientCertificate, proxy, headers, caMode, minTlsVersion, maxTlsVersion, followRedirects } =
    connection;
  return {
    ...EMPTY_ACCESS,
    ...authFields(auth),
    caMode,
    minTlsVersion,
    maxTlsVersion,
    followRedirects,
    certificateKind: clientCertificate?.kind ?? 'none',
    certPem: clientCertificate?.kind === 'pem' ? clientCertificate.certPem : '',
    hasPassphrase: (clientCertificate?.passphraseRef ?? null) !== null,
    proxyUrl: proxy?.url ?? '',
    proxyUsername: proxy?.username ?? '',
    noProxy: proxy?.noProxy ?? '',
    headers: headers.map(({ name }) => ({ name, value: '' })),
  };
}

/** The credential of a rarer method; what the form does not show is kept from `before`. */
export function accessAuthOf(
  kind: 'authorization' | 'cookie' | 'oauth2' | 'token_source',
  draft: AccessDraft,
  id: string,
  before: EndpointAuth | null,
): EndpointAuth {
  const scheme = draft.scheme.trim() === '' ? 'Bearer' : draft.scheme.trim();
  switch (kind) {
    case 'authorization':
      return { kind, scheme, credentialsRef: `${id}/credentials` };
    case 'cookie':
      return { kind, cookieRef: `${id}/cookie` };
    case 'token_source': {
      const text = draft.sourceText.trim();
      if (draft.sourceKind === 'environment')
        return { kind, scheme, source: { kind: 'environment', variable: text } };
      if (draft.sourceKind === 'file') return { kind, scheme, source: { kind: 'file', path: text } };
      return { kind, scheme, source: { kind: 'command', argv: text.split('\n').map((word) => word.trim()) } };
    }
    case 'oauth2': {
      const known = before?.kind === 'oauth2' ? before : null;
      const knownJwt = known?.grant.kind === 'jwt_bearer' ? known.grant : null;
      const caPem = draft.tokenCaPem.trim() === '' ? null : draft.tokenCaPem;
      return {
        kind,
        clientId: draft.clientId.trim(),
        tokenUrl: draft.tokenUrl.trim(),
        grant:
          draft.grant === 'client_credentials'
            ? { kind: 'client_credentials', clientSecretRef: `${id}/client-secret` }
            : {
                kind: 'jwt_bearer',
                keyRef: `${id}/signing-key`,
                keyId: draft.keyId.trim(),
                algorithm: draft.algorithm,
                issuer: draft.issuer.trim(),
                audience: draft.audience.trim(),
                claims: knownJwt?.claims ?? [],
              },
        scopes: draft.scopes.split(/\s+/).filter((scope) => scope !== ''),
        endpointParams: readPairs(draft.endpointParams),
        secretParams: known?.secretParams ?? [],
        connection: { ...(known?.connection ?? DEFAULT_CONNECTION), caPem },
      };
    }
  }
}

function certificateOf(draft: AccessDraft, id: string): ClientCertificate | null {
  const passphraseRef = draft.hasPassphrase ? `${id}/client-passphrase` : null;
  switch (draft.certificateKind) {
    case 'none':
      return null;
    case 'pem':
      return { kind: 'pem', certPem: draft.certPem, keyRef: `${id}/client-key`, passphraseRef };
    case 'pkcs12':
      return { kind: 'pkcs12', archiveRef: `${id}/client-archive`, passphraseRef };
  }
}

function headerRef(id: string, name: string): string {
  return `${id}/header-${name.toLowerCase()}`;
}

/** The rarer settings of a connection; what the form does not show is kept from `before`. */
export function accessConnectionOf(
  draft: AccessDraft,
  id: string,
  before: ConnectionSettings | null,
): Omit<ConnectionSettings, 'caPem' | 'serverName' | 'insecureSkipVerify'> {
  const { caMode, minTlsVersion, maxTlsVersion, followRedirects, proxyUrl, proxyUsername, noProxy } = draft;
  const username = proxyUsername.trim();
  return {
    caMode,
    minTlsVersion,
    maxTlsVersion,
    followRedirects,
    clientCertificate: certificateOf(draft, id),
    proxy:
      proxyUrl.trim() === ''
        ? null
        : {
            url: proxyUrl.trim(),
            username,
            passwordRef: username === '' ? null : `${id}/proxy-password`,
            noProxy: noProxy.trim(),
            headers: before?.proxy?.headers ?? [],
          },
    headers: draft.headers.map(({ name }) => ({ name: name.trim(), valueRef: headerRef(id, name.trim()) })),
  };
}

/** Secrets of a target by reference, as they were typed; `main` is that of the credential itself. */
export function typedSecretsOf(
  target: AccessTarget,
  draft: AccessDraft,
  main: string,
  id: string,
): [secretRef: string, value: string][] {
  const { auth } = target;
  const typed = new Map<string, string>([
    [`${id}/client-key`, draft.clientKey],
    [`${id}/client-archive`, draft.clientKey],
    [`${id}/client-passphrase`, draft.passphrase],
    [`${id}/proxy-password`, draft.proxyPassword],
    ...draft.headers.map(({ name, value }): [string, string] => [headerRef(id, name.trim()), value]),
  ]);
  const uses = listSecretUses(target);
  const hasMain = auth.kind !== 'none' && auth.kind !== 'token_source';
  return uses.flatMap(({ secretRef }, index): [string, string][] => {
    const value = index === 0 && hasMain ? main : (typed.get(secretRef) ?? '');
    return value === '' ? [] : [[secretRef, value]];
  });
}

function isUrl(text: string): boolean {
  return /^https?:\/\//i.test(text.trim()) && URL.canParse(text.trim());
}

/** What is wrong with the fields that are in use, by field. Whether secrets are there is checked by main. */
export function validateAccess(draft: AccessDraft, authKind: EndpointAuth['kind']): AccessErrors {
  const errors: { -readonly [K in keyof AccessErrors]: string } = {};
  if (authKind === 'authorization' || authKind === 'token_source') {
    if (draft.scheme.trim() !== '' && !isAuthorizationScheme(draft.scheme.trim())) {
      errors.scheme = 'One word like Bearer, and not Basic';
    }
  }
  if (authKind === 'oauth2') {
    if (draft.clientId.trim() === '') errors.clientId = 'Enter the client’s id';
    if (!isUrl(draft.tokenUrl)) errors.tokenUrl = 'Write it like https://login.example/oauth/token';
  }
  if (authKind === 'token_source') {
    const text = draft.sourceText.trim();
    if (text === '') errors.sourceText = 'Enter where the token comes from';
    else if (draft.sourceKind === 'environment' && !/^[A-Za-z_]\w*$/.test(text)) {
      errors.sourceText = 'The name of a variable, like SHOP_TOKEN';
    }
  }
  if (draft.certificateKind === 'pem' && !draft.certPem.includes('-----BEGIN CERTIFICATE-----')) {
    errors.certPem = 'Paste it as PEM, from -----BEGIN CERTIFICATE----- on';
  }
  if (draft.maxTlsVersion !== null && draft.maxTlsVersion < (draft.minTlsVersion ?? 'TLS12')) {
    errors.maxTlsVersion = 'Lower than the lowest version';
  }
  if (draft.proxyUrl.trim() !== '') {
    if (!isUrl(draft.proxyUrl)) errors.proxyUrl = 'Write it like http://proxy.example:3128';
    else if (new URL(draft.proxyUrl.trim()).username !== '') errors.proxyUrl = 'Enter the user name below';
  }
  const names = draft.headers.map(({ name }) => name.trim().toLowerCase());
  if (names.some((name) => !isSecretHeaderName(name)) || new Set(names).size < names.length) {
    errors.headers = 'Each header needs a name of its own that HTTP does not use itself';
  }
  return errors;
}

import { formatDurationMs, parseDurationMs } from '../../../shared/domain/duration.ts';
import { isSecretHeaderName } from '../../../shared/domain/endpoint.ts';
import { DEFAULT_SERVER_TIMEOUT_MS, type QueryServer, TENANT_HEADER } from '../../../shared/domain/server.ts';
import { accessDraftOf } from './access-draft.ts';
import { EMPTY_DRAFT, type EndpointDraft, endpointOf, validateDraft } from './endpoint-draft.ts';

/** The server form's fields as they were typed; `access` holds what endpoints have too: URL, name, credential, TLS. */
export interface ServerDraft {
  readonly access: EndpointDraft;
  readonly tenantHeader: string;
  readonly tenant: string;
  /** As in a URL: `dedup=true&extra_label=a`. */
  readonly queryParams: string;
  readonly timeout: string;
  readonly method: QueryServer['method'];
}

export type ServerDraftErrors = Partial<Record<Exclude<keyof ServerDraft, 'access'>, string>>;

/** A draft for a server that was found behind an endpoint's URL, with the credential as typed there. */
export function newServerDraft(access: EndpointDraft, url: string, name: string): ServerDraft {
  return {
    access: { ...access, url, name: access.name.trim() === '' ? name : access.name },
    tenantHeader: TENANT_HEADER,
    tenant: '',
    queryParams: '',
    timeout: formatDurationMs(DEFAULT_SERVER_TIMEOUT_MS),
    method: 'post',
  };
}

/** A server as the form shows it. */
export function serverDraftOf(server: QueryServer): ServerDraft {
  const { auth, connection, tenant } = server;
  return {
    access: {
      ...EMPTY_DRAFT,
      name: server.name,
      url: server.url,
      authKind: auth.kind,
      username: auth.kind === 'basic' ? auth.username : '',
      headerName: auth.kind === 'header' ? auth.headerName : EMPTY_DRAFT.headerName,
      caPem: connection.caPem ?? '',
      serverName: connection.serverName ?? '',
      insecureSkipVerify: connection.insecureSkipVerify,
      access: accessDraftOf(auth, connection),
    },
    tenantHeader: tenant?.headerName ?? TENANT_HEADER,
    tenant: tenant?.value ?? '',
    queryParams: new URLSearchParams(server.queryParams.map(([name, value]) => [name, value])).toString(),
    timeout: formatDurationMs(server.timeoutMs),
    method: server.method,
  };
}

/** A bare host gets a scheme; a slash at the end, a query and a fragment are no part of where a server is. */
export function completeServerUrl(text: string): string {
  const trimmed = text.trim();
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`;
  return withScheme.replace(/[?#].*$/, '').replace(/\/+$/, '');
}

/** What is wrong with the fields, by field; both are empty when the server can be saved. */
export function validateServerDraft(
  draft: ServerDraft,
  secretStored: boolean,
): { readonly access: ReturnType<typeof validateDraft>; readonly own: ServerDraftErrors } {
  const own: { -readonly [K in keyof ServerDraftErrors]: ServerDraftErrors[K] } = {};
  try {
    if (parseDurationMs(draft.timeout.trim()) < 100) own.timeout = 'At least 100ms';
  } catch {
    own.timeout = 'Write it like 30s or 1m';
  }
  if (draft.tenant.trim() !== '' && !isSecretHeaderName(draft.tenantHeader.trim())) {
    own.tenantHeader = 'A name of letters, digits and dashes that HTTP does not use itself';
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what a header can't hold is what is looked for.
  if (/[\u0000-\u001f\u007f]|[^\u0000-\u00ff]/.test(draft.tenant)) {
    own.tenant = 'Letters, digits and punctuation of a header';
  }
  const access = { ...draft.access, url: completeServerUrl(draft.access.url) };
  return { access: validateDraft(draft.access.url.trim() === '' ? draft.access : access, secretStored), own };
}

/** The server behind valid fields. */
export function serverOf(
  draft: ServerDraft,
  id: string,
  before: Pick<QueryServer, 'auth' | 'connection'> | null = null,
): QueryServer {
  const url = completeServerUrl(draft.access.url);
  const { name, auth, connection } = endpointOf({ ...draft.access, url }, id, before);
  const byName = new Map(new URLSearchParams(draft.queryParams.trim().replace(/^\?/, '')));
  return {
    id,
    name,
    url,
    auth,
    connection,
    tenant:
      draft.tenant.trim() === ''
        ? null
        : { headerName: draft.tenantHeader.trim(), value: draft.tenant.trim() },
    queryParams: [...byName].sort(([a], [b]) => (a < b ? -1 : 1)),
    timeoutMs: parseDurationMs(draft.timeout.trim()),
    method: draft.method,
  };
}

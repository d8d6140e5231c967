import type { ConnectionSettings, EndpointAuth } from './endpoint.ts';
import type { CredentialExpiry } from './target.ts';

/** The name of the engine's own history where a query chooses its source; servers are named by their ids. */
export const LOCAL_SOURCE = 'local';

/** Longest time that a server may take for one answer. */
export const DEFAULT_SERVER_TIMEOUT_MS = 30_000;

/** The header that names a tenant to Mimir, Cortex and others of their kind. */
export const TENANT_HEADER = 'X-Scope-OrgID';

/** A header that chooses a tenant; its value is no secret. */
export interface TenantHeader {
  readonly headerName: string;
  readonly value: string;
}

/**
 * A server of Prometheus' HTTP API whose data an environment shows. `id` is stable and differs from those of endpoints;
 * the API is below `url` at `/api/v1/`.
 */
export interface QueryServer {
  readonly id: string;
  readonly name: string;
  /** Absolute http(s) URL with the path prefix, without credentials in it and without a slash at its end. */
  readonly url: string;
  readonly auth: EndpointAuth;
  readonly connection: ConnectionSettings;
  readonly tenant: TenantHeader | null;
  /** Added to the URL of each request, e.g. `dedup` for Thanos or `extra_label` for VictoriaMetrics. */
  readonly queryParams: readonly (readonly [name: string, value: string])[];
  readonly timeoutMs: number;
  /** `post` sends long expressions in a form; a server that refuses that is asked with GET. */
  readonly method: 'post' | 'get';
}

/** What kind of server answers; `other` speaks the API and does not say what it is. */
export const SERVER_FLAVORS = [
  'prometheus',
  'thanos',
  'mimir',
  'victoriametrics',
  'sextant',
  'other',
] as const;

export type ServerFlavor = (typeof SERVER_FLAVORS)[number];

const SERVER_FLAVOR_NAMES: Readonly<Record<ServerFlavor, string>> = {
  prometheus: 'Prometheus',
  thanos: 'Thanos',
  mimir: 'Mimir',
  victoriametrics: 'VictoriaMetrics',
  sextant: 'Sextant',
  other: 'Prometheus-compatible',
};

/** What is known of a server by now. */
export interface ServerStatus {
  readonly id: string;
  readonly name: string;
  readonly state: 'unknown' | 'ok' | 'failed';
  readonly flavor: ServerFlavor;
  /** '' where the server does not tell. */
  readonly version: string;
  /** Series in the server's head; null where it does not tell. */
  readonly seriesCount: number | null;
  /** How long the server keeps its data, in its own notation; '' where it does not tell. */
  readonly retention: string;
  /** Why the last request failed; '' after a good one. */
  readonly message: string;
  /** One sentence for each route that the server does not have. */
  readonly notes: readonly string[];
  /** When the server's own certificate ends, ms UTC; null without TLS. */
  readonly certificateExpiresAtMs: number | null;
  readonly credentialExpiries: readonly CredentialExpiry[];
}

/** What stands behind a URL that was pasted: a server, a metrics page, or neither. */
export type UrlProbe =
  | {
      readonly kind: 'server';
      /** Where the API is: with its path prefix, without a slash at the end. */
      readonly url: string;
      readonly flavor: ServerFlavor;
      readonly version: string;
      /** Set where the same URL is a metrics page too. */
      readonly endpointUrl: string | null;
    }
  | { readonly kind: 'endpoint'; readonly url: string; readonly samples: number; readonly families: number }
  | {
      readonly kind: 'unknown';
      /** What was found instead and what to do, for a person. */
      readonly message: string;
      readonly status: number | null;
    };

/** The server's product and version in words: "Prometheus 2.42.0". */
export function describeServer({ flavor, version }: Pick<ServerStatus, 'flavor' | 'version'>): string {
  const name = flavor === 'other' ? 'Prometheus-compatible server' : SERVER_FLAVOR_NAMES[flavor];
  return version === '' ? name : `${name} ${version}`;
}

/** Whether the open environment's history is answered to other programs of this computer. */
export interface HttpApiState {
  readonly enabled: boolean;
  readonly port: number;
  /** Where it is answered; null while it is not. */
  readonly url: string | null;
  /** Why it is not answered although it is switched on, or what to know of its token; '' when all is well. */
  readonly message: string;
}

export const DEFAULT_HTTP_API_PORT = 9_990;

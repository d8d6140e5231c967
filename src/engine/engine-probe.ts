import type { ConnectionReport } from '../shared/domain/connection-report.ts';
import type { Endpoint } from '../shared/domain/endpoint.ts';
import { DEFAULT_SERVER_TIMEOUT_MS, type QueryServer, type UrlProbe } from '../shared/domain/server.ts';
import type { EnginePorts, SecretResolver } from './ports.ts';
import { findServer } from './remote/url-probe.ts';
import { createServerTransport } from './server-transport.ts';

const PROBE_TIMEOUT_MS = 10_000;

export type TypedSecrets = readonly (readonly [secretRef: string, value: string])[];

function withTyped(secrets: SecretResolver, typed: TypedSecrets): SecretResolver {
  const values = new Map(typed);
  return {
    ...secrets,
    resolveSecret: async (secretRef, origin) => {
      const value = values.get(secretRef);
      return value === undefined ? secrets.resolveSecret(secretRef, origin) : { state: 'session', value };
    },
  };
}

/** A server as an endpoint's fields describe it, to be looked for. */
function serverLike({ id, name, auth, connection }: Endpoint, url: string): QueryServer {
  return {
    id,
    name,
    url,
    auth,
    connection,
    tenant: null,
    queryParams: [],
    timeoutMs: Math.min(PROBE_TIMEOUT_MS, DEFAULT_SERVER_TIMEOUT_MS),
    method: 'get',
  };
}

/**
 * Tells what stands behind an endpoint's URL: a server of Prometheus' API, or a metrics page. Only the URL's own origin
 * is asked, with the endpoint's credential; redirects are not followed.
 */
export async function probeUrl(
  endpoint: Endpoint,
  typed: TypedSecrets,
  ports: EnginePorts,
  appVersion: string,
  testPage: (endpoint: Endpoint) => Promise<ConnectionReport>,
  signal: AbortSignal,
): Promise<UrlProbe> {
  const transport = createServerTransport({ ...ports, secrets: withTyped(ports.secrets, typed) }, appVersion);
  const [found, report] = await Promise.all([
    findServer(endpoint.url, serverLike(endpoint, new URL(endpoint.url).origin), transport, signal),
    testPage(endpoint),
  ]);
  if ('url' in found) {
    return { kind: 'server', ...found, endpointUrl: report.failure === null ? endpoint.url : null };
  }
  const { failure } = report;
  if (failure === null) {
    const { samplesScraped: samples, metricFamilies: families } = report;
    return { kind: 'endpoint', url: endpoint.url, samples, families };
  }
  return { kind: 'unknown', message: `${failure.message} ${failure.remedy}`.trim(), status: failure.status };
}

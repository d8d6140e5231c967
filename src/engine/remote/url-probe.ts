import type { QueryServer, ServerFlavor } from '../../shared/domain/server.ts';
import { AppError } from '../../shared/errors.ts';
import { BUILD_INFO_PATH, flavorOf } from './capabilities.ts';
import { ServerApi } from './server-api.ts';
import type { ServerTransport } from './server-transport.ts';

/** Pages that servers show below their prefix: what people have in the address bar when they copy it. */
const PAGES =
  /\/(?:graph|query|metrics|federate|targets|alerts|rules|config|flags|status|tsdb-status|service-discovery|runtimeinfo|stores|vmui|vmalert|classic|new|-\/(?:ready|healthy)|api\/v1)(?:\/.*)?$/;

/** Grafana's page of a data source; its API is behind a proxy of Grafana's. */
const GRAFANA_PAGE = /^(.*?)\/(?:connections\/)?datasources\/edit\/([A-Za-z0-9_-]+)(?:\/.*)?$/;

/** The URLs below which a server's API may be, in the order to try them; all on the origin of `text`. */
export function listServerUrls(text: string): readonly string[] {
  const url = new URL(text);
  const path = url.pathname.replace(/\/+$/, '');
  const [, grafanaPrefix, dataSource] = GRAFANA_PAGE.exec(path) ?? [];
  if (grafanaPrefix !== undefined)
    return [`${url.origin}${grafanaPrefix}/api/datasources/proxy/uid/${dataSource}`];
  const base = path.replace(PAGES, '');
  const bases = [base, ...(base.endsWith('/prometheus') ? [] : [`${base}/prometheus`])];
  if (base === '') bases.push('/select/0/prometheus');
  return [...new Set(bases)].map((candidate) => `${url.origin}${candidate}`);
}

/** A server that was found, or why none was: `error` is that of the likeliest URL. */
export type FoundServer =
  | { readonly url: string; readonly flavor: ServerFlavor; readonly version: string }
  | { readonly error: AppError };

/** Where the pasted page itself sends to on its own origin, as servers do from their root to their prefix; '' for nowhere. */
async function findRedirect(
  text: string,
  template: QueryServer,
  transport: ServerTransport,
  signal: AbortSignal,
): Promise<string> {
  const { origin, pathname } = new URL(text);
  try {
    const request = { method: 'GET', path: pathname, form: [] } as const;
    const { status, headers } = await transport.send({ ...template, url: origin }, request, signal);
    const location = headers.get('location') ?? '';
    if (status < 300 || status >= 400 || !URL.canParse(location, text)) return '';
    const target = new URL(location, text);
    return target.origin === origin ? target.href : '';
  } catch (error) {
    if (error instanceof AppError) return '';
    throw error;
  }
}

/** Looks for a server at the places that a pasted URL suggests; `template` says how to get in. */
export async function findServer(
  text: string,
  template: QueryServer,
  transport: ServerTransport,
  signal: AbortSignal,
): Promise<FoundServer> {
  let first: AppError | null = null;
  const redirect = await findRedirect(text, template, transport, signal);
  const urls = [...listServerUrls(text), ...(redirect === '' ? [] : listServerUrls(redirect))];
  for (const url of new Set(urls)) {
    const api = new ServerApi({ ...template, url }, transport);
    try {
      // A page for every path is no API, and Mimir tells its version where it answers no queries.
      await api.get('/api/v1/query', [['query', '1']], signal);
      const build = await api.getIfThere(BUILD_INFO_PATH, [], signal).catch(() => null);
      return { url, ...(build === null ? { flavor: 'other' as const, version: '' } : flavorOf(build)) };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      first ??= error;
      // Whoever does not let us in does not do so elsewhere, and a host that is not there has no other paths.
      if (error.code === 'unauthorized' || error.code === 'timeout' || error.details?.status === undefined)
        break;
    }
  }
  return { error: first ?? new AppError('unavailable', 'There is no server.') };
}

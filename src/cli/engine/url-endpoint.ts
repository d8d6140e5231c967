import { DEFAULT_CONNECTION, DEFAULT_SCRAPE_LIMITS, type Endpoint } from '../../shared/domain/endpoint.ts';
import { DEFAULT_SCRAPE_SETTINGS } from '../../shared/domain/scrape-settings.ts';

const TIMEOUT_MS = 10_000;

/** The reference of the token of an endpoint that was given on the command line. */
export const TOKEN_REF = 'token';

/** An endpoint for one page, with a bearer token where `token` is not null. */
export function urlEndpoint(url: string, token: string | null): Endpoint {
  return {
    id: 'page',
    name: 'page',
    url,
    scrapeIntervalMs: TIMEOUT_MS,
    scrapeTimeoutMs: TIMEOUT_MS,
    labels: [],
    scrape: DEFAULT_SCRAPE_SETTINGS,
    auth: token === null ? { kind: 'none' } : { kind: 'bearer', tokenRef: TOKEN_REF },
    connection: DEFAULT_CONNECTION,
    limits: DEFAULT_SCRAPE_LIMITS,
  };
}

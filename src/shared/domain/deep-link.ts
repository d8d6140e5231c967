import type { Navigation } from './settings.ts';
import type { TimeRange } from './time-range.ts';

/** The scheme of links into the app: `sextant://open/explore?query=up`. */
export const LINK_SCHEME = 'sextant';

/** More queries than this are more than Explore shows. */
export const MAX_LINK_QUERIES = 8;

/** What a link shows: a page, and what is to be filled in there. It changes nothing. */
export interface DeepLink {
  readonly page: Navigation['page'];
  /** null for the environment that is shown. */
  readonly environmentId: string | null;
  /** For the page of dashboards; null for their list. */
  readonly dashboardId: string | null;
  /** PromQL, for Explore. */
  readonly queries: readonly string[];
  /** null for the range that is chosen. */
  readonly range: TimeRange | null;
  /** What is chosen for the dashboard's variables. */
  readonly variables: readonly (readonly [name: string, values: readonly string[]])[];
}

/** A link as text. */
export function formatDeepLink(link: DeepLink): string {
  const { page, environmentId, dashboardId, queries, range, variables } = link;
  const params: [string, string][] = [
    ...(environmentId === null ? [] : [['environment', environmentId] as [string, string]]),
    ...queries.map((query): [string, string] => ['query', query]),
    ...(range === null
      ? []
      : ([
          ['from', String(range.from)],
          ['to', String(range.to)],
        ] as [string, string][])),
    ...variables.flatMap(([name, values]) => values.map((value): [string, string] => [`var-${name}`, value])),
  ];
  const query = params.map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`);
  const path = dashboardId === null ? page : `${page}/${dashboardId}`;
  return `${LINK_SCHEME}://open/${path}${query.length === 0 ? '' : `?${query.join('&')}`}`;
}

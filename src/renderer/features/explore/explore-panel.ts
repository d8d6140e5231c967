import type { RequestOf } from '../../../shared/ipc/contract.ts';
import { unitId } from '../../pinning/unit-id.ts';
import { RATE_INTERVAL } from '../../state/range-query.ts';
import type { ResultTab } from './explore-store.ts';
import type { ShownQuery } from './use-shown-queries.ts';

type PanelSeed = RequestOf<'dashboards.pin'>['panel'];

const KINDS: Readonly<Record<ResultTab, PanelSeed['kind'] | null>> = {
  graph: 'timeseries',
  heatmap: 'heatmap',
  table: 'table',
  raw: 'table',
  explain: null,
};
const MAX_TITLE = 80;

/** What Explore shows as a panel of a dashboard; null where there is nothing to draw. */
export function explorePanel(shown: readonly ShownQuery[], tab: ResultTab): PanelSeed | null {
  const kind = KINDS[tab];
  const [first] = shown;
  if (kind === null || first === undefined) return null;
  const { expr } = first.query;
  const unit = unitId(first.unit);
  return {
    kind,
    title: expr.length > MAX_TITLE ? `${expr.slice(0, MAX_TITLE - 1)}…` : expr,
    queries: shown.map(({ query }) => ({ expr: query.expr.replaceAll(RATE_INTERVAL, '$__rate_interval') })),
    ...(unit === undefined ? {} : { unit }),
  };
}

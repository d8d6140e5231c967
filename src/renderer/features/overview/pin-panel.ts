import type { RequestOf } from '../../../shared/ipc/contract.ts';
import { unitId } from '../../pinning/unit-id.ts';
import { RATE_INTERVAL } from '../../state/range-query.ts';
import type { PanelSpec } from './panel-spec.ts';

const PINNED_KINDS = { heatmap: 'heatmap', share: 'piechart', info: 'table' } as const;

/** The tile as a dashboard's panel; its rates get a window that follows the dashboard's step. */
export function pinnedPanel({ kind, title, queries, unit }: PanelSpec): RequestOf<'dashboards.pin'>['panel'] {
  return {
    kind: kind === 'heatmap' || kind === 'share' || kind === 'info' ? PINNED_KINDS[kind] : 'timeseries',
    title,
    queries: queries.map(({ expr, legend }) => ({
      expr: expr.replaceAll(RATE_INTERVAL, '$__rate_interval'),
      ...(legend === '' ? {} : { legend }),
    })),
    unit: unitId(unit),
  };
}

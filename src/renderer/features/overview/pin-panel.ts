import type { RequestOf } from '../../../shared/ipc/contract.ts';
import type { Unit } from '../../lib/units.ts';
import { RATE_INTERVAL } from '../../state/range-query.ts';
import type { PanelSpec } from './panel-spec.ts';

/** Ids of units as dashboards write them. */
const UNIT_IDS: Readonly<Partial<Record<Unit, string>>> = {
  none: 'short',
  ratio: 'percentunit',
  percent: 'percent',
  bytes: 'bytes',
  bytesSi: 'decbytes',
  bytesPerSecond: 'binBps',
  seconds: 's',
  perSecond: 'cps',
  requestsPerSecond: 'reqps',
  operationsPerSecond: 'ops',
  cores: 'short',
  celsius: 'celsius',
  volts: 'volt',
  amperes: 'amp',
  joules: 'joule',
  watts: 'watt',
  hertz: 'hertz',
  unixTime: 'dateTimeAsIso',
};

/** The tile as a dashboard's panel; its rates get a window that follows the dashboard's step. */
export function pinnedPanel({ kind, title, queries, unit }: PanelSpec): RequestOf<'dashboards.pin'>['panel'] {
  return {
    kind: kind === 'heatmap' ? 'heatmap' : kind === 'info' ? 'table' : 'timeseries',
    title,
    queries: queries.map(({ expr, legend }) => ({
      expr: expr.replaceAll(RATE_INTERVAL, '$__rate_interval'),
      ...(legend === '' ? {} : { legend }),
    })),
    unit: UNIT_IDS[unit],
  };
}

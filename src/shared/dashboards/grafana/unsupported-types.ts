import type { JsonObject } from '../../domain/json.ts';
import { isJsonObject, member } from '../json/json.ts';

const REASONS: ReadonlyMap<string, string> = new Map([
  ['logs', 'it shows log lines, which a metrics endpoint does not have'],
  ['traces', 'it shows traces, which a metrics endpoint does not have'],
  ['flamegraph', 'it shows profiles, which a metrics endpoint does not have'],
  ['nodeGraph', 'it draws a graph of nodes and edges, which PromQL does not return'],
  ['geomap', 'it draws a map'],
  ['grafana-worldmap-panel', 'it draws a map'],
  ['news', 'it shows a feed from the internet'],
  ['dashlist', 'it lists the dashboards of a Grafana server'],
  ['pluginlist', 'it lists the plugins of a Grafana server'],
  ['annolist', 'it lists the annotations of a Grafana server'],
  ['alertGroups', 'it shows the groups of an Alertmanager behind a Grafana server'],
  ['welcome', 'it is a help page of a Grafana server'],
  ['gettingstarted', 'it is a help page of a Grafana server'],
  ['canvas', 'it is a free drawing whose elements are not known here'],
  ['candlestick', 'candlestick charts are not drawn here'],
  ['xychart', 'charts of one value against another are not drawn here'],
  ['trend', 'charts over something else than time are not drawn here'],
  ['datagrid', 'it edits a table that is kept in the dashboard'],
]);

/** Why a panel of a type without a counterpart can't be drawn; one that only refers to a library has no type. */
export function describeUnsupportedType(panel: JsonObject): string {
  const library = member(panel, 'libraryPanel');
  if (isJsonObject(library)) {
    const name = member(library, 'name') ?? member(library, 'uid') ?? '';
    return `it is the library panel ${JSON.stringify(name)}, which is kept on the Grafana server; export the dashboard for sharing externally, so that the file holds it`;
  }
  const type = member(panel, 'type');
  if (typeof type !== 'string' || type === '') return 'it has no type';
  const known = REASONS.get(type);
  return known === undefined ? `panels of type ${JSON.stringify(type)} are not known` : `${type}: ${known}`;
}

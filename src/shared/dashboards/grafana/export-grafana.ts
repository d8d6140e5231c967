import type { Dashboard } from '../../domain/dashboard.ts';
import type { JsonObject } from '../../domain/json.ts';
import { mergeJson, sortKeys } from '../json/json.ts';
import { dashboardHead } from './dashboard-codec.ts';
import { writePanel } from './panel-codec.ts';
import { writeVariable } from './variable-codec.ts';

/** The form that is written; the file says so, and newer Grafanas bring it up to date themselves. */
const SCHEMA_VERSION = 41;

/**
 * A dashboard as Grafana's JSON text: current form, all keys sorted, two spaces, a line feed at the end. What an import
 * kept in `extra` is back in its place.
 */
export function exportGrafanaDashboard(dashboard: Dashboard): string {
  const head = dashboardHead.write(dashboard) as JsonObject;
  const body: JsonObject = {
    panels: dashboard.panels.map(writePanel),
    templating: { list: dashboard.variables.map(writeVariable) },
    schemaVersion: SCHEMA_VERSION,
  };
  return `${JSON.stringify(sortKeys(mergeJson(head, body)), null, 2)}\n`;
}

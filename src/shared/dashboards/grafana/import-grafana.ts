import type { Dashboard } from '../../domain/dashboard.ts';
import type { Panel } from '../../domain/dashboard-panel.ts';
import type { DashboardVariable } from '../../domain/dashboard-variable.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import { Place } from '../json/codec.ts';
import { isJsonArray, type MutableJson, member, memberAt } from '../json/json.ts';
import { parseJson } from '../json/parse-json.ts';
import { migrateDashboard } from '../migrate/migrate-dashboard.ts';
import { orderVariables } from '../variables/order-variables.ts';
import { type DashboardHead, dashboardHead } from './dashboard-codec.ts';
import { DatasourceNames } from './datasource.ts';
import type { ImportReport, PanelReport, TargetReport, TransformationReport } from './import-report.ts';
import { isNeutral } from './neutral-options.ts';
import { readPanels } from './panel-codec.ts';
import {
  describeAnnotations,
  describeUnits,
  describeUnknownNames,
  reportPanel,
  reportTargets,
  reportTransformations,
  reportVariable,
} from './report-parts.ts';
import { readVariable } from './variable-codec.ts';

/** A dashboard, and what its import did with each part of the file. */
export interface ImportedDashboard {
  readonly dashboard: Dashboard;
  readonly report: ImportReport;
}

function readVariables(
  list: Json | undefined,
  place: Place,
  names: DatasourceNames,
  notes: string[],
): DashboardVariable[] {
  if (!isJsonArray(list)) return [];
  const variables = list.flatMap((json, i) => {
    const variable = readVariable(json, place.item(i), names);
    if (variable === undefined) notes.push(`${place.item(i).path} is no variable: it has no name`);
    return variable ?? [];
  });
  notes.push(...orderVariables(variables).circles.values());
  return variables;
}

/** The file's members without those that are read apart. */
function headJson(current: JsonObject): JsonObject {
  const head: MutableJson = { ...current };
  delete head.panels;
  const templating = member(head, 'templating');
  if (isJsonArray(member(templating, 'list'))) {
    const rest: MutableJson = { ...(templating as JsonObject) };
    delete rest.list;
    if (Object.keys(rest).length > 0) head.templating = rest;
    else delete head.templating;
  }
  return head;
}

/**
 * Reads a Grafana dashboard of any version: its text, or the JSON of an API's answer. Older forms are brought up to
 * date first; what has no place in the model is kept in `extra` and named in the report. Throws AppError `bad_data`
 * where the file is no dashboard or is past the limits.
 */
export function importGrafanaDashboard(fileText: string): ImportedDashboard {
  const { current, schemaVersion, notes } = migrateDashboard(parseJson(fileText));
  const place = new Place('', []);
  const names = new DatasourceNames(current);
  const variables = readVariables(
    memberAt(current, ['templating', 'list']),
    place.at('templating.list'),
    names,
    notes,
  );
  const known = new Set(variables.map((variable) => variable.name));
  const panelReports: PanelReport[] = [];
  const targets: TargetReport[] = [];
  const transformations: TransformationReport[] = [];
  const onPanel = (panel: Panel, where: string, type: string): void => {
    panelReports.push(reportPanel(panel, where, type));
    targets.push(...reportTargets(panel));
    transformations.push(...reportTransformations(panel));
    notes.push(...describeUnits(panel), ...describeUnknownNames(panel, known));
  };
  const list = member(current, 'panels');
  const panels = readPanels(isJsonArray(list) ? list : [], place.at('panels'), { names, onPanel });
  const head = dashboardHead.read(headJson(current), place) as DashboardHead;
  notes.push(...describeAnnotations(head.annotations, names));
  return {
    dashboard: { ...head, panels, variables },
    report: {
      schemaVersion,
      panels: panelReports,
      targets,
      variables: variables.map(reportVariable),
      transformations,
      unmapped: place.unmapped.map((option) => ({ ...option, neutral: isNeutral(option) })),
      notes,
    },
  };
}

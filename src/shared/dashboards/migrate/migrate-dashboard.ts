import type { Json, JsonObject } from '../../domain/json.ts';
import { AppError } from '../../errors.ts';
import { isJsonArray, isJsonObject, type MutableJson, member, mergeJson, objectsIn } from '../json/json.ts';
import { upgradePanel } from './panel.ts';
import { placeRows } from './rows.ts';
import { constantInputs, fillConstants, unwrapDashboard } from './unwrap.ts';
import { upgradeTemplating } from './variables.ts';

const MAX_PANELS = 2_000;
const MAX_TARGETS = 20_000;
const MAX_VARIABLES = 500;
const MAX_OVERRIDES = 50_000;

/** A dashboard in Grafana's current form. */
export interface MigratedDashboard {
  readonly current: JsonObject;
  /** Of the file as it came; null where it does not say. */
  readonly schemaVersion: number | null;
  readonly notes: string[];
}

function refuse(count: number, limit: number, what: string, where: string): void {
  if (count <= limit) return;
  throw new AppError('bad_data', `the dashboard has more than ${limit} ${what} (at ${where}); split it`, {
    limit,
    where,
  });
}

function lengthOf(list: Json | undefined): number {
  return isJsonArray(list) ? list.length : 0;
}

/** Counts before any work is done, so that a hostile file costs little. */
function checkCounts(dashboard: JsonObject): void {
  let panels = 0;
  let targets = 0;
  let overrides = 0;
  const count = (list: Json | undefined, where: string): void => {
    panels += lengthOf(list);
    refuse(panels, MAX_PANELS, 'panels', where);
    for (const panel of objectsIn(list)) {
      targets += lengthOf(member(panel, 'targets'));
      refuse(targets, MAX_TARGETS, 'targets', `${where}[].targets`);
      const config = member(panel, 'fieldConfig');
      overrides += lengthOf(member(config, 'overrides')) + lengthOf(member(panel, 'seriesOverrides'));
      refuse(overrides, MAX_OVERRIDES, 'overrides', `${where}[].fieldConfig.overrides`);
      count(member(panel, 'panels'), `${where}[].panels`);
    }
  };
  count(member(dashboard, 'panels'), 'panels');
  refuse(lengthOf(member(dashboard, 'rows')), MAX_PANELS, 'rows', 'rows');
  for (const row of objectsIn(member(dashboard, 'rows'))) count(member(row, 'panels'), 'rows[].panels');
  const variables = lengthOf(member(member(dashboard, 'templating'), 'list'));
  refuse(variables, MAX_VARIABLES, 'variables', 'templating.list');
}

/** Ids that are numbers, each once, as panels refer to each other by them. */
class PanelIds {
  private readonly used = new Set<number>();
  private next = 1;

  claim(wanted: Json | undefined): number {
    if (typeof wanted === 'number' && Number.isSafeInteger(wanted) && !this.used.has(wanted)) {
      this.used.add(wanted);
      return wanted;
    }
    while (this.used.has(this.next)) this.next += 1;
    this.used.add(this.next);
    return this.next;
  }
}

/** A panel that only refers to a library, filled from the library panels that the file brings along. */
function inlineLibrary(panel: JsonObject, elements: Json | undefined): JsonObject {
  const library = member(panel, 'libraryPanel');
  const uid = member(library, 'uid');
  const element = typeof uid === 'string' ? member(elements, uid) : undefined;
  const model = member(element, 'model') ?? member(library, 'model');
  return isJsonObject(library) && isJsonObject(model) ? mergeJson(model, panel) : panel;
}

/** Claims all stated ids first, at every level, so that a panel without one does not take another's. */
function claimStated(list: readonly JsonObject[], ids: PanelIds, claimed: Map<JsonObject, number>): void {
  for (const panel of list) {
    const stated = member(panel, 'id');
    if (typeof stated === 'number') claimed.set(panel, ids.claim(stated));
    claimStated(objectsIn(member(panel, 'panels')), ids, claimed);
  }
}

function upgradePanels(list: readonly JsonObject[], elements: Json | undefined): JsonObject[] {
  const ids = new PanelIds();
  const claimed = new Map<JsonObject, number>();
  claimStated(list, ids, claimed);
  const upgradeAll = (panels: readonly JsonObject[]): JsonObject[] =>
    panels.map((panel) => {
      const children = member(panel, 'panels');
      const id = claimed.get(panel) ?? ids.claim(undefined);
      const upgraded = upgradePanel(inlineLibrary(panel, elements), id);
      return member(panel, 'type') === 'row' && isJsonArray(children)
        ? { ...upgraded, panels: upgradeAll(objectsIn(children)) }
        : upgraded;
    });
  return upgradeAll(list);
}

/** Newer annotations keep their query in `target`, as panels do. */
function upgradeAnnotation(annotation: JsonObject): JsonObject {
  const target = member(annotation, 'target');
  const expr = member(target, 'expr');
  if (!isJsonObject(target) || typeof expr !== 'string' || member(annotation, 'expr') !== undefined) {
    return annotation;
  }
  const rest: MutableJson = { ...target };
  delete rest.expr;
  return { ...annotation, expr, target: rest };
}

function upgradeAnnotations(annotations: Json | undefined): Json | undefined {
  const list = member(annotations, 'list');
  return isJsonObject(annotations) && isJsonArray(list)
    ? { ...annotations, list: objectsIn(list).map(upgradeAnnotation) }
    : annotations;
}

function upgradeHead(dashboard: JsonObject): MutableJson {
  const head: MutableJson = { ...dashboard };
  if (typeof head.sharedCrosshair === 'boolean') {
    head.graphTooltip = head.sharedCrosshair ? 1 : 0;
    delete head.sharedCrosshair;
  }
  if (head.refresh === false || head.refresh === null) head.refresh = '';
  for (const key of ['tags', 'links']) if (head[key] === null) delete head[key];
  const templating = upgradeTemplating(head.templating);
  if (templating !== undefined) head.templating = templating;
  const annotations = upgradeAnnotations(head.annotations);
  if (annotations !== undefined) head.annotations = annotations;
  return head;
}

/** Brings a dashboard of any version to Grafana's current form. Throws AppError `bad_data`. */
export function migrateDashboard(file: Json): MigratedDashboard {
  const found = unwrapDashboard(file);
  checkCounts(found);
  const constants = constantInputs(found);
  const dashboard = fillConstants(found, constants) as JsonObject;
  const head = upgradeHead(dashboard);
  const notes: string[] = [];
  const rows = member(dashboard, 'rows');
  let panels: readonly Json[] = isJsonArray(dashboard.panels) ? dashboard.panels : [];
  if (isJsonArray(rows) && panels.length === 0) {
    panels = placeRows(objectsIn(rows));
    delete head.rows;
    notes.push(
      'the dashboard is of the form with rows of before Grafana 5; its panels were placed on the grid',
    );
  }
  // It tells the form of the file that is read, not of what is written.
  delete head.schemaVersion;
  head.panels = upgradePanels(objectsIn(panels), member(dashboard, '__elements'));
  const version = member(found, 'schemaVersion');
  return { current: head, schemaVersion: typeof version === 'number' ? version : null, notes };
}

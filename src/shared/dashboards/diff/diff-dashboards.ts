import type { Dashboard } from '../../domain/dashboard.ts';
import type { Panel } from '../../domain/dashboard-panel.ts';
import type { Json } from '../../domain/json.ts';
import { exportGrafanaDashboard } from '../grafana/export-grafana.ts';
import { writePanel } from '../grafana/panel-codec.ts';
import { writeVariable } from '../grafana/variable-codec.ts';
import { isJsonArray, isJsonObject, isSameJson, type MutableJson, member } from '../json/json.ts';

/** A value of a file that differs; null where there is none on that side. */
export interface ValueChange {
  /** Keys from the outside in: `targets[0].expr`. */
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** A part of a dashboard that differs. */
export interface PartChange {
  readonly part: 'settings' | 'panel' | 'row' | 'variable';
  readonly name: string;
  readonly change: 'added' | 'removed' | 'changed' | 'moved';
  readonly values: readonly ValueChange[];
}

const MAX_TEXT = 300;

function short(value: Json | undefined): string | null {
  if (value === undefined) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}

/** The leaves that differ between two values. */
export function diffJson(before: Json | undefined, after: Json | undefined, path = ''): ValueChange[] {
  if (before !== undefined && after !== undefined && isSameJson(before, after)) return [];
  if (isJsonArray(before) && isJsonArray(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, i) => diffJson(before[i], after[i], `${path}[${i}]`)).flat();
  }
  if (isJsonObject(before) && isJsonObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) =>
      diffJson(member(before, key), member(after, key), path === '' ? key : `${path}.${key}`),
    );
  }
  return before === after ? [] : [{ path, before: short(before), after: short(after) }];
}

function flatten(panels: readonly Panel[]): Panel[] {
  return panels.flatMap((panel) => (panel.kind === 'row' ? [panel, ...flatten(panel.panels)] : [panel]));
}

function panelJson(panel: Panel): Json {
  const json: MutableJson = { ...(writePanel(panel) as MutableJson) };
  // The panels of a row are compared by themselves.
  if (panel.kind === 'row') delete json.panels;
  return json;
}

interface Part {
  readonly part: PartChange['part'];
  readonly key: string;
  readonly name: string;
  readonly json: Json;
}

function partsOf(dashboard: Dashboard): Part[] {
  const settings: MutableJson = { ...(JSON.parse(exportGrafanaDashboard(dashboard)) as MutableJson) };
  delete settings.panels;
  delete settings.templating;
  return [
    { part: 'settings', key: 'settings', name: 'Settings', json: settings },
    ...flatten(dashboard.panels).map((panel): Part => {
      const name = panel.title === '' ? `Panel ${panel.id}` : panel.title;
      const part = panel.kind === 'row' ? 'row' : 'panel';
      return { part, key: `panel/${panel.id}`, name, json: panelJson(panel) };
    }),
    ...dashboard.variables.map(
      (variable): Part => ({
        part: 'variable',
        key: `variable/${variable.name}`,
        name: variable.name,
        json: writeVariable(variable),
      }),
    ),
  ];
}

/** What differs between two states of a dashboard, part by part in the order of the newer one; removed parts at the end. */
export function diffDashboards(before: Dashboard, after: Dashboard): PartChange[] {
  const old = new Map(partsOf(before).map((part) => [part.key, part]));
  const changes: PartChange[] = [];
  for (const { part, key, name, json } of partsOf(after)) {
    const was = old.get(key);
    old.delete(key);
    if (was === undefined) {
      changes.push({ part, name, change: 'added', values: [] });
      continue;
    }
    const values = diffJson(was.json, json);
    if (values.length === 0) continue;
    const isMove = values.every(({ path }) => path.startsWith('gridPos'));
    // A row that only stands lower says nothing that its panels don't.
    if (isMove && part === 'row') continue;
    changes.push({ part, name, change: isMove ? 'moved' : 'changed', values });
  }
  for (const { part, name } of old.values()) changes.push({ part, name, change: 'removed', values: [] });
  return changes;
}

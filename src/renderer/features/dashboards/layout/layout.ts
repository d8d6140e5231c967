import { type GridPanel, groupByRow } from '../../../../shared/dashboards/edit/groups.ts';
import { settle } from '../../../../shared/dashboards/edit/settle.ts';
import type { FilledVariable, FilledVariables } from '../../../../shared/dashboards/variables/interpolate.ts';
import type { Dashboard } from '../../../../shared/domain/dashboard.ts';
import { GRID_COLUMNS, type RowPanel } from '../../../../shared/domain/dashboard-panel.ts';

/** A panel at its place within its section; repeated ones see a variable narrowed to one value. */
export interface PlacedPanel {
  readonly key: string;
  readonly panel: GridPanel;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly variables: FilledVariables;
}

/** Panels under a row's heading, or those before the first row. */
export interface Section {
  readonly key: string;
  /** null for panels before the first row. */
  readonly title: string | null;
  readonly collapsed: boolean;
  readonly panels: readonly PlacedPanel[];
  readonly variables: FilledVariables;
  /** The row itself; null for panels before the first one. */
  readonly row: RowPanel | null;
  /** Counts the groups of the dashboard, 0 before the first row. */
  readonly group: number;
}

/** More copies than this of one panel help nobody, and cost a query each. */
const MAX_REPEATS = 60;

/** One set of variables for each chosen value of `name`; the same set once where it is not known or has no value. */
function narrow(
  variables: FilledVariables,
  name: string | undefined,
): readonly { readonly value: string; readonly variables: FilledVariables }[] {
  const variable = name === undefined ? undefined : variables.get(name);
  if (variable === undefined || variable.values.length === 0) return [{ value: '', variables }];
  return variable.values.slice(0, MAX_REPEATS).map((value) => {
    const one: FilledVariable = { ...variable, values: [value], text: value, all: false };
    return { value, variables: new Map([...variables, [variable.name, one]]) };
  });
}

function placeRepeats(
  panel: GridPanel,
  variables: FilledVariables,
  key: string,
  y: number,
  repeats: boolean,
): PlacedPanel[] {
  const { grid } = panel;
  const repeat = panel.kind === 'unsupported' || !repeats ? undefined : panel.repeat;
  const copies = narrow(variables, repeat?.variable);
  const place = { x: grid.x, y, width: grid.width, height: grid.height };
  return copies.map(({ value, variables: own }, i): PlacedPanel => {
    const copyKey = copies.length === 1 ? key : `${key}/${value}`;
    const copy = { key: copyKey, panel, variables: own };
    if (copies.length === 1) return { ...copy, ...place };
    if (repeat?.direction === 'vertical') return { ...copy, ...place, y: y + i * grid.height };
    const perRow = Math.max(1, Math.min(copies.length, repeat?.maxPerRow ?? 4));
    const width = Math.floor(GRID_COLUMNS / perRow);
    const row = Math.floor(i / perRow);
    return { ...copy, x: (i % perRow) * width, y: y + row * grid.height, width, height: grid.height };
  });
}

/** Places the panels of a group from its own top; panels below repeated ones move down by what those grew. */
function placePanels(
  panels: readonly GridPanel[],
  variables: FilledVariables,
  key: string,
  repeats: boolean,
): PlacedPanel[] {
  const placeable = [...panels].sort((a, b) => a.grid.y - b.grid.y || a.grid.x - b.grid.x);
  const top = Math.min(...placeable.map(({ grid }) => grid.y));
  const grown: { readonly fromY: number; readonly by: number }[] = [];
  const places = placeable.flatMap((panel) => {
    const shift = grown.reduce((sum, { fromY, by }) => (panel.grid.y >= fromY ? sum + by : sum), 0);
    const y = panel.grid.y - top + shift;
    const placed = placeRepeats(panel, variables, `${key}/${panel.id}`, y, repeats);
    const bottom = Math.max(...placed.map((copy) => copy.y + copy.height));
    const by = bottom - (y + panel.grid.height);
    if (by > 0) grown.push({ fromY: panel.grid.y + panel.grid.height, by });
    return placed;
  });
  return settle(places);
}

/**
 * The dashboard's panels by row, with repeated rows and panels once for each chosen value. While it is edited (`repeats`
 * false), each stands there once, and the place before the first row even without panels.
 */
export function layOut(dashboard: Dashboard, variables: FilledVariables, repeats = true): Section[] {
  return groupByRow(dashboard.panels).flatMap(({ row, panels }, group) => {
    if (row === null && panels.length === 0 && repeats) return [];
    const repeat = repeats ? row?.repeat?.variable : undefined;
    return narrow(variables, repeat).map(({ value, variables: own }): Section => {
      const key = `${row?.id ?? 'top'}${value === '' ? '' : `/${value}`}`;
      return {
        key,
        title: row?.title ?? null,
        collapsed: row?.collapsed ?? false,
        panels: placePanels(panels, own, key, repeats),
        variables: own,
        row,
        group,
      };
    });
  });
}

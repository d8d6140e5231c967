import type { FilledVariable, FilledVariables } from '../../../../shared/dashboards/variables/interpolate.ts';
import type { Dashboard } from '../../../../shared/domain/dashboard.ts';
import {
  type DataPanel,
  GRID_COLUMNS,
  type Panel,
  type RowPanel,
  type UnsupportedPanel,
} from '../../../../shared/domain/dashboard-panel.ts';

/** A panel at its place within its section; repeated ones see a variable narrowed to one value. */
export interface PlacedPanel {
  readonly key: string;
  readonly panel: DataPanel | UnsupportedPanel;
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
}

interface Group {
  readonly row: RowPanel | null;
  readonly panels: readonly Panel[];
}

/** More copies than this of one panel help nobody, and cost a query each. */
const MAX_REPEATS = 60;

function byPlace(a: Panel, b: Panel): number {
  return a.grid.y - b.grid.y || a.grid.x - b.grid.x;
}

function groupByRow(panels: readonly Panel[]): Group[] {
  const groups: { row: RowPanel | null; panels: Panel[] }[] = [{ row: null, panels: [] }];
  for (const panel of [...panels].sort(byPlace)) {
    if (panel.kind === 'row') groups.push({ row: panel, panels: [...panel.panels] });
    else groups.at(-1)?.panels.push(panel);
  }
  return groups.filter(({ row, panels: members }) => row !== null || members.length > 0);
}

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

type Placeable = DataPanel | UnsupportedPanel;

function placeRepeats(panel: Placeable, variables: FilledVariables, key: string, y: number): PlacedPanel[] {
  const { grid } = panel;
  const repeat = panel.kind === 'unsupported' ? undefined : panel.repeat;
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

function overlaps(a: PlacedPanel, b: PlacedPanel): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Lets panels rise into free room and moves those down that would lie on others, as Grafana's grid does. */
function settle(panels: readonly PlacedPanel[]): PlacedPanel[] {
  const settled: PlacedPanel[] = [];
  for (const panel of [...panels].sort((a, b) => a.y - b.y || a.x - b.x)) {
    let at = panel;
    const isFree = (y: number): boolean => !settled.some((other) => overlaps({ ...at, y }, other));
    while (at.y > 0 && isFree(at.y - 1)) at = { ...at, y: at.y - 1 };
    for (let below = settled.find((other) => overlaps(at, other)); below !== undefined; ) {
      at = { ...at, y: below.y + below.height };
      below = settled.find((other) => overlaps(at, other));
    }
    settled.push(at);
  }
  return settled;
}

/** Places the panels of a group from its own top; panels below repeated ones move down by what those grew. */
function placePanels(panels: readonly Panel[], variables: FilledVariables, key: string): PlacedPanel[] {
  const placeable = panels.filter((panel): panel is Placeable => panel.kind !== 'row').sort(byPlace);
  const top = Math.min(...placeable.map(({ grid }) => grid.y));
  const grown: { readonly fromY: number; readonly by: number }[] = [];
  const places = placeable.flatMap((panel, i) => {
    const shift = grown.reduce((sum, { fromY, by }) => (panel.grid.y >= fromY ? sum + by : sum), 0);
    const y = panel.grid.y - top + shift;
    const placed = placeRepeats(panel, variables, `${key}/${panel.id}#${i}`, y);
    const bottom = Math.max(...placed.map((copy) => copy.y + copy.height));
    const by = bottom - (y + panel.grid.height);
    if (by > 0) grown.push({ fromY: panel.grid.y + panel.grid.height, by });
    return placed;
  });
  return settle(places);
}

/** The dashboard's panels by row, with repeated rows and panels once for each chosen value. */
export function layOut(dashboard: Dashboard, variables: FilledVariables): Section[] {
  return groupByRow(dashboard.panels).flatMap(({ row, panels }, i) =>
    narrow(variables, row?.repeat?.variable).map(({ value, variables: own }): Section => {
      const key = `${row?.id ?? 'top'}#${i}${value === '' ? '' : `/${value}`}`;
      return {
        key,
        title: row?.title ?? null,
        collapsed: row?.collapsed ?? false,
        panels: placePanels(panels, own, key),
        variables: own,
      };
    }),
  );
}

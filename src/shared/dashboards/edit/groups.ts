import type { Dashboard } from '../../domain/dashboard.ts';
import {
  type DataPanel,
  GRID_COLUMNS,
  type GridPosition,
  type Panel,
  type RowPanel,
  type UnsupportedPanel,
} from '../../domain/dashboard-panel.ts';
import { settle } from './settle.ts';

/** A panel that stands on the grid, and is no row. */
export type GridPanel = DataPanel | UnsupportedPanel;

/** A row with the panels that belong to it, or (row null, always the first) the panels before the first row. */
export interface PanelGroup {
  readonly row: RowPanel | null;
  /** Places count from the group's own top. */
  readonly panels: readonly GridPanel[];
}

function byPlace(a: Panel, b: Panel): number {
  return a.grid.y - b.grid.y || a.grid.x - b.grid.x;
}

/** Panels that are no rows; a row within a row gives up its panels. */
function flatten(panels: readonly Panel[]): GridPanel[] {
  return panels.flatMap((panel) => (panel.kind === 'row' ? flatten(panel.panels) : [panel]));
}

/** Panels by row, as the file places them. */
export function groupByRow(panels: readonly Panel[]): PanelGroup[] {
  const groups: { row: RowPanel | null; panels: GridPanel[] }[] = [{ row: null, panels: [] }];
  for (const panel of [...panels].sort(byPlace)) {
    if (panel.kind === 'row') groups.push({ row: panel, panels: flatten(panel.panels) });
    else groups.at(-1)?.panels.push(panel);
  }
  return groups;
}

/** A panel at another place. */
export function withGrid<P extends GridPanel>(panel: P, grid: Omit<GridPosition, 'extra'>): P {
  const { x, y, width, height } = panel.grid;
  if (x === grid.x && y === grid.y && width === grid.width && height === grid.height) return panel;
  return { ...panel, grid: { ...panel.grid, ...grid } };
}

/** Panels on the grid of their group, risen as far as there is room, from the top and from the left. */
export function arrange(
  panels: readonly GridPanel[],
  place: (places: readonly (GridPosition & { readonly panel: GridPanel })[]) => readonly (GridPosition & {
    readonly panel: GridPanel;
  })[] = settle,
): GridPanel[] {
  const placed = place(panels.map((panel) => ({ ...panel.grid, panel })));
  return placed
    .map(({ panel, x, y, width, height }) => withGrid(panel, { x, y, width, height }))
    .sort(byPlace);
}

/** The dashboard's panels by row, settled from each group's own top. */
export function toGroups(dashboard: Dashboard): PanelGroup[] {
  return groupByRow(dashboard.panels).map(({ row, panels }) => {
    const top = Math.min(...panels.map(({ grid }) => grid.y));
    return {
      row,
      panels: arrange(panels.map((panel) => withGrid(panel, { ...panel.grid, y: panel.grid.y - top }))),
    };
  });
}

/** The dashboard with its panels as the groups have them, one group below the other. */
function fromGroups(dashboard: Dashboard, groups: readonly PanelGroup[]): Dashboard {
  const panels: Panel[] = [];
  let y = 0;
  for (const { row, panels: own } of groups) {
    if (row !== null) y += 1;
    const top = y;
    const members = own.map((panel) => withGrid(panel, { ...panel.grid, y: top + panel.grid.y }));
    if (row !== null) {
      const grid = { ...row.grid, x: 0, y: top - 1, width: GRID_COLUMNS, height: 1 };
      panels.push({ ...row, grid, panels: row.collapsed ? members : [] });
    }
    if (row?.collapsed === true) continue;
    panels.push(...members);
    y = Math.max(top, ...members.map(({ grid }) => grid.y + grid.height));
  }
  return { ...dashboard, panels };
}

/** Changes the panels by row. */
export function editGroups(
  dashboard: Dashboard,
  change: (groups: readonly PanelGroup[]) => readonly PanelGroup[],
): Dashboard {
  return fromGroups(dashboard, change(toGroups(dashboard)));
}

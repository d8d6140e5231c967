import type { Dashboard } from '../../domain/dashboard.ts';
import { type DataPanel, GRID_COLUMNS, type Panel, type RowPanel } from '../../domain/dashboard-panel.ts';
import { arrange, editGroups, type GridPanel, type PanelGroup, toGroups, withGrid } from './groups.ts';
import { newPanel, type PanelSeed } from './new-panel.ts';
import { type Place, settleAround } from './settle.ts';

/** A place in one of the dashboard's groups (0: before the first row). */
export interface GroupPlace extends Place {
  readonly group: number;
}

const LEAST_WIDTH = 2;
const LEAST_HEIGHT = 2;
const MAX_HEIGHT = 60;

function idsOf(panels: readonly Panel[]): number[] {
  return panels.flatMap((panel) => (panel.kind === 'row' ? [panel.id, ...idsOf(panel.panels)] : [panel.id]));
}

/** An id that no panel has. */
function freePanelId({ panels }: Dashboard): number {
  return Math.max(0, ...idsOf(panels)) + 1;
}

/** The panel of an id, rows aside; undefined where there is none. */
export function findPanel(dashboard: Dashboard, id: number): GridPanel | undefined {
  return toGroups(dashboard)
    .flatMap(({ panels }) => panels)
    .find((panel) => panel.id === id);
}

function bounded({ x, y, width, height }: Place): Place {
  const w = Math.min(GRID_COLUMNS, Math.max(LEAST_WIDTH, Math.round(width)));
  const h = Math.min(MAX_HEIGHT, Math.max(LEAST_HEIGHT, Math.round(height)));
  return {
    x: Math.min(GRID_COLUMNS - w, Math.max(0, Math.round(x))),
    y: Math.max(0, Math.round(y)),
    width: w,
    height: h,
  };
}

/** Puts a panel to a place, within the grid's bounds; others make room and rise into what it left. */
export function movePanel(dashboard: Dashboard, id: number, to: GroupPlace): Dashboard {
  return editGroups(dashboard, (groups) => {
    const from = groups.findIndex(({ panels }) => panels.some((panel) => panel.id === id));
    const panel = groups[from]?.panels.find((one) => one.id === id);
    if (panel === undefined || groups[to.group] === undefined) return groups;
    const moved = withGrid(panel, bounded(to));
    const fromY = from === to.group ? panel.grid.y : Number.POSITIVE_INFINITY;
    return groups.map((group, i): PanelGroup => {
      const rest = group.panels.filter((one) => one.id !== id);
      if (i === to.group) return { ...group, panels: around(moved, rest, fromY) };
      return i === from ? { ...group, panels: arrange(rest) } : group;
    });
  });
}

function around(moved: GridPanel, others: readonly GridPanel[], fromY: number): GridPanel[] {
  return arrange([moved, ...others], ([first, ...rest]) =>
    first === undefined ? [] : settleAround(first, rest, fromY),
  );
}

/** The first free place that a panel fits in, from the top; at worst below all others. */
function freePlace({ panels }: PanelGroup, width: number, height: number): Place {
  const bottom = Math.max(0, ...panels.map(({ grid }) => grid.y + grid.height));
  for (let y = 0; y < bottom; y++) {
    for (let x = 0; x + width <= GRID_COLUMNS; x++) {
      const isFree = panels.every(
        ({ grid }) =>
          x >= grid.x + grid.width ||
          grid.x >= x + width ||
          y >= grid.y + grid.height ||
          grid.y >= y + height,
      );
      if (isFree) return { x, y, width, height };
    }
  }
  return { x: 0, y: bottom, width, height };
}

function insert(dashboard: Dashboard, panel: GridPanel, at: number): Dashboard {
  return editGroups(dashboard, (groups) =>
    groups.map((group, i) => {
      if (i !== at) return group;
      const place = freePlace(group, panel.grid.width, panel.grid.height);
      return { ...group, panels: arrange([...group.panels, withGrid(panel, place)]) };
    }),
  );
}

/** Adds a panel where there is room: before the first row, or in the last one where all panels are in rows. */
export function addPanel(dashboard: Dashboard, seed: PanelSeed): { dashboard: Dashboard; panel: DataPanel } {
  const panel = newPanel(freePanelId(dashboard), seed);
  const groups = toGroups(dashboard);
  const isAllInRows = groups.length > 1 && groups[0]?.panels.length === 0;
  return { dashboard: insert(dashboard, panel, isAllInRows ? groups.length - 1 : 0), panel };
}

/** A second panel like the one of the id, at the next free place of the same row. */
export function duplicatePanel(dashboard: Dashboard, id: number): Dashboard {
  const at = toGroups(dashboard).findIndex(({ panels }) => panels.some((panel) => panel.id === id));
  const panel = findPanel(dashboard, id);
  if (panel === undefined) return dashboard;
  return insert(dashboard, { ...panel, id: freePanelId(dashboard) }, at);
}

export function removePanel(dashboard: Dashboard, id: number): Dashboard {
  return editGroups(dashboard, (groups) =>
    groups.map((group) => {
      const rest = group.panels.filter((panel) => panel.id !== id);
      return rest.length === group.panels.length ? group : { ...group, panels: arrange(rest) };
    }),
  );
}

/** Puts another definition in the place of the panel with its id. */
export function replacePanel(dashboard: Dashboard, next: GridPanel): Dashboard {
  return editGroups(dashboard, (groups) =>
    groups.map((group) => ({
      ...group,
      panels: group.panels.map((panel) => (panel.id === next.id ? { ...next, grid: panel.grid } : panel)),
    })),
  );
}

/** Adds an empty row at the end. */
export function addRow(dashboard: Dashboard, title: string): Dashboard {
  const row: RowPanel = {
    kind: 'row',
    id: freePanelId(dashboard),
    title,
    grid: { x: 0, y: 0, width: GRID_COLUMNS, height: 1 },
    collapsed: false,
    panels: [],
  };
  return editGroups(dashboard, (groups) => [...groups, { row, panels: [] }]);
}

/** Changes a row's own members: title, `collapsed`, repeat. */
export function changeRow(dashboard: Dashboard, id: number, change: (row: RowPanel) => RowPanel): Dashboard {
  return editGroups(dashboard, (groups) =>
    groups.map((group) => (group.row?.id === id ? { ...group, row: change(group.row) } : group)),
  );
}

/** Removes a row; its panels go with it, or (`keepPanels`) to the end of the group before it. */
export function removeRow(dashboard: Dashboard, id: number, keepPanels: boolean): Dashboard {
  return editGroups(dashboard, (groups) => {
    const at = groups.findIndex(({ row }) => row?.id === id);
    const removed = groups[at];
    if (removed === undefined) return groups;
    return groups.flatMap((group, i): PanelGroup[] => {
      if (i === at) return [];
      if (i !== at - 1 || !keepPanels) return [group];
      const bottom = Math.max(0, ...group.panels.map(({ grid }) => grid.y + grid.height));
      const added = removed.panels.map((panel) =>
        withGrid(panel, { ...panel.grid, y: bottom + panel.grid.y }),
      );
      return [{ ...group, panels: arrange([...group.panels, ...added]) }];
    });
  });
}

/** Moves a row with its panels one up (-1) or down (1). */
export function moveRow(dashboard: Dashboard, id: number, by: -1 | 1): Dashboard {
  return editGroups(dashboard, (groups) => {
    const at = groups.findIndex(({ row }) => row?.id === id);
    const to = at + by;
    const [moved, other] = [groups[at], groups[to]];
    // The panels before the first row stay first.
    if (moved === undefined || other === undefined || to < 1) return groups;
    return groups.map((group, i) => (i === at ? other : i === to ? moved : group));
  });
}

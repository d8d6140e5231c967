import { type GroupPlace, movePanel } from '../../../../shared/dashboards/edit/edit-panels.ts';
import { toGroups } from '../../../../shared/dashboards/edit/groups.ts';
import type { Dashboard } from '../../../../shared/domain/dashboard.ts';

/** A key's direction on the grid. */
export type Direction = 'left' | 'right' | 'up' | 'down';

const DELTAS = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] } as const;
/** Panels are at most this high: so far may one have to be moved until it stands elsewhere. */
const MAX_STEPS = 64;

function placeOf(dashboard: Dashboard, id: number): GroupPlace | null {
  for (const [group, { panels }] of toGroups(dashboard).entries()) {
    const found = panels.find((panel) => panel.id === id);
    if (found !== undefined) {
      const { x, y, width, height } = found.grid;
      return { group, x, y, width, height };
    }
  }
  return null;
}

/**
 * Moves a panel one step: a column sideways; up and down to the next place that differs, over the ends of its row into
 * the next one. The same dashboard where there is no such place.
 */
export function nudgePanel(dashboard: Dashboard, id: number, direction: Direction): Dashboard {
  const at = placeOf(dashboard, id);
  if (at === null) return dashboard;
  const [dx, dy] = DELTAS[direction];
  if (dy === 0) {
    const next = movePanel(dashboard, id, { ...at, x: at.x + dx });
    return placeOf(next, id)?.x === at.x ? dashboard : next;
  }
  for (let step = 1; step <= MAX_STEPS && at.y + dy * step >= 0; step++) {
    const next = movePanel(dashboard, id, { ...at, y: at.y + dy * step });
    const there = placeOf(next, id);
    if (there !== null && there.y !== at.y) return next;
  }
  const groups = toGroups(dashboard);
  const target = groups[at.group + dy];
  if (target === undefined) return dashboard;
  const bottom = Math.max(0, ...target.panels.map(({ grid }) => grid.y + grid.height));
  return movePanel(dashboard, id, { ...at, group: at.group + dy, y: dy > 0 ? 0 : bottom });
}

/** Makes a panel a cell wider or higher, or less so. */
export function resizePanel(dashboard: Dashboard, id: number, direction: Direction): Dashboard {
  const at = placeOf(dashboard, id);
  if (at === null) return dashboard;
  const [dx, dy] = DELTAS[direction];
  const size = { width: Math.min(24 - at.x, at.width + dx), height: at.height + dy };
  const next = movePanel(dashboard, id, { ...at, ...size });
  const there = placeOf(next, id);
  return there?.width === at.width && there.height === at.height ? dashboard : next;
}

/** Where a panel stands, as a sentence for those who can't see it. */
export function describePlace(dashboard: Dashboard, id: number): string {
  const at = placeOf(dashboard, id);
  if (at === null) return '';
  const row = toGroups(dashboard)[at.group]?.row;
  const inRow = row === null || row === undefined ? '' : ` of row ${row.title}`;
  return `Column ${at.x + 1}, line ${at.y + 1}${inRow}, ${at.width} wide, ${at.height} high`;
}

import { GRID_COLUMNS } from '../../domain/dashboard-panel.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import { type MutableJson, member, objectsIn } from '../json/json.ts';

/** A grid cell and the gap below it, in pixels. */
const CELL_PX = 38;
const LEAST_HEIGHT_PX = 90;
const DEFAULT_HEIGHT_PX = 250;
/** Rows were 12 columns wide. */
const COLUMNS_PER_SPAN = GRID_COLUMNS / 12;

function gridHeight(height: Json | undefined, fallback: number): number {
  const px = typeof height === 'string' ? Number.parseFloat(height) : height;
  if (typeof px !== 'number' || !Number.isFinite(px) || px <= 0) return fallback;
  return Math.min(100, Math.ceil(Math.max(px, LEAST_HEIGHT_PX) / CELL_PX));
}

function spanOf(panel: JsonObject): number {
  const span = member(panel, 'span');
  const columns =
    typeof span === 'number' && span > 0 ? Math.floor(span) * COLUMNS_PER_SPAN : 4 * COLUMNS_PER_SPAN;
  return Math.min(GRID_COLUMNS, Math.max(1, columns));
}

/** Fills a row of the old layout from the left, going down where the ground is lowest. */
class Skyline {
  private readonly heights = new Array<number>(GRID_COLUMNS).fill(0);

  place(width: number, height: number): { x: number; y: number } {
    let best = { x: 0, y: Number.POSITIVE_INFINITY };
    for (let x = 0; x + width <= GRID_COLUMNS; x++) {
      const y = Math.max(...this.heights.slice(x, x + width));
      if (y < best.y) best = { x, y };
    }
    this.heights.fill(best.y + height, best.x, best.x + width);
    return best;
  }

  get depth(): number {
    return Math.max(...this.heights);
  }
}

function movePanel(panel: JsonObject, gridPos: JsonObject): JsonObject {
  const moved: MutableJson = { ...panel, gridPos };
  const minSpan = member(panel, 'minSpan');
  if (typeof minSpan === 'number' && minSpan > 0) {
    moved.maxPerRow = Math.max(1, Math.floor(GRID_COLUMNS / (minSpan * COLUMNS_PER_SPAN)));
  }
  delete moved.span;
  delete moved.height;
  delete moved.minSpan;
  return moved;
}

function rowPanel(row: JsonObject, y: number): MutableJson {
  const head: MutableJson = { ...row };
  for (const key of ['panels', 'height', 'collapse', 'showTitle', 'titleSize', 'editable']) delete head[key];
  if (head.repeat === null) delete head.repeat;
  return {
    ...head,
    type: 'row',
    title: member(row, 'title') ?? '',
    collapsed: member(row, 'collapse') === true,
    gridPos: { x: 0, y, w: GRID_COLUMNS, h: 1 },
  };
}

/** Rows that have a title to show, can be folded or repeat are kept as headings. */
function isHeading(row: JsonObject): boolean {
  return (
    member(row, 'collapse') === true ||
    member(row, 'showTitle') === true ||
    typeof member(row, 'repeat') === 'string'
  );
}

/** The panels of a dashboard whose layout is `rows` of spans (before version 16), placed on the grid. */
export function placeRows(rows: readonly JsonObject[]): JsonObject[] {
  const showRows = rows.some(isHeading);
  const placed: JsonObject[] = [];
  let y = 0;
  for (const row of rows) {
    const head = showRows ? rowPanel(row, y) : null;
    if (head !== null) y += 1;
    const rowHeight = gridHeight(member(row, 'height'), gridHeight(DEFAULT_HEIGHT_PX, 7));
    const skyline = new Skyline();
    const panels = objectsIn(member(row, 'panels')).map((panel) => {
      const w = spanOf(panel);
      const h = gridHeight(member(panel, 'height'), rowHeight);
      const at = skyline.place(w, h);
      return movePanel(panel, { x: at.x, y: y + at.y, w, h });
    });
    const collapsed = head?.collapsed === true;
    if (head !== null) placed.push(collapsed ? { ...head, panels } : head);
    if (!collapsed) {
      placed.push(...panels);
      y += skyline.depth;
    }
  }
  return placed;
}

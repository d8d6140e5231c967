import { GRID_COLUMNS } from '../../domain/dashboard-panel.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import { member, memberAt, objectsIn } from '../json/json.ts';
import { present } from './leftover.ts';

interface Placed {
  readonly panels: readonly JsonObject[];
  /** Rows of the grid that they take. */
  readonly height: number;
}

type Panels = ReadonlyMap<string, JsonObject>;

const AUTO_ROW_HEIGHTS: ReadonlyMap<Json | undefined, number> = new Map<Json | undefined, number>([
  ['short', 5],
  ['standard', 9],
  ['tall', 14],
]);

function numberAt(json: JsonObject, path: readonly string[], fallback: number): number {
  const value = memberAt(json, path);
  return typeof value === 'number' && Number.isFinite(value) ? value : fallback;
}

function repeatOf(spec: Json | undefined): JsonObject {
  const repeat = member(spec, 'repeat');
  return present({
    repeat: member(repeat, 'value'),
    repeatDirection: member(repeat, 'direction'),
    maxPerRow: member(repeat, 'maxPerRow'),
  });
}

function gridItem(item: JsonObject, top: number, panels: Panels): Placed {
  if (member(item, 'kind') === 'GridLayoutRow')
    return section(item, top, panels, {
      kind: 'GridLayout',
      spec: { items: memberAt(item, ['spec', 'elements']) ?? [] },
    });
  const name = memberAt(item, ['spec', 'element', 'name']);
  const panel = typeof name === 'string' ? panels.get(name) : undefined;
  if (panel === undefined) return { panels: [], height: 0 };
  const y = numberAt(item, ['spec', 'y'], 0);
  const h = numberAt(item, ['spec', 'height'], 8);
  const gridPos = {
    x: numberAt(item, ['spec', 'x'], 0),
    y: top + y,
    w: numberAt(item, ['spec', 'width'], 12),
    h,
  };
  return { panels: [{ ...panel, ...repeatOf(member(item, 'spec')), gridPos }], height: y + h };
}

function autoGrid(layout: JsonObject, top: number, panels: Panels): Placed {
  const spec = member(layout, 'spec');
  const columns = Math.min(GRID_COLUMNS, Math.max(1, numberAt(layout, ['spec', 'maxColumnCount'], 3)));
  const w = Math.floor(GRID_COLUMNS / columns);
  const h = AUTO_ROW_HEIGHTS.get(member(spec, 'rowHeightMode')) ?? 9;
  const placed = objectsIn(member(spec, 'items')).flatMap((item, i) => {
    const at = { x: (i % columns) * w, y: Math.floor(i / columns) * h, width: w, height: h };
    const itemSpec = member(item, 'spec');
    const { panels: found } = gridItem({ spec: { ...(itemSpec as JsonObject), ...at } }, top, panels);
    return found;
  });
  return { panels: placed, height: Math.ceil(placed.length / columns) * h };
}

function stack(
  parts: readonly JsonObject[],
  top: number,
  place: (part: JsonObject, top: number) => Placed,
): Placed {
  const placed: JsonObject[] = [];
  let height = 0;
  for (const part of parts) {
    const one = place(part, top + height);
    placed.push(...one.panels);
    height += one.height;
  }
  return { panels: placed, height };
}

/** A row or tab: a heading, and what is under it. Only a row that holds no others can stay collapsed. */
function section(part: JsonObject, top: number, panels: Panels, layout: Json | undefined): Placed {
  const spec = member(part, 'spec');
  const inner = placeLayout(layout, top + 1, panels);
  const nested = inner.panels.some((panel) => member(panel, 'type') === 'row');
  const collapsed = !nested && (member(spec, 'collapse') === true || member(spec, 'collapsed') === true);
  const row: JsonObject = {
    type: 'row',
    title: member(spec, 'title') ?? '',
    collapsed,
    gridPos: { x: 0, y: top, w: GRID_COLUMNS, h: 1 },
    ...repeatOf(spec),
  };
  return collapsed
    ? { panels: [{ ...row, panels: inner.panels }], height: 1 }
    : { panels: [row, ...inner.panels], height: 1 + inner.height };
}

/** The panels of a v2 layout (grid, automatic grid, rows or tabs) on the classic grid; tabs become rows. */
export function placeLayout(layout: Json | undefined, top: number, panels: Panels): Placed {
  const spec = member(layout, 'spec');
  const sections = (parts: Json | undefined): Placed =>
    stack(objectsIn(parts), top, (part, at) => section(part, at, panels, memberAt(part, ['spec', 'layout'])));
  switch (member(layout, 'kind')) {
    case 'GridLayout': {
      const placed = objectsIn(member(spec, 'items')).map((item) => gridItem(item, top, panels));
      return {
        panels: placed.flatMap((one) => one.panels),
        height: Math.max(0, ...placed.map((one) => one.height)),
      };
    }
    case 'AutoGridLayout':
      return autoGrid(layout as JsonObject, top, panels);
    case 'RowsLayout':
      return sections(member(spec, 'rows'));
    case 'TabsLayout':
      return sections(member(spec, 'tabs'));
    default:
      return { panels: [], height: 0 };
  }
}

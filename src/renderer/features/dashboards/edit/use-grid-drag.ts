import { type PointerEvent as ReactPointerEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { GroupPlace } from '../../../../shared/dashboards/edit/edit-panels.ts';
import { GRID_COLUMNS } from '../../../../shared/domain/dashboard-panel.ts';
import type { PlacedPanel } from '../layout/layout.ts';
import { GRID_GAP, ROW_HEIGHT } from '../panels/panel-size.ts';

/** Where a panel is while it is dragged. */
export interface DragState {
  readonly panelId: number;
  readonly to: GroupPlace;
}

interface Grab {
  readonly mode: 'move' | 'resize';
  readonly panelId: number;
  readonly start: GroupPlace;
  /** From the tile's corner (its other end when resizing) to the pointer, CSS pixels. */
  readonly offsetX: number;
  readonly offsetY: number;
}

/** Distance from the page's ends within which it scrolls, and by how much for each move, CSS pixels. */
const SCROLL_EDGE = 60;
const SCROLL_STEP = 14;
const PITCH_Y = ROW_HEIGHT + GRID_GAP;

function gridElements(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-grid-group]')];
}

function pitchX(rect: DOMRect): number {
  return (rect.width + GRID_GAP) / GRID_COLUMNS;
}

/** The grid under the pointer, else the one it came from. */
function gridAt(clientY: number, group: number): { readonly group: number; readonly rect: DOMRect } | null {
  const grids = gridElements().map((element) => ({
    group: Number(element.dataset.gridGroup),
    rect: element.getBoundingClientRect(),
  }));
  const own = grids.find((grid) => grid.group === group);
  const under = grids.find(({ rect }) => clientY >= rect.top && clientY <= rect.bottom);
  return under ?? own ?? null;
}

function placeAt(grab: Grab, clientX: number, clientY: number): GroupPlace | null {
  const { start, mode, offsetX, offsetY } = grab;
  const grid = mode === 'move' ? gridAt(clientY, start.group) : gridAt(Number.NaN, start.group);
  if (grid === null) return null;
  const { rect, group } = grid;
  const x = (clientX - offsetX - rect.left) / pitchX(rect);
  const y = (clientY - offsetY - rect.top) / PITCH_Y;
  if (mode === 'move') return { ...start, group, x: Math.round(x), y: Math.max(0, Math.round(y)) };
  const width = Math.min(GRID_COLUMNS - start.x, Math.max(2, Math.round(x) - start.x));
  return { ...start, width, height: Math.max(2, Math.round(y) - start.y) };
}

function scrollAtEdge(clientY: number): void {
  const scroller = document.scrollingElement;
  const main = document.querySelector('main');
  const by = clientY < SCROLL_EDGE ? -SCROLL_STEP : clientY > innerHeight - SCROLL_EDGE ? SCROLL_STEP : 0;
  if (by === 0) return;
  scroller?.scrollBy(0, by);
  for (let at = main?.querySelector('[data-grid-group]')?.parentElement; at; at = at.parentElement) {
    if (at.scrollHeight > at.clientHeight) at.scrollBy(0, by);
  }
}

/** Moves and resizes panels by pointer: their place while it is held, and once where it is let go. Escape gives up. */
export function useGridDrag(onDrop: (drag: DragState) => void): {
  readonly drag: DragState | null;
  readonly grab: (
    event: ReactPointerEvent<HTMLElement>,
    mode: Grab['mode'],
    placed: PlacedPanel,
    group: number,
  ) => void;
} {
  const [drag, setDrag] = useState<DragState | null>(null);
  const stop = useRef<(() => void) | null>(null);
  const drop = useRef(onDrop);
  drop.current = onDrop;
  useEffect(() => () => stop.current?.(), []);
  const grab = useCallback(
    (
      event: ReactPointerEvent<HTMLElement>,
      mode: Grab['mode'],
      { panel, x, y, width, height }: PlacedPanel,
      group: number,
    ): void => {
      const tile = event.currentTarget.closest('[data-panel-tile]')?.getBoundingClientRect();
      if (event.button !== 0 || tile === undefined) return;
      event.preventDefault();
      const start: GroupPlace = { group, x, y, width, height };
      const held: Grab = {
        mode,
        panelId: panel.id,
        start,
        offsetX: event.clientX - (mode === 'move' ? tile.left : tile.right + GRID_GAP),
        offsetY: event.clientY - (mode === 'move' ? tile.top : tile.bottom + GRID_GAP),
      };
      let last: DragState | null = null;
      const onMove = (move: PointerEvent): void => {
        scrollAtEdge(move.clientY);
        const to = placeAt(held, move.clientX, move.clientY);
        if (to === null || (last !== null && JSON.stringify(last.to) === JSON.stringify(to))) return;
        last = { panelId: held.panelId, to };
        setDrag(last);
      };
      const end = (): void => {
        stop.current = null;
        removeEventListener('pointermove', onMove);
        removeEventListener('pointerup', onUp);
        removeEventListener('pointercancel', end);
        removeEventListener('keydown', onKey, true);
        setDrag(null);
      };
      const onUp = (): void => {
        end();
        if (last !== null) drop.current(last);
      };
      const onKey = (key: KeyboardEvent): void => {
        if (key.key !== 'Escape') return;
        key.stopPropagation();
        end();
      };
      addEventListener('pointermove', onMove);
      addEventListener('pointerup', onUp);
      addEventListener('pointercancel', end);
      addEventListener('keydown', onKey, true);
      stop.current = end;
    },
    [],
  );
  return { drag, grab };
}

import { type PointerEvent, type RefObject, useState } from 'react';

/** A row on its way to another place of its list; places are counted from 0. */
export interface RowDrag {
  readonly from: number;
  readonly to: number;
}

/** The place whose row is at this height, CSS pixels of the window; the first or the last beyond the ends. */
function placeAt(list: HTMLElement, y: number): number {
  const rows = [...list.children];
  const below = rows.findIndex((row) => y < row.getBoundingClientRect().bottom);
  return below < 0 ? rows.length - 1 : below;
}

/** Drags rows of a list by their handles; what the result gives goes onto each handle. */
export function useRowDrag(
  list: RefObject<HTMLElement | null>,
  onDrop: (from: number, to: number) => void,
): { readonly drag: RowDrag | null; handleProps(place: number): object } {
  const [drag, setDrag] = useState<RowDrag | null>(null);
  return {
    drag,
    handleProps: (place) => ({
      onPointerDown(event: PointerEvent<HTMLElement>) {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ from: place, to: place });
      },
      onPointerMove(event: PointerEvent<HTMLElement>) {
        if (drag === null || list.current === null) return;
        const to = placeAt(list.current, event.clientY);
        if (to !== drag.to) setDrag({ ...drag, to });
      },
      onPointerUp() {
        setDrag(null);
        if (drag !== null && drag.to !== drag.from) onDrop(drag.from, drag.to);
      },
      onPointerCancel: () => setDrag(null),
    }),
  };
}

import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** Padding and border that follow the result: of its panel, and of the page. CSS pixels. */
const BELOW = 26;

function scrollerOf(element: HTMLElement): HTMLElement | null {
  let parent = element.parentElement;
  while (parent !== null && getComputedStyle(parent).overflowY !== 'auto') parent = parent.parentElement;
  return parent;
}

/**
 * The height from an element to the bottom of the page that it stands on, at least `leastPx`: what fills it is in sight
 * without scrolling, whatever stands above it.
 */
export function useRoomBelow(
  leastPx: number,
): readonly [ref: RefObject<HTMLDivElement | null>, heightPx: number] {
  const ref = useRef<HTMLDivElement | null>(null);
  const [height, setHeight] = useState(leastPx);
  useLayoutEffect(() => {
    const element = ref.current;
    const page = element === null ? null : scrollerOf(element);
    if (element === null || page === null) return;
    const measure = (): void => {
      const topPx = element.getBoundingClientRect().top - page.getBoundingClientRect().top + page.scrollTop;
      setHeight(Math.max(leastPx, Math.floor(page.clientHeight - topPx - BELOW)));
    };
    measure();
    // The page's content grows with what stands above: a query more, a failure, a line that wraps.
    const observer = new ResizeObserver(measure);
    observer.observe(page);
    for (const child of page.children) observer.observe(child);
    return () => observer.disconnect();
  }, [leastPx]);
  return [ref, height];
}

import type { TimeRange } from '../../shared/domain/time-range.ts';
import { navigationStore, type Page } from './navigation-store.ts';
import { timeRangeStore } from './time-range-store.ts';

const KEY = 'sextant.place';
const PAGES: readonly string[] = [
  'overview',
  'explore',
  'dashboards',
  'alerts',
  'targets',
  'settings',
] satisfies Page[];

interface Place {
  readonly page: Page;
  readonly focus: string | null;
  readonly range: TimeRange | null;
}

function isBound(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

/** The place that was kept; null where there is none, or none that can be understood. */
export function readPlace(text: string | null): Place | null {
  try {
    const { page, focus, range } = JSON.parse(text ?? 'null') as Place;
    if (!PAGES.includes(page)) return null;
    const hasRange = range !== null && isBound(range.from) && isBound(range.to);
    return { page, focus: typeof focus === 'string' ? focus : null, range: hasRange ? range : null };
  } catch {
    return null; // The first load of a window, or of another version.
  }
}

/** Returns to the page and the time range from before the window's page was loaded again, and keeps them from now on. */
export function keepPlace(): void {
  // It lasts as long as the window does.
  const place = readPlace(sessionStorage.getItem(KEY));
  if (place !== null) {
    navigationStore.getState().open(place.page, place.focus);
    if (place.range !== null) timeRangeStore.getState().setRange(place.range);
  }
  const keep = (): void => {
    const { page, focus } = navigationStore.getState();
    const { range, growing } = timeRangeStore.getState();
    sessionStorage.setItem(
      KEY,
      JSON.stringify({ page, focus, range: growing ? null : range } satisfies Place),
    );
  };
  navigationStore.subscribe(keep);
  timeRangeStore.subscribe(keep);
}

/** Where the pointer is in time, over whichever chart; `sourceId` is that chart's id. */
export interface Crosshair {
  readonly timeMs: number;
  readonly sourceId: string;
}

type Listener = (crosshair: Crosshair | null) => void;

const listeners = new Set<Listener>();
let current: Crosshair | null = null;

/** Moves the line that all charts share; null takes it away. */
export function setCrosshair(crosshair: Crosshair | null): void {
  if (crosshair === null && current === null) return;
  current = crosshair;
  for (const listener of listeners) listener(crosshair);
}

/** The shared line as it is now. */
export function getCrosshair(): Crosshair | null {
  return current;
}

/** Hears of every move; the result unsubscribes. */
export function onCrosshair(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

type Listener = (atMs: number) => void;

const listeners = new Set<Listener>();

const SECOND_MS = 1_000;

/** Asks whoever keeps notes for one at a time, ms UTC; a pointer means no part of a second. */
export function requestNote(atMs: number): void {
  for (const listener of listeners) listener(Math.round(atMs / SECOND_MS) * SECOND_MS);
}

/** Hears of every wish for a note; the result unsubscribes. */
export function onNoteRequest(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

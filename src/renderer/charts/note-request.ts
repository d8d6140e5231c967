type Listener = (atMs: number) => void;

const listeners = new Set<Listener>();

/** Asks whoever keeps notes for one at a time, ms UTC. */
export function requestNote(atMs: number): void {
  for (const listener of listeners) listener(Math.round(atMs));
}

/** Hears of every wish for a note; the result unsubscribes. */
export function onNoteRequest(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

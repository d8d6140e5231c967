const KEY = 'sextant.palette-recents';
const KEPT = 6;

/** Ids of what was chosen in the palette, newest first, each once. */
export function readRecents(): readonly string[] {
  try {
    const parsed: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(parsed) ? parsed.filter((id) => typeof id === 'string').slice(0, KEPT) : [];
  } catch {
    // What another version wrote is no reason to go without a palette.
    return [];
  }
}

/** Puts an id first among those that were chosen. */
export function noteRecent(id: string): void {
  const others = readRecents().filter((other) => other !== id);
  localStorage.setItem(KEY, JSON.stringify([id, ...others].slice(0, KEPT)));
}

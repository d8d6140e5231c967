const MOST_FOUND = 10_000;

/** Offsets of a text in a page, whatever its case; at most ten thousand. */
export function findAll(text: string, wanted: string): readonly number[] {
  if (wanted === '') return [];
  const places: number[] = [];
  const pattern = new RegExp(wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi');
  for (const match of text.matchAll(pattern)) {
    places.push(match.index);
    if (places.length === MOST_FOUND) break;
  }
  return places;
}

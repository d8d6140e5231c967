/** The list with one item at another place, counted from 0 and kept within the list. */
export function moved<T>(items: readonly T[], item: T, to: number): readonly T[] {
  const others = items.filter((other) => other !== item);
  if (others.length === items.length) return items;
  return others.toSpliced(Math.min(Math.max(to, 0), others.length), 0, item);
}

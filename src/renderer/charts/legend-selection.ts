/** Keys of the series that are switched off. */
export type HiddenKeys = ReadonlySet<string>;

/** A plain click: shows this series alone, or all again when it already is alone. */
export function isolateSeries(hidden: HiddenKeys, key: string, keys: readonly string[]): HiddenKeys {
  const isAlone = !hidden.has(key) && keys.every((other) => other === key || hidden.has(other));
  return isAlone ? new Set() : new Set(keys.filter((other) => other !== key));
}

/** A click with Ctrl or Cmd: switches this series; the last one on can't be switched off alone, that shows all. */
export function toggleSeries(hidden: HiddenKeys, key: string, keys: readonly string[]): HiddenKeys {
  const next = new Set(hidden);
  if (!next.delete(key)) next.add(key);
  return keys.every((other) => next.has(other)) ? new Set() : next;
}

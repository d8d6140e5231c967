type Fields = Record<string, unknown>;

/** Names that `extends` may have: a file beside the environment's own, or in the folder above. */
export const BASE_FILE_NAME = /^(?:\.\.\/)?[A-Za-z0-9_][\w.-]{0,99}\.ya?ml$/;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function idOf(item: unknown): unknown {
  return isFields(item) ? (item.id ?? item.name) : undefined;
}

function mergeLists(base: readonly unknown[], own: readonly unknown[]): unknown[] {
  const isKeyed = [...base, ...own].every((item) => typeof idOf(item) === 'string');
  if (!isKeyed) return [...own];
  const merged = base.map((item) => {
    const override = own.find((other) => idOf(other) === idOf(item));
    return override === undefined ? item : mergeValues(item, override);
  });
  const known = new Set(base.map(idOf));
  return [...merged, ...own.filter((item) => !known.has(idOf(item)))];
}

function mergeValues(base: unknown, own: unknown): unknown {
  if (Array.isArray(base) && Array.isArray(own)) return mergeLists(base, own);
  if (!isFields(base) || !isFields(own)) return own;
  // Another kind of credential has nothing in common with the base's.
  if (own.kind !== undefined && own.kind !== base.kind) return own;
  return mergeFields(base, own);
}

/**
 * The base's fields with the environment's own over them: maps field by field, lists whose items have ids (or names) item by
 * item, all else as a whole. A credential of another kind replaces the base's.
 */
export function mergeFields(base: Fields, own: Fields): Fields {
  const merged = new Map<string, unknown>(Object.entries(base));
  for (const [key, value] of Object.entries(own)) {
    merged.set(key, merged.has(key) ? mergeValues(merged.get(key), value) : value);
  }
  return Object.fromEntries(merged);
}

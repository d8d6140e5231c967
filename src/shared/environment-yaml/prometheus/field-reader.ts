/** A YAML map as plain data. */
export type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A map's field as a map; empty where it is none. */
export function fieldsAt(fields: Fields, key: string): Fields {
  const value = fields[key];
  return isFields(value) ? value : {};
}

/** A list; empty where it is none. */
export function listAt(fields: Fields, key: string): readonly unknown[] {
  const value = fields[key];
  return Array.isArray(value) ? value : [];
}

/** A scalar as text; '' where it is none. */
export function textAt(fields: Fields, key: string): string {
  const value = fields[key];
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

/** Names and texts of a map, `__proto__` among them. */
export function pairsAt(fields: Fields, key: string): [string, string][] {
  return Object.entries(fieldsAt(fields, key)).map(([name, value]) => [name, String(value ?? '')]);
}

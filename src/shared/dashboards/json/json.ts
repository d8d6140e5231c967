import type { Json, JsonObject } from '../../domain/json.ts';

/** A JSON object that is being built. */
export interface MutableJson {
  [key: string]: Json;
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isJsonArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** An own member of an object; undefined where there is none or `value` is no object. */
export function member(value: Json | undefined, key: string): Json | undefined {
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** A member some levels down. */
export function memberAt(value: Json | undefined, path: readonly string[]): Json | undefined {
  let found = value;
  for (const key of path) found = member(found, key);
  return found;
}

/** The members that are objects of a list; none where `value` is no list. */
export function objectsIn(value: Json | undefined): readonly JsonObject[] {
  return isJsonArray(value) ? value.filter(isJsonObject) : [];
}

export function isSameJson(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (isJsonArray(a)) {
    return isJsonArray(b) && a.length === b.length && a.every((item, i) => isSameJson(item, b[i] as Json));
  }
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isSameJson(a[key] as Json, b[key] as Json))
  );
}

/** Both objects' members, level by level; where both have one that is not an object, `over` wins. */
export function mergeJson(under: JsonObject, over: JsonObject): JsonObject {
  const merged: MutableJson = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = member(under, key);
    merged[key] = isJsonObject(value) && isJsonObject(below) ? mergeJson(below, value) : value;
  }
  return merged;
}

/** The same value with the keys of all objects in code-unit order, so that files compare line by line. */
export function sortKeys(value: Json): Json {
  if (isJsonArray(value)) return value.map(sortKeys);
  if (!isJsonObject(value)) return value;
  const keys = Object.keys(value).sort((a, b) => (a < b ? -1 : 1));
  return Object.fromEntries(keys.map((key) => [key, sortKeys(value[key] as Json)]));
}

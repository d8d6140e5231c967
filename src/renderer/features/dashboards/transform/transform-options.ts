import type { Json, JsonObject } from '../../../../shared/domain/json.ts';

/** A member of a transformation's options as an object; empty where it is none. */
export function objectAt(options: JsonObject, key: string): JsonObject {
  const value = Object.hasOwn(options, key) ? options[key] : undefined;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

export function textAt(options: JsonObject, key: string): string {
  const value = Object.hasOwn(options, key) ? options[key] : undefined;
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

function listAt(options: JsonObject, key: string): readonly Json[] {
  const value = Object.hasOwn(options, key) ? options[key] : undefined;
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

export function textsAt(options: JsonObject, key: string): readonly string[] {
  return listAt(options, key).filter((item) => typeof item === 'string');
}

export function objectsAt(options: JsonObject, key: string): readonly JsonObject[] {
  return listAt(options, key).filter(
    (item): item is JsonObject => typeof item === 'object' && item !== null && !Array.isArray(item),
  );
}

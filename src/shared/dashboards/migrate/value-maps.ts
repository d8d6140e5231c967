import type { Json, JsonObject } from '../../domain/json.ts';
import { isJsonArray, isJsonObject, member, objectsIn } from '../json/json.ts';
import { present } from './leftover.ts';

function numberOf(json: Json | undefined): number | null {
  if (typeof json === 'number') return json;
  const value = typeof json === 'string' && json.trim() !== '' ? Number(json) : Number.NaN;
  return Number.isFinite(value) ? value : null;
}

function textOf(json: Json | undefined): string {
  return typeof json === 'string' || typeof json === 'number' ? String(json) : '';
}

function valueEntry(value: Json | undefined, result: JsonObject): Json {
  const key = textOf(value);
  return key === 'null' || value === null
    ? { type: 'special', options: { match: 'null', result } }
    : { type: 'value', options: { [key]: result } };
}

function rangeEntry(map: JsonObject, result: JsonObject): Json {
  const from = member(map, 'from');
  return from === 'null' && member(map, 'to') === 'null'
    ? { type: 'special', options: { match: 'null', result } }
    : { type: 'range', options: { from: numberOf(from), to: numberOf(member(map, 'to')), result } };
}

function result(map: JsonObject): JsonObject {
  return present({ text: textOf(member(map, 'text')), color: member(map, 'color') });
}

/** Value maps of a panel before version 7: `valueMaps` for mapping type 1, `rangeMaps` for 2. */
export function upgradeValueMaps(
  mappingType: Json | undefined,
  valueMaps: readonly JsonObject[],
  rangeMaps: readonly JsonObject[],
): readonly Json[] {
  return numberOf(mappingType) === 2
    ? rangeMaps.map((map) => rangeEntry(map, result(map)))
    : valueMaps.map((map) => valueEntry(member(map, 'value'), result(map)));
}

/** Mappings of versions 7 and 8.0, whose type is a number, in the current form; others as they are. */
export function upgradeMappings(mappings: Json): Json {
  if (!isJsonArray(mappings)) return mappings;
  const old = mappings.some(
    (mapping) => isJsonObject(mapping) && typeof member(mapping, 'type') !== 'string',
  );
  if (!old) return mappings;
  return objectsIn(mappings).map((mapping) => {
    const type = member(mapping, 'type');
    if (typeof type === 'string') return mapping;
    const isRange = type === 2 || (type !== 1 && member(mapping, 'from') !== undefined);
    return isRange
      ? rangeEntry(mapping, result(mapping))
      : valueEntry(member(mapping, 'value'), result(mapping));
  });
}

/** Threshold steps from a text of limits ("70,90") and the colours between them. */
export function upgradeThresholds(limits: Json | undefined, colors: readonly Json[]): JsonObject | undefined {
  const parts = Array.isArray(limits) ? limits : typeof limits === 'string' ? limits.split(',') : [];
  const values = parts.map(numberOf).filter((value) => value !== null);
  const names = colors.filter((color) => typeof color === 'string');
  if (names.length === 0 || values.length === 0) return undefined;
  const steps = [null, ...values]
    .slice(0, names.length)
    .map((value, i) => ({ value, color: names[i] ?? '' }));
  return { mode: 'absolute', steps };
}

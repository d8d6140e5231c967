import type { WithExtra } from '../../domain/dashboard-field.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import {
  isJsonArray,
  isJsonObject,
  isSameJson,
  type MutableJson,
  member,
  memberAt,
  mergeJson,
} from './json.ts';

/** A value of a file that the model has no place for. */
export interface UnmappedValue {
  readonly where: string;
  readonly value: Json;
}

/** Where in the file a value is read, and the list of what found no place. */
export class Place {
  readonly path: string;
  readonly unmapped: UnmappedValue[];

  constructor(path: string, unmapped: UnmappedValue[]) {
    this.path = path;
    this.unmapped = unmapped;
  }

  at(segment: string): Place {
    return new Place(this.path === '' ? segment : `${this.path}.${segment}`, this.unmapped);
  }

  item(index: number): Place {
    return new Place(`${this.path}[${index}]`, this.unmapped);
  }

  /** The same place, whose notes are not kept: for a value that is told about as a whole. */
  silent(): Place {
    return new Place(this.path, []);
  }

  /** Notes all leaves of a value that stays unread. */
  note(value: Json): void {
    if (isJsonObject(value) && Object.keys(value).length > 0) {
      for (const [key, item] of Object.entries(value)) this.at(key).note(item);
    } else this.unmapped.push({ where: this.path, value });
  }
}

/** Reads a value of the model from JSON (undefined where it does not fit) and writes it back. */
export interface Codec<T> {
  read(json: Json, place: Place): T | undefined;
  write(value: T): Json;
}

/** Where in an object a member of the model is. */
export interface Field<T> {
  readonly path: readonly string[];
  readonly codec: Codec<T>;
  /** The object can't be read without it. */
  readonly needed: boolean;
  readonly fallback: T | undefined;
}

/** The fields of an object codec: one for each member of the model but `extra`. */
export type FieldsOf<T> = { readonly [K in Exclude<keyof T, 'extra'>]-?: Field<Exclude<T[K], undefined>> };

/** A member that may be absent. */
export function optional<T>(path: string, codec: Codec<T>): Field<T> {
  return { path: path.split('.'), codec, needed: false, fallback: undefined };
}

/** A member without which the object can't be read. */
export function needed<T>(path: string, codec: Codec<T>): Field<T> {
  return { path: path.split('.'), codec, needed: true, fallback: undefined };
}

/** A member that is `fallback` where the file does not say. */
export function withFallback<T>(path: string, codec: Codec<T>, fallback: T): Field<T> {
  return { path: path.split('.'), codec, needed: false, fallback };
}

function plain<T extends Json>(fits: (json: Json) => boolean): Codec<T> {
  return { read: (json) => (fits(json) ? (json as T) : undefined), write: (value) => value };
}

export const text: Codec<string> = plain((json) => typeof json === 'string');
export const flag: Codec<boolean> = plain((json) => typeof json === 'boolean');
export const number: Codec<number> = plain((json) => typeof json === 'number');
export const nullableNumber: Codec<number | null> = plain(
  (json) => json === null || typeof json === 'number',
);
export const nullableText: Codec<string | null> = plain((json) => json === null || typeof json === 'string');
export const anyJson: Codec<Json> = plain((json) => json !== null);
export const jsonObject: Codec<JsonObject> = plain(isJsonObject);
export const flagOrNumber: Codec<boolean | number> = plain(
  (json) => typeof json === 'boolean' || typeof json === 'number',
);

/** One of the given words. */
export function oneOf<const T extends string>(words: readonly T[]): Codec<T> {
  return plain<T>((json) => (words as readonly Json[]).includes(json));
}

/** Words of the model for other words or numbers of the file; the first of several for the same word is written. */
export function words<const T extends string>(pairs: readonly (readonly [json: Json, word: T])[]): Codec<T> {
  return {
    read: (json) => pairs.find(([written]) => written === json)?.[1],
    write: (word) => pairs.find(([, known]) => known === word)?.[0] ?? word,
  };
}

/** A list, read only where every item is understood. */
export function listOf<T>(item: Codec<T>): Codec<readonly T[]> {
  return {
    read(json, place) {
      if (!isJsonArray(json)) return undefined;
      const noted = place.unmapped.length;
      const items: T[] = [];
      for (const [i, value] of json.entries()) {
        const read = item.read(value, place.item(i));
        if (read === undefined) {
          place.unmapped.length = noted;
          return undefined;
        }
        items.push(read);
      }
      return items;
    },
    write: (items) => items.map((value) => item.write(value)),
  };
}

type Taken = Map<string, Taken | 'taken' | 'default'>;

function take(taken: Taken, path: readonly string[], how: 'taken' | 'default'): void {
  let level = taken;
  for (const key of path.slice(0, -1)) {
    let next = level.get(key);
    if (!(next instanceof Map)) {
      next = new Map();
      level.set(key, next);
    }
    level = next;
  }
  level.set(path.at(-1) as string, how);
}

/** What was not taken; defaults are kept as they were written, but are nothing to tell about. */
function restOf(source: JsonObject, taken: Taken, place: Place): JsonObject | undefined {
  const rest: MutableJson = {};
  for (const [key, value] of Object.entries(source)) {
    const how = taken.get(key);
    if (how === 'taken') continue;
    if (how instanceof Map && isJsonObject(value) && Object.keys(value).length > 0) {
      const inner = restOf(value, how, place.at(key));
      if (inner !== undefined) rest[key] = inner;
      continue;
    }
    if (how !== 'default') place.at(key).note(value);
    rest[key] = value;
  }
  return Object.keys(rest).length > 0 ? rest : undefined;
}

function put(target: MutableJson, path: readonly string[], value: Json): void {
  let level = target;
  for (const key of path.slice(0, -1)) {
    const next = member(level, key);
    const inner: MutableJson = isJsonObject(next) ? next : {};
    level[key] = inner;
    level = inner;
  }
  level[path.at(-1) as string] = value;
}

/** Reads the members that `fields` name; what is left of the object becomes `extra` and is noted. */
export function objectOf<T extends WithExtra>(fields: FieldsOf<T>): Codec<T> {
  const entries = Object.entries(fields) as [string, Field<unknown>][];
  return {
    read(json, place) {
      if (!isJsonObject(json)) return undefined;
      const model: Record<string, unknown> = {};
      const taken: Taken = new Map();
      for (const [name, field] of entries) {
        const value = memberAt(json, field.path);
        const read =
          value === undefined ? undefined : field.codec.read(value, place.at(field.path.join('.')));
        if (read === undefined) {
          if (field.needed) return undefined;
          if (field.fallback !== undefined) model[name] = field.fallback;
          continue;
        }
        model[name] = read;
        const isDefault =
          field.fallback !== undefined && isSameJson(value as Json, field.codec.write(field.fallback));
        take(taken, field.path, isDefault ? 'default' : 'taken');
      }
      const extra = restOf(json, taken, place);
      if (extra !== undefined) model.extra = extra;
      return model as unknown as T;
    },
    write(value) {
      const written: MutableJson = {};
      const model = value as unknown as Readonly<Record<string, unknown>>;
      for (const [name, field] of entries) {
        const item = model[name];
        if (item === undefined) continue;
        const json = field.codec.write(item);
        const isDefault = field.fallback !== undefined && isSameJson(json, field.codec.write(field.fallback));
        // A default that the file did state is still in `extra`.
        if (!isDefault) put(written, field.path, json);
      }
      return value.extra === undefined ? written : mergeJson(value.extra, written);
    },
  };
}

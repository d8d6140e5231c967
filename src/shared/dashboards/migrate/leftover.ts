import type { Json, JsonObject } from '../../domain/json.ts';
import { isJsonArray, isJsonObject, type MutableJson, member, objectsIn } from '../json/json.ts';

function clone(value: Json): Json {
  if (isJsonArray(value)) return value.map(clone);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, clone(item)]));
}

/** An old object of which members are taken one by one; what nobody took stays in the new object. */
export class Leftover {
  private readonly json: MutableJson;

  constructor(json: JsonObject) {
    this.json = clone(json) as MutableJson;
  }

  /** The member at a path, removed; objects that become empty by that go too. */
  take(...path: readonly string[]): Json | undefined {
    const owners: MutableJson[] = [this.json];
    for (const key of path.slice(0, -1)) {
      const next = member(owners.at(-1), key);
      if (!isJsonObject(next)) return undefined;
      owners.push(next as MutableJson);
    }
    const taken = member(owners.at(-1), path.at(-1) as string);
    if (taken === undefined) return undefined;
    for (let i = path.length - 1; i >= 0; i--) {
      const owner = owners[i] as MutableJson;
      delete owner[path[i] as string];
      if (Object.keys(owner).length > 0) break;
    }
    return taken;
  }

  text(...path: readonly string[]): string | undefined {
    return this.takeIf(path, (value): value is string => typeof value === 'string');
  }

  flag(...path: readonly string[]): boolean | undefined {
    return this.takeIf(path, (value): value is boolean => typeof value === 'boolean');
  }

  /** A number, or a text that is one. */
  number(...path: readonly string[]): number | undefined {
    const found = this.takeIf(
      path,
      (value): value is number | string =>
        typeof value === 'number' ||
        (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))),
    );
    return found === undefined ? undefined : Number(found);
  }

  objects(...path: readonly string[]): readonly JsonObject[] {
    return objectsIn(this.take(...path));
  }

  private takeIf<T extends Json>(path: readonly string[], fits: (value: Json) => value is T): T | undefined {
    let found: Json | undefined = this.json;
    for (const key of path) found = member(found, key);
    return found !== undefined && fits(found) ? (this.take(...path) as T) : undefined;
  }

  rest(): JsonObject {
    return this.json;
  }
}

/** The members that have a value. */
export function present(members: Readonly<Record<string, Json | undefined>>): JsonObject {
  const kept: MutableJson = {};
  for (const [key, value] of Object.entries(members)) if (value !== undefined) kept[key] = value;
  return kept;
}

/** `members` as an object, or undefined where none has a value. */
export function presentOrNone(members: Readonly<Record<string, Json | undefined>>): JsonObject | undefined {
  const kept = present(members);
  return Object.keys(kept).length > 0 ? kept : undefined;
}

import type { Environment } from '../domain/environment.ts';
import { toEnvironmentFile } from '../environment-file.ts';

/** A map of fields in their order; labels are maps too, since any name is legal among them. */
export type FieldMap = Map<string, unknown>;

function toFieldMap(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toFieldMap);
  if (typeof value !== 'object' || value === null) return value;
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return new Map(
    entries
      .filter(([, field]) => field !== undefined)
      .map(([key, field]) => [String(key), toFieldMap(field)]),
  );
}

/** What tells an item of a list from the others: its id or, for rule files, its name; undefined where it has none. */
export function idOfItem(item: unknown): string | undefined {
  if (!(item instanceof Map)) return undefined;
  const id: unknown = item.get('id') ?? item.get('name');
  return typeof id === 'string' ? id : undefined;
}

/** Whether each item of a list has an id, and none has another's. */
export function isKeyedList(list: readonly unknown[]): boolean {
  const ids = list.map(idOfItem);
  return !ids.includes(undefined) && new Set(ids).size === ids.length;
}

/** The value under a path whose steps into lists are ids or indexes; undefined for none. */
export function valueAt(fields: unknown, path: readonly string[]): unknown {
  let value = fields;
  for (const step of path) {
    if (value instanceof Map) value = value.get(step);
    else if (Array.isArray(value)) {
      value = value.find((item) => idOfItem(item) === step) ?? value[Number(step)];
    } else return undefined;
  }
  return value;
}

function putTemplate(fields: unknown, path: readonly string[], text: string, value: string | null): void {
  const [last = ''] = path.slice(-1);
  const parent = valueAt(fields, path.slice(0, -1));
  if (parent instanceof Map) {
    if ((parent.get(last) ?? null) === value) parent.set(last, text);
  } else if (Array.isArray(parent) && parent[Number(last)] === value) parent[Number(last)] = text;
}

/**
 * All that an environment's file says, as it is written by default: fields in their order, without what is default, with
 * variables where they still give the value. Rule files are maps of `name` and `text`.
 */
export function toCanonicalFields(environment: Environment): FieldMap {
  const { base, variables, templates, ruleFiles } = environment;
  const own = (variables ?? []).filter(({ fileText }) => fileText !== null);
  const fields = toFieldMap({
    ...toEnvironmentFile(environment),
    variables: own.length === 0 ? undefined : new Map(own.map(({ name, fileText }) => [name, fileText])),
    rules:
      ruleFiles.length === 0
        ? undefined
        : ruleFiles.map(
            ({ name, text }) =>
              new Map([
                ['name', name],
                ['text', text],
              ]),
          ),
  }) as FieldMap;
  for (const { path, text, value } of templates ?? []) putTemplate(fields, path, text, value);
  const { schemaVersion, ...rest } = Object.fromEntries(fields);
  return new Map([
    ['schemaVersion', schemaVersion],
    ...(base === undefined ? [] : [['extends', base] as const]),
    ...Object.entries(rest),
  ]);
}

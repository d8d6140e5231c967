import type { Json, JsonObject } from '../../domain/json.ts';
import { AppError } from '../../errors.ts';
import { isJsonArray, isJsonObject, member, objectsIn } from '../json/json.ts';
import { isResourceSpec, resourceName, resourceToClassic } from './resource-dashboard.ts';

const DASHBOARD_MEMBERS = ['panels', 'rows', 'templating', 'schemaVersion', 'title'];

/** The dashboard of a file in the classic form: the file itself, the `dashboard` of an API's answer or a resource's `spec`. */
export function unwrapDashboard(file: Json): JsonObject {
  for (const candidate of [file, member(file, 'dashboard'), member(file, 'spec')]) {
    if (!isJsonObject(candidate)) continue;
    if (isResourceSpec(candidate)) return resourceToClassic(candidate, resourceName(file));
    const inner = candidate === file && isJsonObject(member(file, 'dashboard'));
    if (!inner && DASHBOARD_MEMBERS.some((key) => member(candidate, key) !== undefined)) return candidate;
  }
  const found = isJsonArray(file)
    ? 'a list'
    : isJsonObject(file)
      ? 'an object without panels'
      : 'a single value';
  throw new AppError('bad_data', `the file is no Grafana dashboard: it holds ${found}`);
}

/** Values that the file's author gave for `${VAR_X}` inputs. */
export function constantInputs(dashboard: JsonObject): ReadonlyMap<string, string> {
  const constants = new Map<string, string>();
  for (const input of objectsIn(member(dashboard, '__inputs'))) {
    const name = member(input, 'name');
    const value = member(input, 'value');
    if (member(input, 'type') === 'constant' && typeof name === 'string' && typeof value === 'string') {
      constants.set(name, value);
    }
  }
  return constants;
}

/** Fills constant inputs in all texts. */
export function fillConstants(value: Json, constants: ReadonlyMap<string, string>): Json {
  if (constants.size === 0) return value;
  if (typeof value === 'string') {
    return value.replace(/\$\{(\w+)\}/g, (whole, name: string) => constants.get(name) ?? whole);
  }
  if (isJsonArray(value)) return value.map((item) => fillConstants(item, constants));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === '__inputs' ? item : fillConstants(item, constants),
    ]),
  );
}

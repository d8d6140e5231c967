import type { Environment } from '../domain/environment.ts';
import { idOfItem, isKeyedList, toCanonicalFields } from './canonical-fields.ts';

/** One field that differs; null where it is not there. Fields of list items are named by the items' ids. */
export interface FieldChange {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
  /** Where requests go, what proves them, or what is checked of the other side: worth a second look. */
  readonly sensitive: boolean;
}

const SENSITIVE =
  /(?:^|\.)(?:url|tokenUrl|externalUrl|auth|proxy|insecureSkipVerify|argv|caPem|serverName|followRedirects|extends|variables)(?:\.|$)/;
const MAX_TEXT = 2_000;

/** The leaves of an environment's fields by their paths, in the file's order. */
export function listFields(environment: Environment): Map<string, string> {
  const leaves = new Map<string, string>();
  function walk(value: unknown, path: string): void {
    if (value instanceof Map) {
      for (const [key, field] of value) walk(field, path === '' ? String(key) : `${path}.${String(key)}`);
    } else if (Array.isArray(value)) {
      const keyed = value.length > 0 && isKeyedList(value);
      for (const [i, item] of value.entries()) walk(item, `${path}.${keyed ? idOfItem(item) : i}`);
    } else leaves.set(path, String(value).slice(0, MAX_TEXT));
  }
  walk(toCanonicalFields(environment), '');
  return leaves;
}

/** What differs between two versions of an environment; null stands for none before. */
export function describeChanges(before: Environment | null, after: Environment): readonly FieldChange[] {
  const old = before === null ? new Map<string, string>() : listFields(before);
  const now = listFields(after);
  const fields = [...new Set([...old.keys(), ...now.keys()])];
  return fields
    .map((field) => ({
      field,
      before: old.get(field) ?? null,
      after: now.get(field) ?? null,
      sensitive: SENSITIVE.test(field),
    }))
    .filter((change) => change.before !== change.after);
}

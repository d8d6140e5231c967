import {
  type EnvironmentVariable,
  hasReference,
  processVariableOf,
  substituteVariables,
  type VariableOrigin,
} from '../domain/environment-variables.ts';

/** A text with variables, found on its path (list items by id, or by index where they have none). */
export interface FoundTemplate {
  readonly path: readonly string[];
  readonly text: string;
}

/** Fields after substitution. `missing` has a sentence for each text whose variables have no value. */
export interface SubstitutedFields {
  readonly value: unknown;
  readonly templates: readonly FoundTemplate[];
  readonly missing: readonly { readonly path: readonly string[]; readonly message: string }[];
}

/** Regular expressions and replacements have a `${1}` of their own; ids, names of secrets and rules are no texts to fill in. */
const UNTOUCHED = /^(?:id|kind|relabelConfigs|metricRelabelConfigs|argv|\w*Ref)$/;

type LookUp = (name: string) => string | null | undefined;

/** Puts the values of variables into all texts of an endpoint, a server or the Alertmanager. */
export function substituteFields(value: unknown, path: readonly string[], lookUp: LookUp): SubstitutedFields {
  const templates: FoundTemplate[] = [];
  const missing: { path: readonly string[]; message: string }[] = [];
  function walk(node: unknown, at: readonly string[]): unknown {
    if (typeof node === 'string') {
      if (!hasReference(node)) return node;
      templates.push({ path: at, text: node });
      const substituted = substituteVariables(node, lookUp);
      if (substituted.ok) return substituted.text;
      missing.push({ path: at, message: substituted.missing.join('; ') });
      return node;
    }
    if (Array.isArray(node)) return node.map((item, i) => walk(item, [...at, String(i)]));
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(
      Object.entries(node).map(([key, field]) => [
        key,
        UNTOUCHED.test(key) ? field : walk(field, [...at, key]),
      ]),
    );
  }
  return { value: walk(value, path), templates, missing };
}

/** A variable as written, with the place that its text comes from. */
export interface WrittenVariable {
  readonly text: string;
  readonly origin: VariableOrigin;
  readonly fileText: string | null;
}

/** Variables while a file is read. */
export interface VariableTable {
  /** Null for one that has no value. */
  lookUp(name: string): string | null;
  /** All that are written, and those of the process that were asked for and have a value. */
  list(): readonly EnvironmentVariable[];
}

/** Makes the table of the variables of a file: one may refer to others, but not to itself. */
export function createVariableTable(
  written: ReadonlyMap<string, WrittenVariable>,
  processValue: (name: string) => string | undefined,
): VariableTable {
  const resolved = new Map<string, EnvironmentVariable>();
  const resolving = new Set<string>();
  function resolveProcess(name: string, processName: string): string | null {
    const value = processValue(processName) ?? '';
    if (value === '') return null;
    resolved.set(name, { name, text: value, value, origin: 'process', fileText: null });
    return value;
  }
  function lookUp(name: string): string | null {
    const known = resolved.get(name);
    if (known !== undefined) return known.value;
    const processName = processVariableOf(name);
    if (processName !== null) return resolveProcess(name, processName);
    const variable = written.get(name);
    if (variable === undefined || resolving.has(name)) return null;
    resolving.add(name);
    const substituted = substituteVariables(variable.text, lookUp);
    resolving.delete(name);
    const value = substituted.ok && substituted.text !== '' ? substituted.text : null;
    resolved.set(name, { name, ...variable, value });
    return value;
  }
  return {
    lookUp,
    list() {
      for (const name of written.keys()) lookUp(name);
      return [...resolved.values()];
    },
  };
}

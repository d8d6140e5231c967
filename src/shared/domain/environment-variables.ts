/** Where a variable's value comes from: the environment's file, its base, this computer's own settings, or the process. */
export const VARIABLE_ORIGINS = ['file', 'base', 'local', 'process'] as const;

export type VariableOrigin = (typeof VARIABLE_ORIGINS)[number];

/** A variable of an environment; `ENV:NAME` is one of the process that this computer's user has allowed. */
export interface EnvironmentVariable {
  readonly name: string;
  /** As it is written: it may refer to other variables. */
  readonly text: string;
  /** Null where it has none, or refers to one that has none. */
  readonly value: string | null;
  readonly origin: VariableOrigin;
  /** What the environment's own file says, whatever is in use; null where it does not name it. */
  readonly fileText: string | null;
}

/** A field that is written with variables. `path` names list items by their ids, from the file's top. */
export interface FieldTemplate {
  readonly path: readonly string[];
  readonly text: string;
  /** What the file would say instead, without variables; null where it would leave the field out. */
  readonly value: string | null;
}

/** The same below one endpoint or server: `path` without the list and the id. */
export type WrittenField = Pick<FieldTemplate, 'path' | 'text'>;

/** What is wrong with a field, in a file, from line 1 (0 where the line is not known). */
export interface FieldProblem {
  readonly file: string;
  readonly line: number;
  readonly field: string;
  readonly message: string;
}

/** What a text with variables became; `missing` are sentences on those without a value. */
export type Substitution =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly missing: readonly string[] };

const REFERENCE = /\$(\$?)\{([A-Za-z_][\w.:-]*)\}/g;
const PROCESS_NAME = /^ENV:([A-Za-z_][A-Za-z0-9_]{0,199})$/;

/** Names that a file may give to its variables. */
export const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_.-]{0,99}$/;

/** The name in the process of `ENV:NAME`; null for all other names. */
export function processVariableOf(name: string): string | null {
  return PROCESS_NAME.exec(name)?.[1] ?? null;
}

/** Whether a text refers to variables, or holds the `$${` that stands for a plain `${`. */
export function hasReference(text: string): boolean {
  REFERENCE.lastIndex = 0;
  return REFERENCE.test(text);
}

function describeMissing(name: string): string {
  const processName = processVariableOf(name);
  if (processName !== null) {
    return `the process variable ${processName} is not set, or its use is not allowed on this computer`;
  }
  return VARIABLE_NAME.test(name)
    ? `the variable "${name}" has no value`
    : `"${name}" is not the name of a variable`;
}

/** Puts the values of variables into a text: `${name}`, `${ENV:NAME}`; `$${` stands for a plain `${`. */
export function substituteVariables(
  text: string,
  lookUp: (name: string) => string | null | undefined,
): Substitution {
  const missing = new Set<string>();
  const replaced = text.replaceAll(REFERENCE, (whole: string, dollar: string, name: string) => {
    if (dollar !== '') return whole.slice(1);
    const value = lookUp(name) ?? '';
    if (value === '') missing.add(describeMissing(name));
    return value;
  });
  return missing.size > 0 ? { ok: false, missing: [...missing] } : { ok: true, text: replaced };
}

import { isMap } from 'yaml';
import { z } from 'zod';
import type { Environment } from '../domain/environment.ts';
import { type FieldProblem, type FieldTemplate, VARIABLE_NAME } from '../domain/environment-variables.ts';
import {
  ENVIRONMENT_SCHEMA_VERSION,
  environmentFileSchema,
  fromEnvironmentFile,
} from '../environment-file.ts';
import { environmentSchema } from '../ipc/schemas.ts';
import { BASE_FILE_NAME, mergeFields } from './base-file.ts';
import { toCanonicalFields, valueAt } from './canonical-fields.ts';
import { findRegexFault } from './relabel-regex.ts';
import { readRuleFiles } from './rule-nodes.ts';
import {
  createVariableTable,
  type FoundTemplate,
  substituteFields,
  type WrittenVariable,
} from './substitute-fields.ts';
import { lineAt, lineOf, type PlacedDocument, parsePlaced, placeOf } from './yaml-places.ts';

/** A file of this many characters holds some thousand endpoints; more is no environment. */
export const MAX_ENVIRONMENT_LENGTH = 16 * 1024 * 1024;

type Fields = Record<string, unknown>;

/** What reading an environment's file needs beside its text. */
export interface ReadingContext {
  readonly id: string;
  /** Text of the base, null where there is none; throws nothing. */
  readBase?(name: string): string | null;
  /** Values that this computer gives to variables, over those of the file. */
  localVariables?(): ReadonlyMap<string, string>;
  /** A variable of the process, where this computer's user allows it. */
  processVariable?(name: string): string | undefined;
  /** Names of those that are allowed: they are listed whether a field uses them or not. */
  allowedProcessVariables?(): readonly string[];
}

/** What an environment's file is. Of one that is `newer` as much is given as can be understood. */
export type EnvironmentReading =
  | { readonly state: 'good'; readonly value: Environment }
  | { readonly state: 'newer'; readonly value: Environment | null; readonly schemaVersion: number }
  | { readonly state: 'damaged'; readonly problems: readonly [FieldProblem, ...FieldProblem[]] };

/** Ends a reading; caught by `readEnvironmentText` alone. */
class Unreadable extends Error {
  readonly problems: readonly [FieldProblem, ...FieldProblem[]];
  constructor(...problems: [FieldProblem, ...FieldProblem[]]) {
    super('an environment file can’t be read');
    this.problems = problems;
  }
}

const variablesSchema = z.record(
  z.string().regex(VARIABLE_NAME, 'must be letters, digits, dots, dashes and underscores'),
  z.union([
    z.string().max(65_536),
    z.number().transform(String),
    z.boolean().transform(String),
    z.null().transform(() => ''),
  ]),
);

function wholeFile(file: string, message: string): FieldProblem {
  return { file, line: 0, field: '', message };
}

function fieldsOf(placed: PlacedDocument): Fields {
  const { document, file } = placed;
  const faults = [...document.errors, ...document.warnings].map(
    (fault): FieldProblem => ({
      file,
      line: lineAt(placed, fault.pos[0]),
      field: '',
      message: (fault.message.split('\n')[0] ?? '').replace(/ at line .*$/, ''),
    }),
  );
  const [first, ...others] = faults;
  if (first !== undefined) throw new Unreadable(first, ...others);
  try {
    const fields: unknown = document.toJS({ maxAliasCount: 100 });
    if (isMap(document.contents)) return fields as Fields;
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw new Unreadable(wholeFile(file, 'it has too many aliases'));
  }
  throw new Unreadable({
    file,
    line: lineOf(placed, document.contents),
    field: '',
    message: 'it must have fields, each in a line of its own as `name: value`',
  });
}

function readVersion(placed: PlacedDocument, fields: Fields): number {
  const version = fields.schemaVersion;
  if (typeof version === 'number' && Number.isInteger(version) && version > 0) return version;
  const { line } = placeOf([placed], ['schemaVersion']);
  throw new Unreadable({ file: '', line, field: 'schemaVersion', message: 'expected a whole number' });
}

function openBase(own: PlacedDocument, fields: Fields, context: ReadingContext): PlacedDocument | null {
  const name = fields.extends;
  if (name === undefined || name === null) return null;
  const refuse = (message: string): never => {
    throw new Unreadable({ ...placeOf([own], ['extends']), field: 'extends', message });
  };
  if (typeof name !== 'string' || !BASE_FILE_NAME.test(name)) {
    return refuse('expected the name of a YAML file beside this one, or in the folder above it');
  }
  const text = context.readBase?.(name) ?? null;
  if (text === null) return refuse(`there is no file "${name}" that can be read`);
  if (text.length > MAX_ENVIRONMENT_LENGTH) return refuse(`"${name}" is larger than 16 MiB`);
  return parsePlaced(name, text);
}

function readBaseFields(base: PlacedDocument): Fields {
  const { schemaVersion, ...fields } = fieldsOf(base);
  if ('extends' in fields) {
    throw new Unreadable({
      ...placeOf([base], ['extends']),
      field: 'extends',
      message: 'a base can’t have a base itself',
    });
  }
  if (schemaVersion !== undefined && schemaVersion !== ENVIRONMENT_SCHEMA_VERSION) {
    throw new Unreadable({
      ...placeOf([base], ['schemaVersion']),
      field: 'schemaVersion',
      message: `expected ${ENVIRONMENT_SCHEMA_VERSION}`,
    });
  }
  return fields;
}

function writtenVariables(
  documents: readonly PlacedDocument[],
  sources: readonly (readonly [origin: WrittenVariable['origin'], fields: unknown])[],
): Map<string, WrittenVariable> {
  const written = new Map<string, WrittenVariable>();
  for (const [origin, fields] of sources) {
    if (fields === undefined || fields === null) continue;
    const parsed = variablesSchema.safeParse(fields);
    if (!parsed.success) throw unreadableIssues(documents, ['variables'], {}, parsed.error);
    for (const [name, text] of Object.entries(parsed.data)) {
      const fileText = origin === 'file' ? text : (written.get(name)?.fileText ?? null);
      written.set(name, { text, origin, fileText });
    }
  }
  return written;
}

/** A zod path with ids in the place of indexes, so that it can be found in files that are merged. */
function namedPath(fields: unknown, path: readonly PropertyKey[]): PropertyKey[] {
  let node = fields;
  return path.map((step) => {
    const isItem = Array.isArray(node) && typeof step === 'number';
    node = (node as Record<PropertyKey, unknown> | null | undefined)?.[step];
    const { id, name } = (typeof node === 'object' && node !== null ? node : {}) as Fields;
    return isItem && typeof (id ?? name) === 'string' ? String(id ?? name) : step;
  });
}

function unreadableIssues(
  documents: readonly PlacedDocument[],
  prefix: readonly string[],
  fields: Fields,
  error: z.ZodError,
): Unreadable {
  const [first, ...others] = error.issues.map((issue): FieldProblem => {
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    const path = [...prefix, ...issue.path, ...unknown];
    return {
      ...placeOf(documents, namedPath(fields, path)),
      field: [...prefix, ...issue.path].map(String).join('.'),
      message: issue.message,
    };
  });
  return new Unreadable(first ?? wholeFile('', 'it is not valid'), ...others);
}

function requireOwnIds(placed: PlacedDocument, fields: Fields, list: string): void {
  const items = fields[list];
  if (!Array.isArray(items)) return;
  const seen = new Map<string, number>();
  for (const [i, item] of items.entries()) {
    const id = (item as Fields | null)?.id;
    if (typeof id !== 'string') continue;
    const line = lineOf(placed, placed.document.getIn([list, i, 'id'], true));
    const before = seen.get(id);
    if (before !== undefined) {
      throw new Unreadable({
        file: placed.file,
        line,
        field: `${list}.${i}.id`,
        message: `"${id}" is the id of the one in line ${before} already; each needs its own`,
      });
    }
    seen.set(id, line);
  }
}

interface Substituted {
  readonly fields: Fields;
  readonly templates: readonly FoundTemplate[];
  readonly problems: readonly FieldProblem[];
}

/** Fills in variables; what has one without a value is left out, and its fields are told. */
function substituteAll(
  documents: readonly PlacedDocument[],
  fields: Fields,
  lookUp: (name: string) => string | null,
): Substituted {
  const templates: FoundTemplate[] = [];
  const problems: FieldProblem[] = [];
  function fill(value: unknown, path: readonly string[]): unknown {
    const filled = substituteFields(value, path, lookUp);
    for (const { path: at, message } of filled.missing) {
      problems.push({ ...placeOf(documents, at), field: at.join('.'), message });
    }
    if (filled.missing.length > 0) return undefined;
    templates.push(...filled.templates);
    return filled.value;
  }
  const result: Fields = { ...fields };
  for (const list of ['endpoints', 'servers']) {
    const items = fields[list];
    if (!Array.isArray(items)) continue;
    result[list] = items
      .map((item: unknown, i) => fill(item, [list, String((item as Fields | null)?.id ?? i)]))
      .filter((item) => item !== undefined);
  }
  if (fields.alertmanager !== undefined) {
    const alertmanager = fill(fields.alertmanager, ['alertmanager']);
    if (alertmanager === undefined) delete result.alertmanager;
    else result.alertmanager = alertmanager;
  }
  return { fields: result, templates, problems };
}

function readRules(documents: readonly PlacedDocument[]): Environment['ruleFiles'] {
  const files = new Map<string, Environment['ruleFiles'][number]>();
  for (const placed of documents.toReversed()) {
    const read = readRuleFiles(placed.document);
    if (!Array.isArray(read)) {
      throw new Unreadable({
        file: placed.file,
        line: lineOf(placed, read.at),
        field: '',
        message: read.message,
      });
    }
    for (const file of read) files.set(file.name, file);
  }
  return [...files.values()];
}

function templatesOf(environment: Environment, found: readonly FoundTemplate[]): FieldTemplate[] {
  const canonical = toCanonicalFields(environment);
  return found.map(({ path, text }) => {
    const value = valueAt(canonical, path);
    return { path, text, value: typeof value === 'string' ? value : null };
  });
}

function parseFields(
  documents: readonly PlacedDocument[],
  fields: Fields,
  rest: Pick<Environment, 'id' | 'ruleFiles' | 'base'>,
): Environment {
  const file = environmentFileSchema.safeParse(fields);
  if (!file.success) throw unreadableIssues(documents, [], fields, file.error);
  const environment = environmentSchema.safeParse({ ...fromEnvironmentFile(rest.id, file.data), ...rest });
  if (!environment.success) throw unreadableIssues(documents, [], fields, environment.error);
  for (const [i, endpoint] of environment.data.endpoints.entries()) {
    const regex = findRegexFault(endpoint);
    if (regex === null) continue;
    const place = placeOf(documents, ['endpoints', endpoint.id, ...regex.path]);
    const field = ['endpoints', i, ...regex.path].join('.');
    throw new Unreadable({ ...place, field, message: regex.message });
  }
  return environment.data;
}

function readChecked(own: PlacedDocument, ownFields: Fields, context: ReadingContext): Environment {
  const base = openBase(own, ownFields, context);
  const documents = base === null ? [own] : [own, base];
  const baseFields = base === null ? {} : readBaseFields(base);
  for (const list of ['endpoints', 'servers']) {
    requireOwnIds(own, ownFields, list);
    if (base !== null) requireOwnIds(base, baseFields, list);
  }
  const { extends: _extends, variables, ...fields } = ownFields;
  const { variables: baseVariables, ...inherited } = baseFields;
  const { rules: _rules, ...merged } = base === null ? fields : mergeFields(inherited, fields);
  const table = createVariableTable(
    writtenVariables(documents, [
      ['base', baseVariables],
      ['file', variables],
      ['local', Object.fromEntries(context.localVariables?.() ?? [])],
    ]),
    (name) => context.processVariable?.(name),
  );
  const substituted = substituteAll(documents, merged, table.lookUp);
  const environment = parseFields(documents, substituted.fields, {
    id: context.id,
    ruleFiles: readRules(documents),
    ...(base === null ? {} : { base: base.file }),
  });
  for (const name of context.allowedProcessVariables?.() ?? []) table.lookUp(`ENV:${name}`);
  const found = table.list();
  const { templates, problems } = substituted;
  const described = { ...environment, ...(found.length === 0 ? {} : { variables: found }) };
  return {
    ...described,
    ...(templates.length === 0 ? {} : { templates: templatesOf(described, templates) }),
    ...(problems.length === 0 ? {} : { problems }),
  };
}

/** Reads the text of an environment's file. Throws nothing for what a file may hold. */
export function readEnvironmentText(text: string, context: ReadingContext): EnvironmentReading {
  if (text.length > MAX_ENVIRONMENT_LENGTH) {
    return { state: 'damaged', problems: [wholeFile('', 'it is larger than 16 MiB')] };
  }
  try {
    const own = parsePlaced('', text);
    const fields = fieldsOf(own);
    const version = readVersion(own, fields);
    if (version > ENVIRONMENT_SCHEMA_VERSION) return readNewer(own, fields, version, context);
    return { state: 'good', value: readChecked(own, fields, context) };
  } catch (error) {
    if (error instanceof Unreadable) return { state: 'damaged', problems: error.problems };
    throw error;
  }
}

/** What this version understands of a newer file can be used, read-only. */
function readNewer(
  own: PlacedDocument,
  fields: Fields,
  schemaVersion: number,
  context: ReadingContext,
): EnvironmentReading {
  try {
    const known = { ...fields, schemaVersion: ENVIRONMENT_SCHEMA_VERSION };
    return { state: 'newer', value: readChecked(own, known, context), schemaVersion };
  } catch (error) {
    if (error instanceof Unreadable) return { state: 'newer', value: null, schemaVersion };
    throw error;
  }
}

/** The file that an environment's text names as its base; null for none, and where the text can't be read. */
export function baseNameOf(text: string): string | null {
  const match = /^extends:\s*["']?([^"'\s#]+)/m.exec(text);
  const name = match?.[1] ?? '';
  return BASE_FILE_NAME.test(name) ? name : null;
}

import { Document, isNode, LineCounter, parseDocument, type YAMLSeq } from 'yaml';
import type { z } from 'zod';
import type { Environment } from '../../shared/domain/environment.ts';
import {
  ENVIRONMENT_SCHEMA_VERSION,
  environmentFileSchema,
  fromEnvironmentFile,
  toEnvironmentFile,
} from '../../shared/environment-file.ts';
import { environmentSchema } from '../../shared/ipc/schemas.ts';
import type { DocumentFormat, ParsedDocument } from '../files/document.ts';
import { findRegexFault } from './relabel-regex.ts';
import { readRuleFiles, ruleFileToNode } from './rule-nodes.ts';

// A file of this size holds some thousand endpoints; more is no environment.
const MAX_TEXT_LENGTH = 16 * 1024 * 1024;

type Damaged = Extract<ParsedDocument<never>, { state: 'damaged' }>;

function damaged(lines: LineCounter, offset: number | undefined, message: string): Damaged {
  const line = offset === undefined ? 0 : lines.linePos(offset).line;
  return { state: 'damaged', message: line === 0 ? message : `line ${line}: ${message}` };
}

function offsetOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

/** Offset of the deepest node on a zod issue's path, or of the whole file: a missing field is reported where it should be. */
function offsetOfPath(document: Document, path: readonly PropertyKey[]): number | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const offset = offsetOf(document.getIn(path.slice(0, length), true));
    if (offset !== undefined) return offset;
  }
  return offsetOf(document.contents);
}

function schemaFault(document: Document, lines: LineCounter, error: z.ZodError): Damaged {
  const issue = error.issues[0];
  if (issue === undefined) return { state: 'damaged', message: 'it is not valid' };
  const field = issue.path.join('.');
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const offset = offsetOfPath(document, [...issue.path, ...unknown]);
  return damaged(lines, offset, field === '' ? issue.message : `${field}: ${issue.message}`);
}

function readVersion(document: Document): number | null {
  const version = document.get('schemaVersion');
  return typeof version === 'number' && Number.isInteger(version) ? version : null;
}

function parseEnvironment(id: string, text: string): ParsedDocument<Environment> {
  const lines = new LineCounter();
  if (text.length > MAX_TEXT_LENGTH) return { state: 'damaged', message: 'it is larger than 16 MiB' };
  const document = parseDocument(text, { lineCounter: lines });
  const fault = document.errors[0];
  if (fault !== undefined) {
    return damaged(lines, fault.pos[0], (fault.message.split('\n')[0] ?? '').replace(/ at line .*$/, ''));
  }
  const version = readVersion(document);
  if (version === null) {
    const at = offsetOfPath(document, ['schemaVersion']);
    return damaged(lines, at, 'schemaVersion: expected a whole number');
  }
  if (version > ENVIRONMENT_SCHEMA_VERSION) {
    // What this version understands of it can be used, read-only.
    document.set('schemaVersion', ENVIRONMENT_SCHEMA_VERSION);
    const known = readEnvironment(id, document, lines);
    return { state: 'newer', value: known.state === 'good' ? known.value : null, schemaVersion: version };
  }
  return readEnvironment(id, document, lines);
}

/** All but the rules as plain data; null where aliases multiply without end. */
function readFields(document: Document): Record<string, unknown> | null {
  try {
    const { rules: _, ...fields } = document.toJS({ maxAliasCount: 100 }) as Record<string, unknown>;
    return fields;
  } catch (error) {
    if (error instanceof ReferenceError) return null;
    throw error;
  }
}

function readEnvironment(
  id: string,
  document: Document,
  lines: LineCounter,
): Damaged | Extract<ParsedDocument<Environment>, { state: 'good' }> {
  const ruleFiles = readRuleFiles(document);
  if (!Array.isArray(ruleFiles)) return damaged(lines, offsetOf(ruleFiles.at), ruleFiles.message);
  const fields = readFields(document);
  if (fields === null) return { state: 'damaged', message: 'it has too many aliases' };
  const file = environmentFileSchema.safeParse(fields);
  if (!file.success) return schemaFault(document, lines, file.error);
  const environment = environmentSchema.safeParse({ ...fromEnvironmentFile(id, file.data), ruleFiles });
  if (!environment.success) return schemaFault(document, lines, environment.error);
  for (const [i, endpoint] of environment.data.endpoints.entries()) {
    const regex = findRegexFault(endpoint);
    if (regex === null) continue;
    const path = ['endpoints', i, ...regex.path];
    return damaged(lines, offsetOfPath(document, path), `${path.join('.')}: ${regex.message}`);
  }
  return { state: 'good', value: environment.data };
}

function formatEnvironment(environment: Environment): string {
  const document = new Document(toEnvironmentFile(environment), { keepUndefined: false });
  const rules = document.createNode([]) as YAMLSeq;
  rules.items = environment.ruleFiles.map((file) => ruleFileToNode(document, file));
  if (rules.items.length > 0) document.set('rules', rules);
  return document.toString({ lineWidth: 0 });
}

/** How an environment is written to and read from its `environment.yaml`; the folder's name is its id. */
export function environmentFormat(id: string): DocumentFormat<Environment> {
  return {
    what: `file of the environment "${id}" (environment.yaml)`,
    editedByPeople: true,
    parse: (text) => parseEnvironment(id, text),
    format: formatEnvironment,
  };
}

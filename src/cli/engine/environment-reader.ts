import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { Document, isMap, isSeq, parseDocument } from 'yaml';
import { type Environment, ID_PATTERN } from '../../shared/domain/environment.ts';
import type { RuleFile } from '../../shared/domain/rule.ts';
import { environmentFileSchema, fromEnvironmentFile } from '../../shared/environment-file.ts';
import { AppError } from '../../shared/errors.ts';
import { environmentSchema } from '../../shared/ipc/schemas.ts';

/** Reads an environment.yaml as the app writes it; the folder's name is its id. Throws AppError `bad_data`. */
export async function readEnvironment(path: string): Promise<Environment> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new AppError('not_found', `The environment ${path} can't be read: ${error.message}`);
  });
  const refuse = (message: string): never => {
    throw new AppError('bad_data', `The environment ${path} can't be used: ${message}`);
  };
  const document = parseDocument(text);
  const fault = document.errors[0];
  if (fault !== undefined) return refuse(fault.message.split('\n')[0] ?? '');
  if (!isMap(document.contents)) return refuse('it is not a map');
  const { rules: _, ...fields } = document.toJS({ maxAliasCount: 100 }) as Record<string, unknown>;
  const file = environmentFileSchema.safeParse(fields);
  if (!file.success) return refuse(describeIssue(file.error.issues));
  const id = basename(dirname(resolve(path)));
  const environment = environmentSchema.safeParse({
    ...fromEnvironmentFile(ID_PATTERN.test(id) ? id : 'environment', file.data),
    ruleFiles: readRuleFiles(document) ?? refuse('rules: each entry needs a name, and groups or a text'),
  });
  return environment.success ? environment.data : refuse(describeIssue(environment.error.issues));
}

function describeIssue(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): string {
  const [issue] = issues;
  if (issue === undefined) return 'it is not valid';
  return issue.path.length === 0 ? issue.message : `${issue.path.join('.')}: ${issue.message}`;
}

function readRuleFiles(document: Document): RuleFile[] | null {
  const list = document.get('rules') ?? null;
  if (list === null) return [];
  if (!isSeq(list)) return null;
  const files: RuleFile[] = [];
  for (const item of list.items) {
    if (!isMap(item)) return null;
    const { name, text, groups } = item.toJS(document, { maxAliasCount: 100 }) as Record<string, unknown>;
    if (typeof name !== 'string') return null;
    if (typeof text === 'string') files.push({ name, text });
    else if (groups === undefined) return null;
    else files.push({ name, text: new Document({ groups }, { aliasDuplicateObjects: false }).toString() });
  }
  return files;
}

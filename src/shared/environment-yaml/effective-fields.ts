import type { Environment } from '../domain/environment.ts';
import { listFields } from './describe-changes.ts';
import { findNode, lineOf, parsePlaced } from './yaml-places.ts';

/** A field's value in use, how it is written where that differs, and where it comes from. */
export interface EffectiveField {
  readonly field: string;
  readonly value: string;
  /** With variables; null where it is written as it is. */
  readonly written: string | null;
  /** `local`: this computer's own value over that of the files; `process`: a variable of the process. */
  readonly from: 'file' | 'base' | 'default' | 'local' | 'process';
  readonly line: number;
}

/** All fields that an environment's file and its base give, with their places. */
export function listEffectiveFields(
  environment: Environment,
  text: string,
  baseText: string | null,
): readonly EffectiveField[] {
  const own = parsePlaced('', text);
  const base = baseText === null ? null : parsePlaced('base', baseText);
  const { templates: _, ...plain } = environment;
  const values = listFields(plain);
  const fields: EffectiveField[] = [];
  const overridden = new Set(
    (environment.variables ?? [])
      .filter(({ origin, fileText }) => origin === 'local' && fileText !== null)
      .map(({ name }) => `variables.${name}`),
  );
  for (const [field, written] of listFields(environment)) {
    if (overridden.has(field)) continue;
    const path = pathOf(field, environment);
    const value = values.get(field) ?? written;
    const ownLine = lineOf(own, findNode(own.document, path));
    const baseLine = base === null ? 0 : lineOf(base, findNode(base.document, path));
    fields.push({
      field,
      value,
      written: value === written ? null : written,
      from: ownLine > 0 ? 'file' : baseLine > 0 ? 'base' : 'default',
      line: ownLine > 0 ? ownLine : baseLine,
    });
  }
  for (const variable of environment.variables ?? []) {
    const { name, text: given, value, origin } = variable;
    if (variable.fileText !== null && origin !== 'local') continue;
    const isBase = base !== null && origin === 'base';
    fields.push({
      field: `variables.${name}`,
      value: value ?? '',
      written: value === given ? null : given,
      from: isBase ? 'base' : origin === 'local' || origin === 'process' ? origin : 'default',
      line: isBase ? lineOf(base, findNode(base.document, ['variables', name])) : 0,
    });
  }
  return fields;
}

/** Steps of a field's name: those of rule files and labels may have dots of their own. */
function pathOf(field: string, { ruleFiles, variables }: Environment): readonly string[] {
  for (const { name } of ruleFiles) {
    if (field.startsWith(`rules.${name}.`)) return ['rules', name, field.slice(`rules.${name}.`.length)];
  }
  for (const { name } of variables ?? []) if (field === `variables.${name}`) return ['variables', name];
  const labels = /^(.*?)\.(labels|externalLabels|queryParams)\.(.*)$/.exec(field);
  if (labels !== null) return [...(labels[1] ?? '').split('.'), labels[2] ?? '', labels[3] ?? ''];
  return field.split('.');
}

import {
  type EnvironmentVariable,
  type FieldTemplate,
  hasReference,
  substituteVariables,
  type WrittenField,
} from '../../../../shared/domain/environment-variables.ts';
import type { LabelSet } from '../../../../shared/domain/series.ts';
import { parseMatchers } from '../silences/matcher-text.ts';
import { formatLabels, type TargetDraft, type TargetErrors } from './target-draft.ts';

/** A form's fields with the values of variables in them. */
interface FilledTarget {
  readonly draft: TargetDraft;
  /** What is in use where a field has variables. */
  readonly inUse: Partial<Record<keyof TargetDraft, string>>;
  /** Fields with variables that have no value. */
  readonly errors: TargetErrors;
  /** The texts with variables, for the file. */
  readonly written: readonly WrittenField[];
}

type TextField = 'url' | 'username' | 'headerName' | 'externalUrl';

const OWNER = 'alertmanager';
const LABELS = 'externalLabels';
const PATHS: Readonly<Record<TextField, readonly string[]>> = {
  url: ['url'],
  username: ['auth', 'username'],
  headerName: ['auth', 'headerName'],
  externalUrl: ['externalUrl'],
};
const FIELDS = Object.keys(PATHS) as TextField[];

function pathsEqual(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((step, i) => step === b[i]);
}

function labelsOf(text: string): LabelSet | null {
  const parsed = parseMatchers(text);
  return parsed.ok ? parsed.matchers.map(({ name, value }) => [name, value] as const) : null;
}

/** The draft as its file is written: with variables in the place of their values. */
export function withTargetTemplates(draft: TargetDraft, templates: readonly FieldTemplate[]): TargetDraft {
  const textOf = (...path: string[]): string | undefined =>
    templates.find((template) => pathsEqual(template.path, [OWNER, ...path]))?.text;
  const texts = Object.fromEntries(
    FIELDS.map((field) => [field, textOf(...PATHS[field]) ?? draft[field]]),
  ) as Pick<TargetDraft, TextField>;
  const labels = labelsOf(draft.externalLabels) ?? [];
  const externalLabels = formatLabels(labels.map(([name, value]) => [name, textOf(LABELS, name) ?? value]));
  return { ...draft, ...texts, externalLabels };
}

/** Puts the values of variables into the fields. */
export function fillTarget(draft: TargetDraft, variables: readonly EnvironmentVariable[]): FilledTarget {
  const values = new Map(variables.map(({ name, value }) => [name, value]));
  const inUse: Partial<Record<keyof TargetDraft, string>> = {};
  const errors: Partial<Record<keyof TargetDraft, string>> = {};
  const written: WrittenField[] = [];
  function fill(field: keyof TargetDraft, path: readonly string[], text: string): string {
    if (!hasReference(text)) return text;
    const filled = substituteVariables(text, (name) => values.get(name));
    if (!filled.ok) {
      const missing = filled.missing.join('; ');
      errors[field] =
        `${missing.charAt(0).toUpperCase()}${missing.slice(1)}. Give it one in Settings, Variables.`;
      return text;
    }
    written.push({ path, text });
    inUse[field] = filled.text;
    return filled.text;
  }
  const texts = Object.fromEntries(
    FIELDS.map((field) => [field, fill(field, PATHS[field], draft[field])]),
  ) as Pick<TargetDraft, TextField>;
  const labels = labelsOf(draft.externalLabels);
  if (labels === null) return { draft: { ...draft, ...texts }, inUse, errors, written };
  const filledLabels = formatLabels(
    labels.map(([name, value]) => [name, fill('externalLabels', [LABELS, name], value)]),
  );
  if (inUse.externalLabels !== undefined) inUse.externalLabels = filledLabels;
  return { draft: { ...draft, ...texts, externalLabels: filledLabels }, inUse, errors, written };
}

/** Templates of fields that the form does not show: they stay. */
export function hiddenTargetTemplates(templates: readonly FieldTemplate[]): readonly WrittenField[] {
  return templates
    .filter(({ path }) => path[0] === OWNER)
    .map(({ path, text }) => ({ path: path.slice(1), text }))
    .filter(({ path }) => path[0] !== LABELS && FIELDS.every((field) => !pathsEqual(PATHS[field], path)));
}

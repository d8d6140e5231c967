import {
  type EnvironmentVariable,
  type FieldTemplate,
  hasReference,
  substituteVariables,
  type WrittenField,
} from '../../../shared/domain/environment-variables.ts';
import type { DraftErrors, EndpointDraft } from './endpoint-draft.ts';

/** A form's fields with the values of variables in them. */
export interface FilledDraft {
  readonly draft: EndpointDraft;
  /** What is in use where a field has variables, by the field's name; labels as `label <index>`. */
  readonly inUse: Readonly<Record<string, string>>;
  /** Fields with variables that have no value. */
  readonly errors: DraftErrors;
  readonly written: readonly WrittenField[];
}

type TextField = 'url' | 'name' | 'scrapeInterval' | 'scrapeTimeout' | 'username' | 'headerName';
type AccessField = 'tokenUrl' | 'clientId' | 'proxyUrl' | 'proxyUsername';

const FIELDS: Readonly<Record<TextField, readonly string[]>> = {
  url: ['url'],
  name: ['name'],
  scrapeInterval: ['scrapeInterval'],
  scrapeTimeout: ['scrapeTimeout'],
  username: ['auth', 'username'],
  headerName: ['auth', 'headerName'],
};
const ACCESS_FIELDS: Readonly<Record<AccessField, readonly string[]>> = {
  tokenUrl: ['auth', 'tokenUrl'],
  clientId: ['auth', 'clientId'],
  proxyUrl: ['connection', 'proxy', 'url'],
  proxyUsername: ['connection', 'proxy', 'username'],
};

function entriesOf<K extends string>(
  record: Readonly<Record<K, readonly string[]>>,
): [K, readonly string[]][] {
  return Object.entries(record) as [K, readonly string[]][];
}

function isPath(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((step, i) => step === b[i]);
}

/** What a completed URL is in the file: the text that was typed, with what was added before and after it. */
function writtenUrl(text: string, filled: string, completed: string): string | null {
  for (const trim of [(part: string) => part.trim(), (part: string) => part.trim().replace(/\/+$/, '')]) {
    const at = completed.indexOf(trim(filled));
    if (at >= 0) return completed.slice(0, at) + trim(text) + completed.slice(at + trim(filled).length);
  }
  return null;
}

/** The draft as its file is written: with variables in the place of their values. */
export function withTemplates(
  draft: EndpointDraft,
  templates: readonly FieldTemplate[],
  owner: readonly [list: 'endpoints' | 'servers', id: string],
): EndpointDraft {
  const textOf = (path: readonly string[]): string | undefined =>
    templates.find((template) => isPath(template.path, [...owner, ...path]))?.text;
  const texts = Object.fromEntries(
    entriesOf(FIELDS).flatMap(([field, path]) => {
      const text = textOf(path);
      return text === undefined ? [] : [[field, text]];
    }),
  );
  const accessTexts = Object.fromEntries(
    entriesOf(ACCESS_FIELDS).flatMap(([field, path]) => {
      const text = textOf(path);
      return text === undefined ? [] : [[field, text]];
    }),
  );
  return {
    ...draft,
    ...texts,
    labels: draft.labels.map(([name, value]) => [name, textOf(['labels', name]) ?? value]),
    access: { ...draft.access, ...accessTexts },
  };
}

/** Puts the values of variables into the fields; `complete` makes a URL of what was typed as one. */
export function fillDraft(
  draft: EndpointDraft,
  variables: readonly EnvironmentVariable[],
  complete: (url: string) => string,
): FilledDraft {
  const values = new Map(variables.map(({ name, value }) => [name, value]));
  const inUse: Record<string, string> = {};
  const errors: Record<string, string> = {};
  const written: WrittenField[] = [];
  function fill(key: string, path: readonly string[], text: string, errorField = key): string {
    if (!hasReference(text)) return text;
    const filled = substituteVariables(text, (name) => values.get(name));
    if (!filled.ok) {
      errors[errorField] = `${capitalized(filled.missing.join('; '))}. Give it one in Settings, Variables.`;
      return text;
    }
    const whole = key === 'url' ? complete(filled.text) : filled.text;
    const inFile = key === 'url' ? writtenUrl(text, filled.text, whole) : text;
    if (inFile === null)
      errors[errorField] = 'A URL with variables is used as it is written: leave its query out';
    else written.push({ path, text: inFile });
    inUse[key] = whole;
    return filled.text;
  }
  const texts = Object.fromEntries(
    entriesOf(FIELDS).map(([field, path]) => [field, fill(field, path, draft[field])]),
  );
  const accessTexts = Object.fromEntries(
    entriesOf(ACCESS_FIELDS).map(([field, path]) => [field, fill(field, path, draft.access[field])]),
  );
  const labels = draft.labels.map(
    ([name, value], i) => [name, fill(`label ${i}`, ['labels', name.trim()], value, 'labels')] as const,
  );
  return {
    draft: { ...draft, ...texts, labels, access: { ...draft.access, ...accessTexts } },
    inUse,
    errors,
    written,
  };
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Templates of fields that the form does not show: they stay. */
export function hiddenTemplates(
  templates: readonly FieldTemplate[],
  [list, id]: readonly [list: 'endpoints' | 'servers', id: string],
): readonly WrittenField[] {
  const shown = [...Object.values(FIELDS), ...Object.values(ACCESS_FIELDS)];
  return templates
    .filter(({ path }) => path[0] === list && path[1] === id)
    .map(({ path, text }) => ({ path: path.slice(2), text }))
    .filter(({ path }) => path[0] !== 'labels' && shown.every((known) => !isPath(known, path)));
}

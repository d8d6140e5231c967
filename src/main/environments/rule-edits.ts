import { Document, isMap, isScalar, isSeq, parseAllDocuments, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { RuleDraft, StoredRule, StoredRulePlace } from '../../shared/domain/rule-draft.ts';
import type { LabelPair } from '../../shared/domain/series.ts';
import { isNestedTooDeep } from '../../shared/environment-yaml/yaml-depth.ts';
import { AppError } from '../../shared/errors.ts';

/** A rule to put into a file's text: `original` is where it stood before, null for a new one. */
export interface RuleEdit {
  readonly group: string;
  readonly intervalText: string;
  readonly original: Omit<StoredRulePlace, 'file'> | null;
  readonly draft: RuleDraft;
}

function asText(): AppError {
  return new AppError(
    'bad_data',
    'This file can only be edited as text: its YAML is not a plain list of groups.',
  );
}

function openDocument(text: string): Document {
  if (isNestedTooDeep(text)) throw asText();
  const documents = parseAllDocuments(text);
  const [document] = Array.isArray(documents) ? documents : [];
  if (document === undefined) return new Document({ groups: [] });
  if (documents.length > 1 || document.errors.length > 0) throw asText();
  if (document.contents === null) document.contents = document.createNode({ groups: [] }) as never;
  return document;
}

function writeDocument(document: Document, before: string): string {
  return document.toString({
    lineWidth: 0,
    indentSeq: !/^groups:[^\n]*\n(?:\s*#[^\n]*\n|\s*\n)*- /m.test(before),
  });
}

function groupsOf(document: Document): YAMLSeq {
  const root = document.contents;
  if (!isMap(root)) throw asText();
  const groups = root.get('groups');
  if (isSeq(groups)) return groups;
  if (groups !== undefined && groups !== null) throw asText();
  const made = new YAMLSeq();
  root.set('groups', made);
  return made;
}

function findGroup(document: Document, name: string): YAMLMap | null {
  return (
    groupsOf(document).items.find((item): item is YAMLMap => isMap(item) && item.get('name') === name) ?? null
  );
}

function rulesOf(group: YAMLMap): YAMLSeq {
  const rules = group.get('rules');
  if (isSeq(rules)) {
    // A list written as [] would stay on one line.
    rules.flow = false;
    return rules;
  }
  if (rules !== undefined && rules !== null) throw asText();
  const made = new YAMLSeq();
  group.set('rules', made);
  return made;
}

function findRule(
  document: Document,
  { group, index, name }: Omit<StoredRulePlace, 'file'>,
): { readonly rules: YAMLSeq; readonly rule: YAMLMap } {
  const found = findGroup(document, group);
  const rules = found === null ? null : rulesOf(found);
  const rule = rules?.items[index];
  if (rules === null || rule === undefined) throw gone(name);
  if (!isMap(rule)) throw asText();
  if (rule.get('alert') !== name && rule.get('record') !== name) throw gone(name);
  return { rules, rule };
}

function gone(name: string): AppError {
  return new AppError(
    'not_found',
    `The rule "${name}" is no longer at its place in the file; open it again.`,
  );
}

/** A scalar as it is written: `1m`, `5`, `true`. */
function textOf(map: YAMLMap, key: string): string {
  const node = map.get(key, true);
  if (node === undefined || node === null) return '';
  if (!isScalar(node)) throw asText();
  if (node.value === null) return '';
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
}

function pairsOf(map: YAMLMap, key: string): readonly LabelPair[] {
  const node = map.get(key);
  if (node === undefined || node === null) return [];
  if (!isMap(node)) throw asText();
  return node.items.map((pair): LabelPair => {
    const name = isScalar(pair.key) ? String(pair.key.value) : '';
    if (name === '' || name === '<<') throw asText();
    return [name, textOf(node, name)];
  });
}

/** Sets a text with the comments that stand at the one before. */
function replaceText(map: YAMLMap, key: string, value: string): void {
  const scalar = new Scalar(value);
  if (value.includes('\n')) scalar.type = Scalar.BLOCK_LITERAL;
  const before = map.get(key, true);
  if (isScalar(before)) {
    if (before.comment) scalar.comment = before.comment;
    if (before.commentBefore) scalar.commentBefore = before.commentBefore;
  }
  map.set(key, scalar);
}

function setText(map: YAMLMap, key: string, value: string): void {
  if (value === '') map.delete(key);
  else if (textOf(map, key).trim() !== value) replaceText(map, key, value);
}

function setPairs(map: YAMLMap, key: string, pairs: readonly LabelPair[]): void {
  if (pairs.length === 0) {
    map.delete(key);
    return;
  }
  let node = map.get(key);
  if (!isMap(node)) {
    node = new YAMLMap();
    map.set(key, node);
  }
  const target = node as YAMLMap;
  const kept = new Set(pairs.map(([name]) => name));
  for (const [name] of pairsOf(map, key)) if (!kept.has(name)) target.delete(name);
  for (const [name, value] of pairs) {
    if (target.has(name) && textOf(target, name) === value) continue;
    replaceText(target, name, value);
  }
}

function fillRule(rule: YAMLMap, draft: RuleDraft): void {
  const [key, other] = draft.kind === 'alerting' ? ['alert', 'record'] : ['record', 'alert'];
  const renamed = rule.items.find((pair) => isScalar(pair.key) && pair.key.value === other);
  if (renamed !== undefined && isScalar(renamed.key)) renamed.key.value = key;
  setText(rule, key as string, draft.name.trim());
  setText(rule, 'expr', draft.expr.trim());
  setText(rule, 'for', draft.forText.trim());
  setText(rule, 'keep_firing_for', draft.keepFiringForText.trim());
  setPairs(rule, 'labels', draft.labels);
  setPairs(rule, 'annotations', draft.annotations);
}

function removeAt(document: Document, groupName: string, rules: YAMLSeq, rule: YAMLMap): void {
  rules.items.splice(rules.items.indexOf(rule), 1);
  if (rules.items.length > 0) return;
  const groups = groupsOf(document);
  const index = groups.items.findIndex((item) => isMap(item) && item.get('name') === groupName);
  groups.items.splice(index, 1);
}

/** The rule at a place of a file's text. Throws AppError `not_found`, or `bad_data` for YAML that is no plain list. */
export function readStoredRule(text: string, place: Omit<StoredRulePlace, 'file'>): StoredRule {
  const document = openDocument(text);
  const { rule } = findRule(document, place);
  const group = findGroup(document, place.group) as YAMLMap;
  const isAlerting = rule.has('alert');
  return {
    draft: {
      kind: isAlerting ? 'alerting' : 'recording',
      name: textOf(rule, isAlerting ? 'alert' : 'record'),
      expr: textOf(rule, 'expr').trim(),
      forText: textOf(rule, 'for'),
      keepFiringForText: textOf(rule, 'keep_firing_for'),
      labels: pairsOf(rule, 'labels'),
      annotations: pairsOf(rule, 'annotations'),
    },
    intervalText: textOf(group, 'interval'),
  };
}

/** The file's text with the rule in it (in a new file for ''); all else stays with its comments. Throws as `readStoredRule`. */
export function withRule(
  text: string,
  { group: groupName, intervalText, original, draft }: RuleEdit,
): string {
  const document = openDocument(text);
  const moves = original !== null && original.group !== groupName.trim();
  let rule: YAMLMap;
  if (original === null) rule = new YAMLMap();
  else {
    const found = findRule(document, original);
    rule = found.rule;
    if (moves) removeAt(document, original.group, found.rules, rule);
  }
  let group = findGroup(document, groupName.trim());
  if (group === null) {
    group = document.createNode({ name: groupName.trim() }) as YAMLMap;
    groupsOf(document).flow = false;
    groupsOf(document).items.push(group);
  }
  setText(group, 'interval', intervalText.trim());
  if (original === null || moves) rulesOf(group).items.push(rule);
  fillRule(rule, draft);
  return writeDocument(document, text);
}

/**
 * The file's text without the rule, and without its group where it was the last one; null where no group is left. Throws
 * as `readStoredRule`.
 */
export function withoutRule(text: string, place: Omit<StoredRulePlace, 'file'>): string | null {
  const document = openDocument(text);
  const { rules, rule } = findRule(document, place);
  removeAt(document, place.group, rules, rule);
  return groupsOf(document).items.length === 0 ? null : writeDocument(document, text);
}

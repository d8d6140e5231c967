import type { Node } from 'yaml';
import type { RuleFile, RuleFileError } from '../../shared/domain/rule.ts';
import type { LabelPair } from '../../shared/domain/series.ts';
import { METRIC_NAME_LABEL } from '../../shared/domain/series.ts';
import type { RuleDefinition, RuleGroupDefinition } from './definition.ts';
import { checkTemplate } from './templates/template.ts';
import { readDuration } from './yaml-duration.ts';
import { openYaml, type YamlProblem, type YamlReader } from './yaml-reader.ts';

/** Says what is wrong with a PromQL expression, null where nothing is. */
export type ExprCheck = (expr: string) => string | null;

/** A rule file's groups; empty where there are errors. */
export interface ParsedRuleFile {
  readonly groups: readonly RuleGroupDefinition[];
  readonly errors: readonly RuleFileError[];
}

const FILE_FIELDS = new Set(['groups']);
const GROUP_FIELDS = new Set(['name', 'interval', 'query_offset', 'limit', 'rules', 'labels']);
const RULE_FIELDS = new Set(['record', 'alert', 'expr', 'for', 'keep_firing_for', 'labels', 'annotations']);

/**
 * Reads a rule file as Prometheus does (model/rulefmt): the first document counts, unknown fields are refused, and
 * expressions, names and templates are checked. Refuses what `promtool check rules` refuses.
 */
export function parseRuleFile(
  file: RuleFile,
  checkExpr: ExprCheck,
  ignoreUnknownFields = false,
): ParsedRuleFile {
  const problems: (YamlProblem & { readonly rule?: string })[] = [];
  const strict = openYaml(file.text, problems);
  const reader: YamlReader = ignoreUnknownFields
    ? { ...strict, readMap: (node, what) => strict.readMap(node, what, null) }
    : strict;
  const groups: RuleGroupDefinition[] = [];
  const names = new Set<string>();
  for (const entry of reader.readMap(reader.root, 'a rule file', FILE_FIELDS)) {
    if (entry.key !== 'groups') continue;
    for (const groupNode of reader.readList(entry.value, 'groups')) {
      const group = readGroup(reader, groupNode, file.name, checkExpr, problems);
      if (group.name === '') reader.report(groupNode, 'groupname must not be empty');
      if (names.has(group.name)) {
        reader.report(groupNode, `groupname: "${group.name}" is repeated in the same file`);
      }
      names.add(group.name);
      groups.push(group);
    }
  }
  const errors = problems.map(({ line, message, rule }) => ({
    file: file.name,
    line,
    rule: rule ?? '',
    message,
  }));
  return { groups: errors.length > 0 ? [] : groups, errors };
}

function readGroup(
  reader: YamlReader,
  node: Node | null,
  file: string,
  checkExpr: ExprCheck,
  problems: (YamlProblem & { readonly rule?: string })[],
): RuleGroupDefinition {
  const fields = fieldsOf(reader, node, 'a rule group', GROUP_FIELDS);
  const labels = readPairs(reader, fields.get('labels') ?? null, 'labels');
  checkLabels(reader, labels);
  const rules = reader.readList(fields.get('rules') ?? null, 'rules').map((ruleNode) => {
    const before = problems.length;
    const rule = readRule(reader, ruleNode, labels, checkExpr);
    for (let i = before; i < problems.length; i++) {
      problems[i] = { ...(problems[i] as YamlProblem), rule: rule.name };
    }
    return rule;
  });
  const intervalMs = readDuration(reader, fields.get('interval'), 'interval');
  return {
    name: reader.readText(fields.get('name') ?? null, 'name'),
    file,
    intervalMs: intervalMs === 0 ? null : intervalMs,
    limit: reader.readInteger(fields.get('limit') ?? null, 'limit'),
    queryOffsetMs: fields.has('query_offset')
      ? readDuration(reader, fields.get('query_offset'), 'query_offset')
      : null,
    rules,
  };
}

function readRule(
  reader: YamlReader,
  node: Node | null,
  groupLabels: readonly NodePair[],
  checkExpr: ExprCheck,
): RuleDefinition {
  const fields = fieldsOf(reader, node, 'a rule', RULE_FIELDS);
  const text = (name: string): string => reader.readText(fields.get(name) ?? null, name);
  const alert = text('alert');
  const record = text('record');
  const expr = text('expr');
  const forMs = readDuration(reader, fields.get('for'), 'for');
  const keepFiringForMs = readDuration(reader, fields.get('keep_firing_for'), 'keep_firing_for');
  const labels = readPairs(reader, fields.get('labels') ?? null, 'labels');
  const annotations = readPairs(reader, fields.get('annotations') ?? null, 'annotations');
  const at = (name: string): Node | null => fields.get(name) ?? node;

  if (record !== '' && alert !== '') reader.report(node, "only one of 'record' and 'alert' must be set");
  if (record === '' && alert === '') reader.report(node, "one of 'record' or 'alert' must be set");
  if (expr === '') reader.report(node, "field 'expr' must be set in rule");
  else {
    const problem = checkExpr(expr);
    if (problem !== null) reader.report(at('expr'), `could not parse expression: ${problem}`);
  }
  if (record !== '') {
    if (annotations.length > 0) {
      reader.report(at('annotations'), "invalid field 'annotations' in recording rule");
    }
    if (forMs !== 0) reader.report(at('for'), "invalid field 'for' in recording rule");
    if (keepFiringForMs !== 0) {
      reader.report(at('keep_firing_for'), "invalid field 'keep_firing_for' in recording rule");
    }
    if (!isWellFormed(record)) reader.report(at('record'), `invalid recording rule name: ${record}`);
    if (/[{}]/.test(record)) {
      const message = `braces present in the recording rule name; should it be in expr?: ${record}`;
      reader.report(at('record'), message);
    }
  }
  checkLabels(reader, labels);
  checkAnnotations(reader, annotations);
  if (alert !== '') checkTemplates(reader, alert, labels, annotations);
  return {
    kind: alert !== '' ? 'alerting' : 'recording',
    name: alert !== '' ? alert : record,
    expr: expr.trim(),
    forMs,
    keepFiringForMs,
    labels: [...new Map([...groupLabels, ...labels].map((pair) => [pair.name, pair.value]))].sort(byName),
    annotations: annotations.map((pair): LabelPair => [pair.name, pair.value]).sort(byName),
  };
}

interface NodePair {
  readonly name: string;
  readonly value: string;
  readonly node: Node;
}

function byName(a: LabelPair, b: LabelPair): number {
  return a[0] < b[0] ? -1 : 1;
}

function fieldsOf(
  reader: YamlReader,
  node: Node | null,
  what: string,
  known: ReadonlySet<string>,
): ReadonlyMap<string, Node | null> {
  return new Map(reader.readMap(node, what, known).map(({ key, value }) => [key, value]));
}

function readPairs(reader: YamlReader, node: Node | null, what: string): readonly NodePair[] {
  return reader.readMap(node, what, null).map(({ key, keyNode, value }) => ({
    name: key,
    value: reader.readText(value, key),
    node: value ?? keyNode,
  }));
}

/** Prometheus refuses text that is not valid UTF-8; in a JavaScript string that is a lone surrogate. */
function isWellFormed(text: string): boolean {
  return !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);
}

function checkLabels(reader: YamlReader, labels: readonly NodePair[]): void {
  for (const { name, value, node } of labels) {
    if (name === '' || name === METRIC_NAME_LABEL || !isWellFormed(name)) {
      reader.report(node, `invalid label name: ${name}`);
    }
    if (!isWellFormed(value)) reader.report(node, `invalid label value: ${value}`);
  }
}

function checkAnnotations(reader: YamlReader, annotations: readonly NodePair[]): void {
  for (const { name, node } of annotations) {
    if (name === '' || !isWellFormed(name)) reader.report(node, `invalid annotation name: ${name}`);
  }
}

function checkTemplates(
  reader: YamlReader,
  alert: string,
  labels: readonly NodePair[],
  annotations: readonly NodePair[],
): void {
  for (const [kind, pairs] of [
    ['label', labels],
    ['annotation', annotations],
  ] as const) {
    for (const { name, value, node } of pairs) {
      const problem = checkTemplate(value, `__alert_${alert}`);
      if (problem !== null) reader.report(node, `${kind} "${name}": ${problem}`);
    }
  }
}

import { Document, isMap, isScalar, isSeq, type Pair, parseDocument, visit, type YAMLMap } from 'yaml';
import type { RuleFile } from '../domain/rule.ts';
import { isNestedTooDeep } from './yaml-depth.ts';

const TEXT_OPTIONS = { lineWidth: 0 } as const;

/** An alias may point to an anchor that stays behind when its node is moved. */
function hasAlias(node: YAMLMap): boolean {
  let found = false;
  visit(node, {
    Alias() {
      found = true;
      return visit.BREAK;
    },
  });
  return found;
}

/** The groups of a rule file that can stand inline: YAML without faults whose only field is `groups`; else null. */
function readGroups(document: Document): Pair | null {
  if (document.errors.length > 0 || !isMap(document.contents) || hasAlias(document.contents)) return null;
  const [pair, ...others] = document.contents.items;
  const isGroups = isScalar(pair?.key) && pair.key.value === 'groups';
  return pair !== undefined && isGroups && others.length === 0 ? pair : null;
}

/**
 * The rule file as an entry of the environment's `rules` list: its groups inline with their comments, or its text as
 * it is where that is not possible (a file with faults is still kept).
 */
export function ruleFileToNode(target: Document, file: RuleFile): YAMLMap {
  // Its depth is no reason to lose it: as text it is kept as it is.
  const parsed = parseDocument(isNestedTooDeep(file.text) ? 'too deep' : file.text);
  const groups = readGroups(parsed);
  if (groups === null) return target.createNode({ name: file.name, text: file.text }) as YAMLMap;
  const node = target.createNode({ name: file.name }) as YAMLMap;
  node.items.push(groups);
  if (parsed.commentBefore) node.commentBefore = parsed.commentBefore;
  return node;
}

/** The rule files of an environment's `rules` list; the error is a sentence without a file name. */
export function readRuleFiles(
  document: Document,
): RuleFile[] | { readonly message: string; readonly at: unknown } {
  const list = document.get('rules');
  if (list === undefined || list === null) return [];
  if (!isSeq(list)) return { message: 'rules: expected a list', at: list };
  const files: RuleFile[] = [];
  for (const item of list.items) {
    const name = isMap(item) ? item.get('name') : undefined;
    if (!isMap(item) || typeof name !== 'string') {
      return { message: 'rules: each entry needs a name', at: item };
    }
    const text = item.get('text');
    if (typeof text === 'string') files.push({ name, text });
    else if (item.has('groups')) files.push({ name, text: groupsToText(document, item) });
    else return { message: `rules: "${name}" has neither groups nor text`, at: item };
  }
  return files;
}

function groupsToText(document: Document, item: YAMLMap): string {
  if (hasAlias(item)) {
    const { groups } = item.toJS(document, { maxAliasCount: 100 }) as { groups: unknown };
    return new Document({ groups }, { aliasDuplicateObjects: false }).toString(TEXT_OPTIONS);
  }
  const copy = document.clone();
  const node = item.clone() as YAMLMap;
  node.items = node.items.filter((pair) => isScalar(pair.key) && pair.key.value === 'groups');
  const { commentBefore } = node;
  delete node.commentBefore;
  copy.contents = node;
  copy.commentBefore = commentBefore ?? null;
  copy.comment = null;
  return copy.toString(TEXT_OPTIONS);
}

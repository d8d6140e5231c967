import {
  type Document,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  Pair,
  Scalar,
  YAMLMap,
  YAMLSeq,
} from 'yaml';
import { idOfItem, isKeyedList } from './canonical-fields.ts';
import { ruleFileToNode } from './rule-nodes.ts';

const NO_VALUE = new Map<string, unknown>();

function isEqual(a: unknown, b: unknown): boolean {
  if (a instanceof Map && b instanceof Map) {
    return a.size === b.size && [...a].every(([key, value]) => b.has(key) && isEqual(value, b.get(key)));
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, i) => isEqual(item, b[i]));
  }
  return Object.is(a, b);
}

function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
}

function keepComments(before: unknown, after: Node): Node {
  const { comment, commentBefore, spaceBefore } = (before ?? {}) as Partial<Node>;
  if (comment) after.comment = comment;
  if (commentBefore) after.commentBefore = commentBefore;
  if (spaceBefore) after.spaceBefore = true;
  return after;
}

function createNode(document: Document, value: unknown): Node {
  const node = document.createNode(value) as Node;
  if (isScalar(node) && typeof value === 'string' && value.includes('\n')) node.type = Scalar.BLOCK_LITERAL;
  return node;
}

/** Where a new field goes: behind the one that stands before it in the default order, or first. */
function insertPair(map: YAMLMap, order: readonly string[], pair: Pair): void {
  const at = order.indexOf(keyOf(pair));
  for (let i = at - 1; i >= 0; i -= 1) {
    const index = map.items.findIndex((other) => keyOf(other) === order[i]);
    if (index >= 0) {
      map.items.splice(index + 1, 0, pair);
      return;
    }
  }
  map.items.push(pair);
}

function editMap(
  document: Document,
  node: YAMLMap,
  before: Map<string, unknown>,
  after: Map<string, unknown>,
): void {
  for (const key of before.keys()) if (!after.has(key)) node.delete(key);
  for (const [key, value] of after) {
    const known = before.get(key);
    if (before.has(key) && isEqual(known, value)) continue;
    const pair = node.items.find((other) => keyOf(other) === key);
    const edited = editValue(document, pair?.value, known, value, key);
    if (pair === undefined) insertPair(node, [...after.keys()], new Pair(document.createNode(key), edited));
    else pair.value = edited;
  }
  node.flow = node.flow === true && node.items.length > 0;
}

function createItem(document: Document, key: string, item: unknown): Node {
  if (key === 'rules' && item instanceof Map) {
    return ruleFileToNode(document, { name: String(item.get('name')), text: String(item.get('text')) });
  }
  return createNode(document, item);
}

function editItem(document: Document, key: string, node: unknown, before: unknown, after: unknown): Node {
  if (key === 'rules') return keepComments(node, createItem(document, key, after));
  if (node !== undefined) return editValue(document, node, before, after, key);
  // Inherited from the base: the file says from now on what differs.
  const own = new YAMLMap();
  own.set('id', idOfItem(after));
  editMap(document, own, before as Map<string, unknown>, after as Map<string, unknown>);
  return own;
}

function nodeId(item: unknown): string | undefined {
  if (!isMap(item)) return undefined;
  const id: unknown = item.get('id') ?? item.get('name');
  return typeof id === 'string' ? id : undefined;
}

/** Edits the items that changed, takes out and puts in others, and puts all into the new order where that changed. */
function editKeyedList(
  document: Document,
  key: string,
  node: YAMLSeq,
  before: readonly unknown[],
  after: readonly unknown[],
): void {
  const known = new Map(before.map((item) => [idOfItem(item), item]));
  const wanted = after.map(idOfItem);
  const items = new Map(node.items.map((item) => [nodeId(item), item]));
  const removed = new Set([...known.keys()].filter((id) => !wanted.includes(id)));
  for (const item of after) {
    const id = idOfItem(item);
    if (!known.has(id)) items.set(id, createItem(document, key, item));
    else if (!isEqual(known.get(id), item)) {
      items.set(id, editItem(document, key, items.get(id), known.get(id), item));
    }
  }
  const kept = [...known.keys()].filter((id) => !removed.has(id));
  const isReordered = wanted.filter((id) => known.has(id)).some((id, i) => id !== kept[i]);
  const ids = [...items.keys()].filter((id) => !removed.has(id));
  const rank = (id: string | undefined): number => {
    const index = wanted.indexOf(id);
    return index < 0 ? Number.MAX_SAFE_INTEGER : index;
  };
  const isAppended = wanted.slice(0, kept.length).every((id, i) => id === kept[i]);
  if (isReordered || !isAppended) ids.sort((a, b) => rank(a) - rank(b));
  node.items = ids.map((id) => items.get(id));
  node.flow = false;
}

/** The node with another value: what stays the same in it keeps its way of writing and its comments. */
function editValue(document: Document, node: unknown, before: unknown, after: unknown, key: string): Node {
  if (after instanceof Map && (isMap(node) || node === undefined)) {
    const map = isMap(node) ? (node as YAMLMap) : new YAMLMap();
    editMap(document, map, before instanceof Map ? before : NO_VALUE, after);
    return map;
  }
  if (Array.isArray(after) && (isSeq(node) || (node === undefined && Array.isArray(before)))) {
    const list = Array.isArray(before) ? before : [];
    if ((isSeq(node) || list.length > 0) && isKeyedList(after) && isKeyedList(list)) {
      const seq = isSeq(node) ? (node as YAMLSeq) : new YAMLSeq();
      editKeyedList(document, key, seq, list, after);
      return seq;
    }
  }
  if (key === 'rules' && Array.isArray(after)) {
    const seq = new YAMLSeq();
    seq.items = after.map((item) => createItem(document, key, item));
    return keepComments(node, seq);
  }
  if (isScalar(node) && !isCollection(after) && (typeof after !== 'object' || after === null)) {
    const created = createNode(document, after);
    return keepComments(node, created);
  }
  return keepComments(node, createNode(document, after));
}

/** Edits a document whose fields are those of `before` so that they are those of `after`. */
export function editDocument(
  document: Document,
  before: Map<string, unknown>,
  after: Map<string, unknown>,
): void {
  if (!isMap(document.contents)) return;
  editMap(document, document.contents as YAMLMap, before, after);
}

export { isEqual as isEqualFields };

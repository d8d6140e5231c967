import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  visit,
} from 'yaml';
import { isNestedTooDeep } from '../../shared/environment-yaml/yaml-depth.ts';

/** A mistake in a file; `line` counts from 1, 0 where it is not known. */
export interface YamlProblem {
  readonly line: number;
  readonly message: string;
}

/** Notes a mistake at a node and goes on reading. */
export type ReportProblem = (node: Node | null, message: string) => void;

/** One entry of a mapping, its aliases and merge keys resolved. */
export interface YamlEntry {
  readonly key: string;
  readonly keyNode: Node;
  readonly value: Node | null;
}

/** Reads the parts of a YAML file; what is not of the asked kind is reported and read as empty. */
export interface YamlReader {
  readonly root: Node | null;
  /** Entries of a mapping; `what` names it in the report of an entry that is none of `known`. */
  readMap(node: Node | null, what: string, known: ReadonlySet<string> | null): readonly YamlEntry[];
  /** The items of a list; those that are null are left out, as Prometheus leaves them out. */
  readList(node: Node | null, what: string): readonly (Node | null)[];
  /** A scalar's text as it is written (`010` stays `010`), '' for null. */
  readText(node: Node | null, what: string): string;
  readInteger(node: Node | null, what: string): number;
  readonly report: ReportProblem;
}

/** Aliases followed in one file: a short file can't be made to grow without bound. */
const MAX_ALIAS_COUNT = 10_000;

/**
 * Opens the first document of a YAML text, as Prometheus does. Syntax errors, duplicate keys and unknown anchors are
 * added to `problems`; `root` is null then.
 */
export function openYaml(text: string, problems: YamlProblem[]): YamlReader {
  const lineCounter = new LineCounter();
  const isTooDeep = isNestedTooDeep(text);
  if (isTooDeep) problems.push({ line: 0, message: 'yaml: it is nested too deep' });
  const documents = parseAllDocuments(isTooDeep ? '' : text, {
    lineCounter,
    merge: true,
    prettyErrors: false,
    strict: true,
  });
  const document: Document | undefined = Array.isArray(documents) ? documents[0] : undefined;
  const lineOf = (offset: number | undefined): number =>
    offset === undefined ? 0 : lineCounter.linePos(offset).line;
  for (const error of document?.errors ?? []) {
    problems.push({ line: lineOf(error.pos[0]), message: `yaml: ${lowerFirst(error.message)}` });
  }
  const anchors = listAnchors(document);
  let aliasCount = 0;

  const report: ReportProblem = (node, message) => {
    problems.push({ line: lineOf(node?.range?.[0]), message });
  };

  function resolve(node: Node | null): Node | null {
    if (!isAlias(node)) return node;
    aliasCount++;
    if (aliasCount > MAX_ALIAS_COUNT) {
      if (aliasCount === MAX_ALIAS_COUNT + 1) report(node, `yaml: more than ${MAX_ALIAS_COUNT} aliases`);
      return null;
    }
    const target = findAnchor(anchors, node);
    if (target === null) report(node, `yaml: unknown anchor '${node.source}' referenced`);
    return target;
  }

  function isNull(node: Node | null): boolean {
    return node === null || (isScalar(node) && node.value === null);
  }

  function unexpected(node: Node, what: string, wanted: string): void {
    const found = isMap(node) ? 'a mapping' : isSeq(node) ? 'a list' : `"${scalarText(node)}"`;
    report(node, `${what} must be ${wanted}, not ${found}`);
  }

  function collect(node: Node | null, what: string, entries: Map<string, YamlEntry>, merged: boolean): void {
    const map = resolve(node);
    if (map === null || isNull(map)) return;
    if (!isMap(map)) {
      unexpected(map, what, 'a mapping');
      return;
    }
    const merges: (Node | null)[] = [];
    for (const pair of map.items) {
      const keyNode = resolve(pair.key as Node | null);
      const key = keyNode === null ? '' : scalarText(keyNode);
      const value = pair.value as Node | null;
      if (key === '<<' && isScalar(keyNode) && keyNode.type === 'PLAIN') merges.push(value);
      else if (keyNode !== null && !(merged && entries.has(key))) entries.set(key, { key, keyNode, value });
    }
    for (const merge of merges) {
      const source = resolve(merge);
      const items = isSeq(source) ? (source.items as Node[]) : [source];
      for (const item of items) collect(item, what, entries, true);
    }
  }

  const readText = (raw: Node | null, what: string): string => {
    const node = resolve(raw);
    if (node === null || isNull(node)) return '';
    if (isScalar(node)) return scalarText(node);
    unexpected(node, what, 'text');
    return '';
  };

  return {
    root: problems.length > 0 || document === undefined ? null : (document.contents as Node | null),
    report,
    readText,
    readMap(node, what, known) {
      const entries = new Map<string, YamlEntry>();
      collect(node, what, entries, false);
      return [...entries.values()].filter(({ key, keyNode }) => {
        if (known === null || known.has(key)) return true;
        report(keyNode, `field ${key} not found in ${what}`);
        return false;
      });
    },
    readList(raw, what) {
      const node = resolve(raw);
      if (node === null || isNull(node)) return [];
      if (isSeq(node)) return (node.items as Node[]).map(resolve).filter((item) => !isNull(item));
      unexpected(node, what, 'a list');
      return [];
    },
    readInteger(raw, what) {
      const node = resolve(raw);
      if (node === null || isNull(node)) return 0;
      if (isScalar(node) && typeof node.value === 'number' && Number.isSafeInteger(node.value))
        return node.value;
      unexpected(node, what, 'a whole number');
      return 0;
    },
  };
}

/** The nodes of each anchor, in the order of the text; a name may be given again. */
function listAnchors(document: Document | undefined): ReadonlyMap<string, readonly Node[]> {
  const anchors = new Map<string, Node[]>();
  if (document === undefined) return anchors;
  visit(document, {
    Value(_key, node) {
      if (node.anchor === undefined) return;
      anchors.set(node.anchor, [...(anchors.get(node.anchor) ?? []), node]);
    },
  });
  return anchors;
}

/** The last node before an alias that has its anchor. */
function findAnchor(anchors: ReadonlyMap<string, readonly Node[]>, alias: Alias): Node | null {
  const start = alias.range?.[0] ?? 0;
  return anchors.get(alias.source)?.findLast((node) => (node.range?.[0] ?? 0) < start) ?? null;
}

function scalarText(node: Node): string {
  if (!isScalar(node)) return '';
  if (typeof node.value === 'string') return node.value;
  return node.source ?? String(node.value ?? '');
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  YAMLParseError,
} from 'yaml';
import type { FieldProblem } from '../domain/environment-variables.ts';
import { isNestedTooDeep } from './yaml-depth.ts';

/** A parsed file with what is needed to tell the line of each of its fields. */
export interface PlacedDocument {
  /** '' for the environment's own file, else the name of its base. */
  readonly file: string;
  readonly document: Document;
  readonly lines: LineCounter;
}

/** Parses YAML; faults of its syntax are in `document.errors`. */
export function parsePlaced(file: string, text: string): PlacedDocument {
  const lines = new LineCounter();
  const isTooDeep = isNestedTooDeep(text);
  const document = parseDocument(isTooDeep ? '' : text, { lineCounter: lines });
  if (isTooDeep) {
    document.errors.push(new YAMLParseError([0, 0], 'RESOURCE_EXHAUSTION', 'it is nested too deep'));
  }
  return { file, document, lines };
}

/** Line of an offset, from 1; 0 for none. */
export function lineAt({ lines }: PlacedDocument, offset: number | undefined): number {
  return offset === undefined ? 0 : lines.linePos(offset).line;
}

/** Line of a node, from 1; 0 for none. */
export function lineOf(placed: PlacedDocument, node: unknown): number {
  return lineAt(placed, isNode(node) ? node.range?.[0] : undefined);
}

/** Whether a list's item is told by this id: its `id` or, for rule files, its `name`. */
function isNamed(item: unknown, id: string): boolean {
  return isMap(item) && (item.has('id') ? item.get('id') === id : item.get('name') === id);
}

/** The node under a path whose steps into lists are ids, or indexes where items have none; undefined for none. */
export function findNode(document: Document, path: readonly PropertyKey[]): Node | undefined {
  let node: unknown = document.contents;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => (isScalar(key) ? String(key.value) : key) === String(step));
      node = pair?.value;
    } else if (isSeq(node)) {
      const { items } = node;
      node = items.find((item) => isNamed(item, String(step))) ?? items[Number(step)];
    } else return undefined;
  }
  return isNode(node) ? node : undefined;
}

/** The place of the deepest node on the path: in the first document that has all of it, else in the first that has most. */
export function placeOf(
  documents: readonly PlacedDocument[],
  path: readonly PropertyKey[],
): Pick<FieldProblem, 'file' | 'line'> {
  for (let length = path.length; length > 0; length -= 1) {
    for (const placed of documents) {
      const line = lineOf(placed, findNode(placed.document, path.slice(0, length)));
      if (line > 0) return { file: placed.file, line };
    }
  }
  const [own] = documents;
  return { file: own?.file ?? '', line: own === undefined ? 0 : lineOf(own, own.document.contents) };
}

/** A problem as one sentence: `line 3: kind: ...`, with the file's name before it where it is the base. */
export function describeProblem({ file, line, field, message }: FieldProblem): string {
  const place = [file, line > 0 ? `line ${line}` : ''].filter((part) => part !== '').join(', ');
  return [place, field, message].filter((part) => part !== '').join(': ');
}

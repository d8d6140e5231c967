import { Document, type ToStringOptions, type YAMLSeq } from 'yaml';
import type { Environment } from '../domain/environment.ts';
import { toCanonicalFields } from './canonical-fields.ts';
import { editDocument } from './edit-nodes.ts';
import { ruleFileToNode } from './rule-nodes.ts';
import { parsePlaced } from './yaml-places.ts';

/** A file as it is before a change: its text, and the environment that was read from it. */
export interface WrittenEnvironment {
  readonly text: string;
  readonly value: Environment;
}

/** How a text is indented, so that lines which did not change stay as they are. */
function styleOf(text: string): ToStringOptions {
  const indent = /^[^\s#-][^\n]*:[^\n]*\n(?:\s*(?:#[^\n]*)?\n)*( +)[^\s#-]/m.exec(text)?.[1]?.length ?? 2;
  return {
    lineWidth: 0,
    flowCollectionPadding: !/[:-] [{[][^\s\]}]/.test(text),
    indent: Math.min(Math.max(indent, 2), 8),
    indentSeq: !/^[^\s#][^\n]*:[ \t]*(?:#[^\n]*)?\n(?:\s*(?:#[^\n]*)?\n)*- /m.test(text),
  };
}

/** The text of a new file. */
export function formatNewEnvironment(environment: Environment): string {
  const fields = toCanonicalFields(environment);
  fields.delete('rules');
  const document = new Document(fields);
  if (environment.ruleFiles.length > 0) {
    const rules = document.createNode([]) as YAMLSeq;
    rules.items = environment.ruleFiles.map((file) => ruleFileToNode(document, file));
    document.set('rules', rules);
  }
  return document.toString({ lineWidth: 0 });
}

/**
 * The text of a file after a change of its environment: only what changed is another than before; comments, order and
 * ways of writing stay. What is the same in a base stays in the base.
 */
export function formatChangedEnvironment(before: WrittenEnvironment, after: Environment): string {
  const { document } = parsePlaced('', before.text);
  editDocument(document, toCanonicalFields(before.value), toCanonicalFields(after));
  const text = document.toString(styleOf(before.text.replaceAll('\r\n', '\n')));
  return before.text.includes('\r\n') ? text.replaceAll(/\r?\n/g, '\r\n') : text;
}

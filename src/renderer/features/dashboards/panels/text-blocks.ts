import { type TextSpan, textSpans } from './text-spans.ts';

/** A paragraph, heading, list item or line of code. */
interface LineBlock {
  readonly kind: 'paragraph' | 'heading' | 'item' | 'code';
  readonly spans: readonly TextSpan[];
}

/** The first row is the table's head where `hasHead` is set. */
interface TableBlock {
  readonly kind: 'table';
  readonly hasHead: boolean;
  readonly rows: readonly (readonly (readonly TextSpan[])[])[];
}

export type TextBlock = LineBlock | TableBlock;

const TABLE_RULE = /^[\s|:-]*-[\s|:-]*$/;

function cellsOf(line: string): (readonly TextSpan[])[] {
  return line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => textSpans(cell.trim()));
}

/** Adds a line that starts with a bar to the table before it. */
function addRow(blocks: TextBlock[], line: string, goesOn: boolean): void {
  const before = blocks.at(-1);
  const table = goesOn && before?.kind === 'table' ? before : null;
  if (table !== null) blocks.pop();
  const rows = table?.rows ?? [];
  if (rows.length === 1 && TABLE_RULE.test(line)) blocks.push({ kind: 'table', hasHead: true, rows });
  else blocks.push({ kind: 'table', hasHead: table?.hasHead ?? false, rows: [...rows, cellsOf(line)] });
}

function markdownBlocks(content: string): TextBlock[] {
  const blocks: TextBlock[] = [];
  let isCode = false;
  /** What the line before leaves open for the next one. */
  let open: 'text' | 'table' | null = null;
  for (const line of content.split(/\r?\n/)) {
    if (/^\s*```/.test(line)) {
      isCode = !isCode;
      open = null;
      continue;
    }
    if (isCode) {
      blocks.push({ kind: 'code', spans: [{ text: line }] });
      continue;
    }
    if (/^\s*\|/.test(line)) {
      addRow(blocks, line, open === 'table');
      open = 'table';
      continue;
    }
    const heading = /^\s{0,3}#{1,6}\s(.*)$/.exec(line)?.[1];
    const item = /^\s*(?:[-*+]|\d{1,9}[.)])\s+(.*)$/.exec(line)?.[1];
    const before = blocks.at(-1);
    if (heading !== undefined) blocks.push({ kind: 'heading', spans: textSpans(heading.trim()) });
    else if (item !== undefined) blocks.push({ kind: 'item', spans: textSpans(item) });
    else if (line.trim() !== '') {
      const spans = textSpans(line.trim());
      if (open === 'text' && before !== undefined && before.kind !== 'table') {
        blocks[blocks.length - 1] = { ...before, spans: [...before.spans, { text: ' ' }, ...spans] };
      } else blocks.push({ kind: 'paragraph', spans });
    }
    open = heading === undefined && line.trim() !== '' ? 'text' : null;
  }
  return blocks;
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
  ['amp', '&'],
]);

/** HTML as Markdown: the tags that have a sign keep it, all others go; what scripts and styles hold is no text. */
function markdownOfHtml(html: string): string {
  return html
    .replaceAll(/<(script|style)\b[^>]*>[\s\S]*?<\/\1\s*>/gi, '')
    .replaceAll(
      /<a\b[^<>]{0,500}?\bhref\s*=\s*["']([^"'<>\s]{0,2000})["'][^<>]{0,500}>([^<>]{0,500})<\/a\s*>/gi,
      '[$2]($1)',
    )
    .replaceAll(/<\/?(?:b|strong)\s*>/gi, '**')
    .replaceAll(/<\/?code\s*>/gi, '`')
    .replaceAll(/<h[1-6]\b[^<>]*>/gi, '\n\n# ')
    .replaceAll(/<li\b[^<>]*>/gi, '\n- ')
    .replaceAll(/<(?:br|\/p|\/div|\/h[1-6]|\/li|\/tr)\b[^>]*>/gi, '\n\n')
    .replaceAll(/<[^<>]*>/g, '')
    .replaceAll(/&(lt|gt|quot|apos|nbsp|amp);/g, (_, name: string) => ENTITIES.get(name) ?? '');
}

/** More characters than this are no text for a panel; what files hold must not keep the window busy. */
const MAX_LENGTH = 20_000;

/** The content of a text panel as blocks of text, without any markup of its own; what is too long is cut, with a mark. */
export function textBlocks(whole: string, mode: 'markdown' | 'html' | 'code'): TextBlock[] {
  const content = whole.length > MAX_LENGTH ? `${whole.slice(0, MAX_LENGTH)}…` : whole;
  if (mode === 'code') return content.split(/\r?\n/).map((text) => ({ kind: 'code', spans: [{ text }] }));
  // Markdown may hold HTML too.
  return markdownBlocks(markdownOfHtml(content));
}

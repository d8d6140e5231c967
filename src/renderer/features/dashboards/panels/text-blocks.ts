/** A paragraph, heading, list item or line of code, as plain text. */
export interface TextBlock {
  readonly kind: 'paragraph' | 'heading' | 'item' | 'code';
  readonly text: string;
}

/** Markdown's signs within a line: emphasis and code lose theirs, links and pictures become "text (address)". */
function plainInline(line: string): string {
  return line
    .replaceAll(/!?\[([^[\]]{0,500})\]\(([^()\s]{0,2000})[^()]{0,500}\)/g, (_, text: string, url: string) =>
      text === '' || text === url ? url : `${text} (${url})`,
    )
    .replaceAll(/(\*\*|__|`)(.{1,2000}?)\1/g, '$2');
}

function markdownBlocks(content: string): TextBlock[] {
  const blocks: TextBlock[] = [];
  let isCode = false;
  let isOpen = false;
  for (const line of content.split(/\r?\n/)) {
    if (/^\s*```/.test(line)) {
      isCode = !isCode;
      isOpen = false;
      continue;
    }
    const heading = /^\s{0,3}#{1,6}\s(.*)$/.exec(line);
    const item = /^\s*(?:[-*+]|\d{1,9}[.)])\s+(.*)$/.exec(line);
    const before = blocks.at(-1);
    if (isCode) blocks.push({ kind: 'code', text: line });
    else if (heading !== null)
      blocks.push({ kind: 'heading', text: plainInline((heading[1] as string).trim()) });
    else if (item !== null) blocks.push({ kind: 'item', text: plainInline(item[1] as string) });
    else if (line.trim() !== '') {
      const text = plainInline(line.trim());
      if (isOpen && before !== undefined)
        blocks[blocks.length - 1] = { ...before, text: `${before.text} ${text}` };
      else blocks.push({ kind: 'paragraph', text });
    }
    isOpen = !isCode && heading === null && line.trim() !== '';
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

/** The text between tags; what scripts and styles hold is no text. */
function textOfHtml(html: string): string {
  return html
    .replaceAll(/<(script|style)\b[^>]*>[\s\S]*?<\/\1\s*>/gi, '')
    .replaceAll(/<(?:br|\/p|\/div|\/h[1-6]|\/li|\/tr)\b[^>]*>/gi, '\n\n')
    .replaceAll(/<[^<>]*>/g, '')
    .replaceAll(/&(lt|gt|quot|apos|nbsp|amp);/g, (_, name: string) => ENTITIES.get(name) ?? '');
}

/** More characters than this are no text for a panel; what files hold must not keep the window busy. */
const MAX_LENGTH = 20_000;

/** The content of a text panel as blocks of plain text; what is too long is cut, with a mark. */
export function textBlocks(whole: string, mode: 'markdown' | 'html' | 'code'): TextBlock[] {
  const content = whole.length > MAX_LENGTH ? `${whole.slice(0, MAX_LENGTH)}…` : whole;
  if (mode === 'code') return content.split(/\r?\n/).map((text) => ({ kind: 'code', text }));
  // Markdown may hold HTML too.
  return markdownBlocks(textOfHtml(content));
}

/** A part of a line that is shown in one way. */
export interface TextSpan {
  readonly text: string;
  readonly mark?: 'strong' | 'em' | 'code';
  /** An address of the web. */
  readonly href?: string;
}

// No part repeats within a repetition, and each has an end: time is linear in the line but for these lengths.
const SIGNS =
  /!?\[([^[\]]{0,500})\]\(([^()\s]{0,2000})[^()]{0,500}\)|(\*\*|__)(.{1,1000}?)\3|`([^`]{1,1000})`|(?<![\w*])\*([^*\s][^*]{0,500})\*(?![\w*])|(?<!\w)_([^_\s][^_]{0,500})_(?!\w)|(https?:\/\/[^\s<>()]{1,2000}[^\s<>().,;:!?])/g;

/** The address where it is one of the web, which alone can be opened. */
function webAddress(url: string): string | null {
  try {
    const { protocol, href } = new URL(url);
    return protocol === 'https:' || protocol === 'http:' ? href : null;
  } catch {
    // A path on a Grafana server, or half an address.
    return null;
  }
}

function linkSpan(text: string, url: string): TextSpan {
  const href = webAddress(url);
  const shown = text === '' ? url : text;
  return href === null
    ? { text: text === url || text === '' ? url : `${text} (${url})` }
    : { text: shown, href };
}

function spanOf(match: RegExpMatchArray): TextSpan {
  const [, text, url, , strong, code, star, underscore, address] = match;
  if (url !== undefined) return linkSpan(text ?? '', url);
  if (strong !== undefined) return { text: strong, mark: 'strong' };
  if (code !== undefined) return { text: code, mark: 'code' };
  if (address !== undefined) return linkSpan('', address);
  return { text: star ?? underscore ?? '', mark: 'em' };
}

/** A line of Markdown in parts: emphasis, code and links; other signs stay as they are. */
export function textSpans(line: string): TextSpan[] {
  const spans: TextSpan[] = [];
  let from = 0;
  for (const match of line.matchAll(SIGNS)) {
    if (match.index > from) spans.push({ text: line.slice(from, match.index) });
    spans.push(spanOf(match));
    from = match.index + match[0].length;
  }
  if (from < line.length) spans.push({ text: line.slice(from) });
  return spans;
}

import { parse } from 'marked';

/** More characters than this are no text for a panel; what files hold must not keep the window busy. */
const MAX_LENGTH = 20_000;

/** The text of a panel as HTML, which is still its author's and nobody's to be shown; null for one that is shown as it is. */
export function htmlOf(content: string, mode: 'markdown' | 'html' | 'code'): string | null {
  if (mode === 'code') return null;
  if (mode === 'html') return content;
  try {
    return parse(content, { async: false });
  } catch {
    // marked fails where quotes or lists lie thousands deep in each other.
    return null;
  }
}

/** What is too long is cut, with a mark. */
export function shorten(content: string): string {
  return content.length > MAX_LENGTH ? `${content.slice(0, MAX_LENGTH)}…` : content;
}

const MAX_TITLE = 100;
const MAX_BODY = 240;

/**
 * Text from labels and annotations as a notification may show it: control and direction-changing characters out, markup
 * escaped (Linux notification servers read HTML in bodies), cut to a length.
 */
export function notificationText(text: string, kind: 'title' | 'body'): string {
  const limit = kind === 'title' ? MAX_TITLE : MAX_BODY;
  const plain = text
    .replaceAll(/[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const cut = plain.length > limit ? `${plain.slice(0, limit - 1).trimEnd()}…` : plain;
  if (kind === 'title') return cut;
  return cut.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

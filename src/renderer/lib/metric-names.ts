const LABEL_LISTS = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/gi;
const STRINGS = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g;
const IDENTIFIER = /[a-zA-Z_:][a-zA-Z0-9_:]*(?!\w|\s*\()/g;
const KEYWORDS: ReadonlySet<string> = new Set([
  'and',
  'or',
  'unless',
  'atan2',
  'bool',
  'offset',
  'inf',
  'nan',
  'by',
  'without',
  'on',
  'ignoring',
  'group_left',
  'group_right',
]);

/** Metrics that are named in an expression, by its looks alone: enough to tell whether two expressions share one. */
export function metricNamesIn(expr: string): ReadonlySet<string> {
  const bare = expr
    .replace(/#.*$/gm, '')
    .replace(STRINGS, '')
    .replace(/\{[^}]*\}/g, '')
    .replace(/\[[^\]]*\]/g, '')
    .replace(LABEL_LISTS, '')
    .replace(/\b\d[\w.]*/g, '');
  return new Set(
    [...bare.matchAll(IDENTIFIER)].map(([name]) => name).filter((name) => !KEYWORDS.has(name.toLowerCase())),
  );
}

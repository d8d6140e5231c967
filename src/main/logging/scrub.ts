const CREDENTIAL_PATTERNS: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/\b(Bearer|Basic)\s+[A-Za-z0-9+/=._~-]{4,}/gi, '$1 [secret]'],
  [
    /\b((?:proxy-)?authorization|x-[a-z-]*(?:key|token)|api[-_]?key|password|passwd|secret|token)(["']?\s*[:=]\s*)(?:"[^"]*"|'[^']*'|[^\s,;}&]+)/gi,
    '$1$2[secret]',
  ],
  [/(\bhttps?:\/\/)[^/\s:@]*:[^/\s@]*@/gi, '$1[secret]@'],
];

/** A log text without anything that looks like a credential; `redact` takes out the secrets known by value. */
export function scrubText(text: string, redact: (text: string) => string): string {
  let clean = redact(text);
  for (const [pattern, replacement] of CREDENTIAL_PATTERNS) clean = clean.replaceAll(pattern, replacement);
  return clean;
}

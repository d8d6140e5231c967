import type { RE2JS } from 're2js';

/** Gives the text of a group by name or number, or '' where it took no part. */
type GroupText = (name: string) => string;

const REFERENCE = /\$(?:\$|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu;

function expand(template: string, groupText: GroupText): string {
  return template.replace(REFERENCE, (text, braced?: string, bare?: string) => {
    const name = braced ?? bare;
    return name === undefined ? text.slice(1) : groupText(name);
  });
}

/**
 * Matches a text and puts its groups into templates as Go's Regexp.Expand does: `$1`, `$name`, `${name}`, `$$` for a
 * dollar; a name runs as far as it can, and one that is no group stands for nothing. Null where nothing matches.
 */
export function matchAndExpand<const T extends readonly string[]>(
  regex: RE2JS,
  text: string,
  ...templates: T
): { readonly [K in keyof T]: string } | null {
  const matcher = regex.matcher(text);
  if (!matcher.find()) return null;
  const names = regex.namedGroups();
  const groupText: GroupText = (name) => {
    if (!/^\d+$/.test(name)) return Object.hasOwn(names, name) ? (matcher.group(name) ?? '') : '';
    const index = Number(name);
    return index <= matcher.groupCount() ? (matcher.group(index) ?? '') : '';
  };
  return templates.map((template) => expand(template, groupText)) as { readonly [K in keyof T]: string };
}

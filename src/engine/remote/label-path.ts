/**
 * A label name as a part of a path. Names beyond letters, digits and underscores are escaped as in Prometheus' values
 * encoding: `U__`, `__` for an underscore, `_2e_` for the character U+002E.
 */
export function pathOfLabelName(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return name;
  let escaped = 'U__';
  for (const character of name) {
    if (character === '_') escaped += '__';
    else if (/[A-Za-z0-9:]/.test(character)) escaped += character;
    else escaped += `_${(character.codePointAt(0) ?? 0).toString(16)}_`;
  }
  return escaped;
}

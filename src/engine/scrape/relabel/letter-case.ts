/** Case is changed character by character, as Go's strings.ToLower and ToUpper do: no character becomes two. */
function mapCharacters(text: string, change: (character: string) => string): string {
  let changed = '';
  for (const character of text) {
    const one = change(character);
    changed += [...one].length === 1 ? one : character;
  }
  return changed;
}

const CAPITAL_I_WITH_DOT = '\u0130';

export function toGoLowerCase(text: string): string {
  return mapCharacters(text, (character) =>
    character === CAPITAL_I_WITH_DOT ? 'i' : character.toLowerCase(),
  );
}

export function toGoUpperCase(text: string): string {
  return mapCharacters(text, (character) => character.toUpperCase());
}

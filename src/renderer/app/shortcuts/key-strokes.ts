/** What of a keyboard event tells which key it is. */
export type StrokeEvent = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

const NAMES: Readonly<Record<string, string>> = {
  plus: '+',
  space: 'Space',
  enter: 'Enter',
  escape: 'Esc',
  arrowleft: '←',
  arrowright: '→',
  f5: 'F5',
};
const MODIFIERS = new Set(['Control', 'Shift', 'Alt', 'Meta', 'AltGraph']);

/** A stroke as the keyboard map writes it, one part a key: `mod+k` is `Ctrl`, `K`. */
export function strokeKeys(stroke: string, isMac: boolean): string[] {
  return stroke
    .split('+')
    .map((part, i, parts) => {
      if (part === '') return i === parts.length - 1 ? '+' : part;
      if (part === 'mod') return isMac ? '⌘' : 'Ctrl';
      if (part === 'ctrl') return isMac ? '⌃' : 'Ctrl';
      if (part === 'alt') return isMac ? '⌥' : 'Alt';
      if (part === 'shift') return isMac ? '⇧' : 'Shift';
      return NAMES[part] ?? part.toUpperCase();
    })
    .filter((part) => part !== '');
}

/** Keys as text for a hint: `Ctrl+K`, `G then O`. */
export function describeKeys(keys: string, isMac: boolean): string {
  return keys
    .split(' ')
    .map((stroke) => strokeKeys(stroke, isMac).join(isMac ? '' : '+'))
    .join(' then ');
}

/** The stroke of a key press, as the table writes it; null while only a modifier is down. */
export function strokeOf(event: StrokeEvent, isMac: boolean): string | null {
  if (MODIFIERS.has(event.key)) return null;
  const mod = isMac ? event.metaKey : event.ctrlKey;
  const parts: string[] = [];
  if (mod) parts.push('mod');
  if (isMac && event.ctrlKey) parts.push('ctrl');
  if (event.altKey) parts.push('alt');
  const letter = event.key.length === 1 && event.key.toLowerCase() !== event.key.toUpperCase();
  // Of a character that is typed with Shift (as ?) the character is the key; of a letter or an arrow, Shift is part.
  if (event.shiftKey && (letter ? mod || event.altKey : event.key.length > 1)) parts.push('shift');
  parts.push(keyName(event));
  return parts.join('+');
}

function keyName({ key, code, altKey }: StrokeEvent): string {
  // With Alt a digit may come as another character.
  if (altKey && /^Digit\d$/.test(code)) return code.slice(5);
  if (key === ' ') return 'space';
  if (key === '+') return 'plus';
  return key.toLowerCase();
}

/** Units that promtool knows, with the base unit to use instead. */
const BASE_UNITS: ReadonlyMap<string, string> = new Map([
  ...['amperes', 'bytes', 'celsius', 'grams', 'joules', 'kelvin', 'meters', 'metres', 'seconds', 'volts'].map(
    (unit): [string, string] => [unit, unit],
  ),
  ['minutes', 'seconds'],
  ['hours', 'seconds'],
  ['days', 'seconds'],
  ['weeks', 'seconds'],
  ['kelvins', 'kelvin'],
  ['fahrenheit', 'celsius'],
  ['rankine', 'celsius'],
  ['inches', 'meters'],
  ['yards', 'meters'],
  ['miles', 'meters'],
  ['bits', 'bytes'],
  ['calories', 'joules'],
  ['pounds', 'grams'],
  ['ounces', 'grams'],
]);

const PREFIXES = [
  ...['pico', 'nano', 'micro', 'milli', 'centi', 'deci', 'deca', 'hecto', 'kilo', 'kibi', 'mega', 'mibi'],
  ...['mebi', 'giga', 'gibi', 'tera', 'tebi', 'peta', 'pebi'],
];

const ABBREVIATIONS: ReadonlySet<string> = new Set([
  ...['s', 'ms', 'us', 'ns', 'sec', 'b', 'kb', 'mb', 'gb', 'tb', 'pb', 'm', 'h', 'd'],
]);

function baseOf(word: string): string | undefined {
  const base = BASE_UNITS.get(word);
  if (base !== undefined) return base;
  for (const prefix of PREFIXES) {
    const prefixed = word.startsWith(prefix) ? BASE_UNITS.get(word.slice(prefix.length)) : undefined;
    if (prefixed !== undefined) return prefixed;
  }
  return undefined;
}

/** The first unit in a metric's name and its base unit; null where it is a base unit already or there is none. */
export function baseUnitOf(name: string): { readonly found: string; readonly base: string } | null {
  for (const word of name.split('_')) {
    const base = baseOf(word);
    if (base !== undefined) return base === word ? null : { found: word, base };
  }
  return null;
}

/** Whether a word of a metric's name is an abbreviated unit. */
export function hasAbbreviatedUnit(name: string): boolean {
  const words = name.toLowerCase().split('_');
  return words.length > 1 && words.some((word) => ABBREVIATIONS.has(word));
}

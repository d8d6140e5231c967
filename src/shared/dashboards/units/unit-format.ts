import {
  COUNT_UNITS,
  CURRENCIES,
  DATE_UNITS,
  PREFIXED_UNITS,
  SCALED_UNITS,
  TIME_UNITS,
} from './grafana-units.ts';

/** Steps that a value is divided by, so that few digits are left: thousands, 1024, or none. */
export type UnitPrefixes = 'none' | 'count' | 'si' | 'iec';

/** How a unit's values are written; the value is multiplied by `factor` first. */
export type UnitFormat =
  /** A number with its symbol behind it, after a step's prefix: `1.2 MB/s`, `12 %`. */
  | {
      readonly kind: 'number';
      readonly factor: number;
      readonly prefixes: UnitPrefixes;
      readonly symbol: string;
    }
  /** A symbol before the number: `$1.2k`. */
  | { readonly kind: 'currency'; readonly symbol: string; readonly behind: boolean }
  /** A span; the value times `factor` is in seconds. `clock` is 01:02:03, `days` 1 d 02:03:04. */
  | { readonly kind: 'duration'; readonly factor: number; readonly style: 'scaled' | 'clock' | 'days' }
  /** A time; the value is ms since 1970. `pattern` holds a given form, like `YYYY-MM-DD`. */
  | {
      readonly kind: 'date';
      readonly style: 'iso' | 'us' | 'local' | 'fromNow' | 'system' | 'pattern';
      readonly today: boolean;
      readonly pattern: string;
    }
  | { readonly kind: 'boolean'; readonly yes: string; readonly no: string }
  | {
      readonly kind: 'special';
      readonly style: 'scientific' | 'hexadecimal' | 'hexadecimal0x' | 'locale' | 'text';
    }
  /** Written as it is, before or behind the number. */
  | { readonly kind: 'affix'; readonly text: string; readonly before: boolean };

const BOOLEANS: ReadonlyMap<string, readonly [yes: string, no: string]> = new Map([
  ['bool', ['True', 'False']],
  ['bool_yes_no', ['Yes', 'No']],
  ['bool_on_off', ['On', 'Off']],
]);

const SPECIALS: ReadonlyMap<string, Extract<UnitFormat, { kind: 'special' }>['style']> = new Map([
  ['sci', 'scientific'],
  ['hex', 'hexadecimal'],
  ['hex0x', 'hexadecimal0x'],
  ['locale', 'locale'],
  ['string', 'text'],
]);

function tableFormat(id: string): UnitFormat | null {
  const scaled = SCALED_UNITS.get(id) ?? PREFIXED_UNITS.get(id) ?? COUNT_UNITS.get(id);
  if (scaled !== undefined) {
    const [prefixes, symbol, factor = 1] = scaled;
    return { kind: 'number', factor, prefixes, symbol };
  }
  const time = TIME_UNITS.get(id);
  if (time !== undefined) return { kind: 'duration', factor: time[0], style: time[1] };
  const date = DATE_UNITS.get(id);
  if (date !== undefined) return { kind: 'date', style: date[0], today: date[1], pattern: '' };
  const currency = CURRENCIES.get(id);
  if (currency !== undefined) return { kind: 'currency', symbol: currency[0], behind: currency[1] };
  const words = BOOLEANS.get(id);
  if (words !== undefined) return { kind: 'boolean', yes: words[0], no: words[1] };
  const style = SPECIALS.get(id);
  return style === undefined ? null : { kind: 'special', style };
}

const SI_FACTORS: ReadonlyMap<string, number> = new Map([
  ['f', 1e-15],
  ['p', 1e-12],
  ['n', 1e-9],
  ['u', 1e-6],
  ['µ', 1e-6],
  ['m', 1e-3],
  ['k', 1e3],
  ['K', 1e3],
  ['M', 1e6],
  ['G', 1e9],
  ['T', 1e12],
  ['P', 1e15],
  ['E', 1e18],
]);

/** `si:mF` is millifarad: the first letter of a symbol of two and more is the prefix that the values are in. */
function siFormat(text: string): UnitFormat {
  const factor = text.length > 1 ? SI_FACTORS.get(text.charAt(0)) : undefined;
  return factor === undefined
    ? { kind: 'number', factor: 1, prefixes: 'si', symbol: text }
    : { kind: 'number', factor, prefixes: 'si', symbol: text.slice(1) };
}

function customFormat(id: string): UnitFormat | null {
  const colon = id.indexOf(':');
  if (colon < 1) return null;
  const rest = id.slice(colon + 1);
  switch (id.slice(0, colon)) {
    case 'prefix':
      return { kind: 'affix', text: rest, before: true };
    case 'suffix':
      return { kind: 'affix', text: rest, before: false };
    case 'time':
      return { kind: 'date', style: 'pattern', today: false, pattern: rest };
    case 'si':
      return siFormat(rest);
    case 'count':
      return { kind: 'number', factor: 1, prefixes: 'count', symbol: rest };
    case 'currency': {
      const [first = '', second] = rest.split(':');
      return { kind: 'currency', symbol: second ?? first, behind: first === 'suffix' };
    }
    case 'bool': {
      const [yes = '', no = ''] = rest.split('/');
      return { kind: 'boolean', yes, no };
    }
    default:
      return null;
  }
}

/** What a unit's id of a dashboard means; null for one that is not known, which is best written behind the number. */
export function unitFormat(id: string): UnitFormat | null {
  return tableFormat(id) ?? customFormat(id);
}

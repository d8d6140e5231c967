import {
  COUNT_UNITS,
  CURRENCIES,
  DATE_UNITS,
  PREFIXED_UNITS,
  SCALED_UNITS,
  TIME_UNITS,
} from './grafana-units.ts';

import type { UnitFormat } from './unit-format.ts';

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

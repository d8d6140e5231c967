import { formatDateTime } from './format-time.ts';

/** Units that values are shown in; `ratio` is 0..1 shown as percent, `percent` is already times 100. */
export const UNITS = [
  'none',
  'ratio',
  'percent',
  'bytes',
  'bytesSi',
  'bytesPerSecond',
  'seconds',
  'perSecond',
  'requestsPerSecond',
  'operationsPerSecond',
  'cores',
  'celsius',
  'volts',
  'amperes',
  'joules',
  'watts',
  'hertz',
  'unixTime',
] as const;

type NamedUnit = (typeof UNITS)[number];

/** A unit that is written by its own symbol after a prefix: `si:b/s` is kb/s and Mb/s, `none:rpm` stays as it is. */
export type SymbolUnit = `${'none' | 'count' | 'si' | 'iec'}:${string}`;

export type Unit = NamedUnit | SymbolUnit;

interface UnitScale {
  /** Multiplies the value before it is written. */
  readonly base: number;
  /** Ascending: a value is divided by the largest factor that is not above it, and gets that suffix. */
  readonly ladder: readonly (readonly [factor: number, suffix: string])[];
  /** Follows the ladder's suffix. */
  readonly suffix: string;
  /** On axes, where room is short; `suffix` where not given. */
  readonly axisSuffix?: string;
}

const ONE = [[1, '']] as const;
const COUNT = [
  [1, ''],
  [1e3, 'k'],
  [1e6, 'M'],
  [1e9, 'G'],
  [1e12, 'T'],
] as const;
const PREFIXES = [
  [1e-6, ' µ'],
  [1e-3, ' m'],
  [1, ' '],
  [1e3, ' k'],
  [1e6, ' M'],
  [1e9, ' G'],
] as const;
const IEC = [
  [1, ' B'],
  [1024, ' KiB'],
  [1024 ** 2, ' MiB'],
  [1024 ** 3, ' GiB'],
  [1024 ** 4, ' TiB'],
  [1024 ** 5, ' PiB'],
] as const;
const SI = [
  [1, ' B'],
  [1e3, ' kB'],
  [1e6, ' MB'],
  [1e9, ' GB'],
  [1e12, ' TB'],
  [1e15, ' PB'],
] as const;
const TIME = [
  [1e-9, ' ns'],
  [1e-6, ' µs'],
  [1e-3, ' ms'],
  [1, ' s'],
  [60, ' min'],
  [3_600, ' h'],
  [86_400, ' d'],
] as const;

const SCALES: Readonly<Record<Exclude<NamedUnit, 'unixTime'>, UnitScale>> = {
  none: { base: 1, ladder: COUNT, suffix: '' },
  ratio: { base: 100, ladder: ONE, suffix: '%' },
  percent: { base: 1, ladder: ONE, suffix: '%' },
  bytes: { base: 1, ladder: IEC, suffix: '' },
  bytesSi: { base: 1, ladder: SI, suffix: '' },
  bytesPerSecond: { base: 1, ladder: IEC, suffix: '/s' },
  seconds: { base: 1, ladder: TIME, suffix: '' },
  perSecond: { base: 1, ladder: COUNT, suffix: '/s' },
  requestsPerSecond: { base: 1, ladder: COUNT, suffix: ' req/s', axisSuffix: '/s' },
  operationsPerSecond: { base: 1, ladder: COUNT, suffix: ' ops/s', axisSuffix: '/s' },
  cores: { base: 1, ladder: ONE, suffix: ' cores' },
  celsius: { base: 1, ladder: ONE, suffix: ' °C' },
  volts: { base: 1, ladder: PREFIXES, suffix: 'V' },
  amperes: { base: 1, ladder: PREFIXES, suffix: 'A' },
  joules: { base: 1, ladder: PREFIXES, suffix: 'J' },
  watts: { base: 1, ladder: PREFIXES, suffix: 'W' },
  hertz: { base: 1, ladder: PREFIXES, suffix: 'Hz' },
};

const SPACED = [
  [1, ' '],
  [1e3, ' k'],
  [1e6, ' M'],
  [1e9, ' G'],
  [1e12, ' T'],
  [1e15, ' P'],
] as const;
const SPACED_IEC = [
  [1, ' '],
  [1024, ' Ki'],
  [1024 ** 2, ' Mi'],
  [1024 ** 3, ' Gi'],
  [1024 ** 4, ' Ti'],
] as const;

function isSymbolUnit(unit: Unit): unit is SymbolUnit {
  return unit.includes(':');
}

function symbolOf(unit: SymbolUnit): string {
  return unit.slice(unit.indexOf(':') + 1);
}

const symbolScales = new Map<SymbolUnit, UnitScale>();

function symbolScale(unit: SymbolUnit): UnitScale {
  const known = symbolScales.get(unit);
  if (known !== undefined) return known;
  const symbol = symbolOf(unit);
  const ladder = unit.startsWith('si:') ? SPACED : unit.startsWith('iec:') ? SPACED_IEC : undefined;
  const made: UnitScale =
    ladder === undefined
      ? {
          base: 1,
          ladder: unit.startsWith('count:') ? COUNT : ONE,
          suffix: symbol === '' ? '' : ` ${symbol}`,
        }
      : { base: 1, ladder, suffix: symbol };
  symbolScales.set(unit, made);
  return made;
}

function scaleOf(unit: Exclude<Unit, 'unixTime'>): UnitScale {
  return isSymbolUnit(unit) ? symbolScale(unit) : SCALES[unit];
}

const MINUS = '−';
/** Counts are written out below this, with SI prefixes from here on. */
const PLAIN_COUNT_LIMIT = 100_000;

function pickStep(ladder: UnitScale['ladder'], magnitude: number): readonly [number, string] {
  let picked = ladder.find(([factor]) => factor === 1) ?? ([1, ''] as const);
  if (magnitude === 0) return picked;
  picked = ladder[0] ?? picked;
  // A value that rounds up to the next step is written in it: 1023.99 KiB is 1 MiB.
  for (const step of ladder) if (magnitude * 1.0005 >= step[0]) picked = step;
  return picked;
}

const formats = new Map<number, Intl.NumberFormat>();

function writeNumber(value: number, decimals: number): string {
  let format = formats.get(decimals);
  if (format === undefined) {
    format = new Intl.NumberFormat('en-US', {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
    formats.set(decimals, format);
  }
  const text = format.format(Math.abs(value));
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

function formatSpecial(value: number): string | null {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Infinity) return '∞';
  return value === -Infinity ? `${MINUS}∞` : null;
}

function decimalsFor(value: number, significantDigits: number): number {
  if (value === 0) return 0;
  const exponent = Math.floor(Math.log10(Math.abs(value)));
  let decimals = Math.max(0, significantDigits - 1 - exponent);
  // Trailing zeros say nothing: 250 ms, not 250.00 ms.
  while (decimals > 0) {
    const shorter = value * 10 ** (decimals - 1);
    if (Math.abs(shorter - Math.round(shorter)) > 1e-9 * Math.abs(shorter)) break;
    decimals -= 1;
  }
  return Math.min(decimals, 12);
}

function formatWith(value: number, unit: Unit, significantDigits: number, plainCounts: boolean): string {
  const special = formatSpecial(value);
  if (special !== null) return special;
  if (unit === 'unixTime') return formatDateTime(value * 1_000, false);
  const scale = scaleOf(unit);
  const shown = value * scale.base;
  if (!Number.isFinite(shown)) return shown > 0 ? '∞' : `${MINUS}∞`;
  const plain = plainCounts && scale.ladder === COUNT && Math.abs(shown) < PLAIN_COUNT_LIMIT;
  const [factor, prefix] = plain ? ([1, ''] as const) : pickStep(scale.ladder, Math.abs(shown));
  const scaled = shown / factor;
  const size = Math.abs(scaled);
  if (size !== 0 && (size < 1e-6 || size >= 1e15)) {
    return scaled.toExponential(2).replace('-', MINUS) + prefix + scale.suffix;
  }
  const rounded = Number(scaled.toPrecision(Math.max(significantDigits, Math.ceil(Math.log10(size + 1)))));
  return writeNumber(rounded, decimalsFor(rounded, significantDigits)) + prefix + scale.suffix;
}

/** A value for a tile: three significant digits and the unit, like `1.42k req/s`, `231 ms`, `0.38%`. */
export function formatCompact(value: number, unit: Unit): string {
  return formatWith(value, unit, 3, false);
}

/** A value for a tooltip, legend or table: five significant digits and the unit. */
export function formatValue(value: number, unit: Unit): string {
  return formatWith(value, unit, 5, true);
}

/**
 * A value that stands in a column with others: unit and decimals as for `maxAbs`, the largest of them. What would lose its
 * digits that way is written on its own.
 */
export function formatAlike(value: number, maxAbs: number, unit: Unit): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || unit === 'unixTime' || !(maxAbs > 0) || (size > 0 && size < maxAbs / 500)) {
    return formatValue(value, unit);
  }
  const shown = maxAbs / axisFactor(maxAbs, unit);
  const decimals = Math.max(0, 3 - Math.floor(Math.log10(shown)));
  const scale = scaleOf(unit);
  const factor = axisFactor(maxAbs, unit);
  const prefix = scale.ladder.find(([f]) => f === factor * scale.base)?.[1] ?? '';
  return writeNumber(value / factor, Math.min(decimals, 9)) + prefix + scale.suffix;
}

/** Number and unit of a compact value apart, so that the unit can be set smaller. */
export function splitCompact(
  value: number,
  unit: Unit,
): { readonly number: string; readonly suffix: string } {
  const text = formatCompact(value, unit);
  if (unit === 'unixTime') return { number: text, suffix: '' };
  const match = /^(.*[0-9∞N])(\D*)$/u.exec(text);
  return { number: match?.[1] ?? text, suffix: (match?.[2] ?? '').trim() };
}

/** What an axis is laid out by: the ladder's step for its largest value, times the unit's base. */
export function axisFactor(maxAbs: number, unit: Unit): number {
  if (unit === 'unixTime') return 1;
  const scale = scaleOf(unit);
  const shown = maxAbs * scale.base;
  if (scale.ladder === COUNT && shown < PLAIN_COUNT_LIMIT) return 1 / scale.base;
  return pickStep(scale.ladder, shown)[0] / scale.base;
}

/** Writes an axis' ticks: the same unit and the same number of decimals for all, as many as `step` needs. */
export function createAxisFormat(maxAbs: number, step: number, unit: Unit): (value: number) => string {
  if (unit === 'unixTime') return (value) => formatDateTime(value * 1_000, false);
  const scale = scaleOf(unit);
  const factor = axisFactor(maxAbs, unit);
  const prefix = scale.ladder.find(([f]) => f === factor * scale.base)?.[1] ?? '';
  const scaledStep = step / factor;
  let decimals = 0;
  while (decimals < 9) {
    const shifted = scaledStep * 10 ** decimals;
    if (shifted >= 0.999 && Math.abs(shifted - Math.round(shifted)) < 1e-6 * shifted) break;
    decimals += 1;
  }
  const suffix = prefix + (scale.axisSuffix ?? scale.suffix);
  return (value) => writeNumber(value / factor, decimals) + suffix;
}

const UNIT_NAMES: Readonly<Record<NamedUnit, string>> = {
  none: '',
  ratio: 'percent',
  percent: 'percent',
  bytes: 'bytes',
  bytesSi: 'bytes',
  bytesPerSecond: 'bytes/s',
  seconds: 'seconds',
  perSecond: 'per second',
  requestsPerSecond: 'req/s',
  operationsPerSecond: 'ops/s',
  cores: 'cores',
  celsius: '°C',
  volts: 'volts',
  amperes: 'amperes',
  joules: 'joules',
  watts: 'watts',
  hertz: 'hertz',
  unixTime: 'time of day',
};

/** The unit in words, '' for plain numbers. */
export function unitName(unit: Unit): string {
  return isSymbolUnit(unit) ? symbolOf(unit) : UNIT_NAMES[unit];
}

import { formatGoFloat } from './go-float.ts';

/** A record with named fields; `typeText` is how Go would print its type in an error. */
export interface TemplateStruct {
  readonly typeText: string;
  readonly fields: ReadonlyMap<string, TemplateValue>;
}

/** An instant, ms UTC (Go's *time.Time), or a length in seconds (Go's *time.Duration). */
export interface TemplateTime {
  readonly timeMs: number;
}
export interface TemplateDuration {
  readonly durationSeconds: number;
}

/**
 * What templates compute with: a bigint is Go's int, a number its float64, null its nil. Maps have text keys; `zero` is
 * what an absent key of one reads as.
 */
export type TemplateValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly TemplateValue[]
  | TemplateMap
  | TemplateStruct
  | TemplateTime
  | TemplateDuration;

export interface TemplateMap {
  readonly entries: ReadonlyMap<string, TemplateValue>;
  readonly zero: TemplateValue;
}

/** A template that can't be expanded, with Go's words where Go has the same error. */
export class TemplateError extends Error {}

export function isList(value: TemplateValue): value is readonly TemplateValue[] {
  return Array.isArray(value);
}

export function isMap(value: TemplateValue): value is TemplateMap {
  return typeof value === 'object' && value !== null && 'entries' in value && !isList(value);
}

export function isStruct(value: TemplateValue): value is TemplateStruct {
  return typeof value === 'object' && value !== null && 'fields' in value;
}

export function isTime(value: TemplateValue): value is TemplateTime {
  return typeof value === 'object' && value !== null && 'timeMs' in value;
}

export function isDuration(value: TemplateValue): value is TemplateDuration {
  return typeof value === 'object' && value !== null && 'durationSeconds' in value;
}

/** A map of texts: an absent key reads as ''. */
export function textMap(pairs: Iterable<readonly [string, string]>): TemplateMap {
  return { entries: new Map(pairs), zero: '' };
}

/** Go's name of a value's type. */
export function typeName(value: TemplateValue): string {
  if (value === null) return '<nil>';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'number') return 'float64';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  if (isList(value)) return 'template.queryResult';
  if (isMap(value)) return value.zero === '' ? 'map[string]string' : 'map[string]interface {}';
  if (isTime(value)) return '*time.Time';
  if (isDuration(value)) return '*time.Duration';
  return value.typeText;
}

/** Whether a value counts as true: not zero, not empty, not nil. */
export function isTrue(value: TemplateValue): boolean {
  if (value === null) return false;
  if (isList(value)) return value.length > 0;
  if (typeof value !== 'object') return Boolean(value) || Number.isNaN(value);
  return isMap(value) ? value.entries.size > 0 : true;
}

/** The keys of a map in the order Go walks and prints them. */
export function sortedKeys(map: TemplateMap): readonly string[] {
  return [...map.entries.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

/** A value as Go's fmt prints it with %v. */
export function formatValue(value: TemplateValue): string {
  if (value === null) return '<nil>';
  if (typeof value === 'number') return formatGoFloat(value, 'g', -1);
  if (isList(value)) return `[${value.map(formatValue).join(' ')}]`;
  if (typeof value !== 'object') return String(value);
  if (isMap(value)) {
    const entries = sortedKeys(value).map((key) => `${key}:${formatValue(value.entries.get(key) ?? null)}`);
    return `map[${entries.join(' ')}]`;
  }
  if (isTime(value)) return formatTime(value.timeMs);
  if (isDuration(value)) return formatDuration(value.durationSeconds);
  return `{${[...value.fields.values()].map(formatValue).join(' ')}}`;
}

/** An instant as Go prints one in UTC: fractions only where there are some. */
export function formatTime(ms: number): string {
  const iso = new Date(ms).toISOString();
  const fraction = iso.slice(19, 23).replace(/\.?0+$/, '');
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}${fraction} +0000 UTC`;
}

/** A duration as Go's time.Duration prints itself, `1h2m3.5s` or `1.5ms`. */
function formatDuration(seconds: number): string {
  if (seconds === 0) return '0s';
  const sign = seconds < 0 ? '-' : '';
  const magnitude = Math.abs(seconds);
  const short = (value: number, unit: string): string => `${sign}${Number(value.toFixed(6))}${unit}`;
  if (magnitude < 1e-6) return short(Math.round(magnitude * 1e9), 'ns');
  if (magnitude < 1e-3) return short(magnitude * 1e6, 'µs');
  if (magnitude < 1) return short(magnitude * 1e3, 'ms');
  const hours = Math.floor(magnitude / 3600);
  const minutes = Math.floor(magnitude / 60) % 60;
  const rest = Number((magnitude % 60).toFixed(9));
  return `${sign}${hours > 0 ? `${hours}h` : ''}${hours > 0 || minutes > 0 ? `${minutes}m` : ''}${rest}s`;
}

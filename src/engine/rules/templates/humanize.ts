import { formatGoFloat } from './go-float.ts';
import { formatTime, isDuration, TemplateError, type TemplateValue, typeName } from './value.ts';

const LARGE_PREFIXES = ['k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'] as const;
const SMALL_PREFIXES = ['m', 'u', 'n', 'p', 'f', 'a', 'z', 'y'] as const;
const BINARY_PREFIXES = ['ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei', 'Zi', 'Yi'] as const;
const GO_FLOAT = /^[+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const GO_INFINITY = /^([+-]?)inf(?:inity)?$/i;

/** A number from a template's value, texts parsed as Go parses floats. Throws TemplateError. */
export function toFloat(value: TemplateValue): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (isDuration(value)) return value.durationSeconds;
  if (typeof value !== 'string') throw new TemplateError(`can't convert ${typeName(value)} to float`);
  if (GO_FLOAT.test(value)) return Number(value.replaceAll('_', ''));
  const infinity = GO_INFINITY.exec(value);
  if (infinity !== null) return infinity[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (/^nan$/i.test(value)) return Number.NaN;
  throw new TemplateError(`strconv.ParseFloat: parsing ${JSON.stringify(value)}: invalid syntax`);
}

function short(value: number): string {
  return formatGoFloat(value, 'g', 4);
}

function shrink(value: number): string {
  let scaled = value;
  let prefix = '';
  for (const next of SMALL_PREFIXES) {
    if (Math.abs(scaled) >= 1) break;
    prefix = next;
    scaled *= 1_000;
  }
  return short(scaled) + prefix;
}

/** A number with a metric prefix, `1.235M`. */
export function humanize(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return short(value);
  return Math.abs(value) >= 1 ? grow(value, 1_000, LARGE_PREFIXES) : shrink(value);
}

/** A number with a binary prefix, `1.5Mi`. */
export function humanize1024(value: number): string {
  if (Math.abs(value) <= 1 || !Number.isFinite(value)) return short(value);
  return grow(value, 1_024, BINARY_PREFIXES);
}

function grow(value: number, base: number, prefixes: readonly string[]): string {
  let scaled = value;
  let prefix = '';
  for (const next of prefixes) {
    if (Math.abs(scaled) < base) break;
    prefix = next;
    scaled /= base;
  }
  return short(scaled) + prefix;
}

/** Seconds as days, hours, minutes and seconds, or with a metric prefix below one second. */
export function humanizeDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return short(seconds);
  if (seconds === 0) return `${short(seconds)}s`;
  if (Math.abs(seconds) < 1) return `${shrink(seconds)}s`;
  const sign = seconds < 0 ? '-' : '';
  const whole = Math.trunc(Math.abs(seconds));
  const rest = `${whole % 60}s`;
  const minutes = `${Math.floor(whole / 60) % 60}m`;
  const hours = `${Math.floor(whole / 3_600) % 24}h`;
  if (whole >= 86_400) return `${sign}${Math.floor(whole / 86_400)}d ${hours} ${minutes} ${rest}`;
  if (whole >= 3_600) return `${sign}${hours} ${minutes} ${rest}`;
  if (whole >= 60) return `${sign}${minutes} ${rest}`;
  return `${sign}${short(Math.abs(seconds))}s`;
}

/** A ratio as a percentage, `12.35%`. */
export function humanizePercentage(ratio: number): string {
  return `${short(ratio * 100)}%`;
}

/** Unix seconds as a date and time in UTC. Throws TemplateError beyond the years that Go can hold. */
export function humanizeTimestamp(seconds: number): string {
  if (!Number.isFinite(seconds)) return short(seconds);
  return formatTime(toTimeMs(seconds));
}

/** Unix seconds as ms. Throws TemplateError where they don't fit into Go's nanoseconds. */
export function toTimeMs(seconds: number): number {
  if (Math.abs(seconds * 1e9) >= 2 ** 63) {
    throw new TemplateError(
      `${formatGoFloat(seconds, 'g', -1)} cannot be represented as a nanoseconds timestamp since it overflows int64`,
    );
  }
  return Math.floor(seconds * 1_000);
}

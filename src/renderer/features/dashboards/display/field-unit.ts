import { unitFormat } from '../../../../shared/dashboards/units/find-unit-format.ts';
import type { FieldOptions } from '../../../../shared/domain/dashboard-field.ts';
import { formatDateTime } from '../../../lib/format-time.ts';
import { formatCompact, formatValue, type Unit } from '../../../lib/units.ts';

/** How a dashboard's unit is shown here: values are multiplied by `factor` first. */
export interface FieldUnit {
  readonly unit: Unit;
  readonly factor: number;
}

const PLAIN: FieldUnit = { unit: 'none', factor: 1 };
const OWN_UNITS: ReadonlyMap<string, Unit> = new Map<string, Unit>([
  ['iec:B', 'bytes'],
  ['iec:B/s', 'bytesPerSecond'],
  ['si:B', 'bytesSi'],
  ['none:%', 'percent'],
  ['none:°C', 'celsius'],
  ['si:V', 'volts'],
  ['si:A', 'amperes'],
  ['si:J', 'joules'],
  ['si:W', 'watts'],
  ['si:Hz', 'hertz'],
  ['count:req/s', 'requestsPerSecond'],
  ['count:ops/s', 'operationsPerSecond'],
  ['none:', 'none'],
  ['count:', 'none'],
]);

function ownUnit(id: string): FieldUnit {
  const format = unitFormat(id);
  if (format === null) return { unit: `none:${id}`, factor: 1 };
  switch (format.kind) {
    case 'number': {
      const key = `${format.prefixes}:${format.symbol}` as const;
      return { unit: OWN_UNITS.get(key) ?? key, factor: format.factor };
    }
    case 'duration':
      return { unit: 'seconds', factor: format.factor };
    case 'currency':
      return { unit: `count:${format.symbol}`, factor: 1 };
    case 'affix':
      return { unit: `none:${format.text}`, factor: 1 };
    case 'date':
      return { unit: 'unixTime', factor: 1e-3 };
    case 'boolean':
    case 'special':
      return PLAIN;
  }
}

/** The unit of a field's charts; an unknown one is written behind the numbers. */
export function fieldUnit(id: string | undefined): FieldUnit {
  if (id === undefined || id === '') return PLAIN;
  const own = ownUnit(id);
  // Shares of one are kept as they are: the chart's own unit writes them as percent.
  return own.unit === 'percent' && own.factor === 100 ? { unit: 'ratio', factor: 1 } : own;
}

function formatFixed(value: number, decimals: number, unit: Unit): string {
  const scaled = formatCompact(value, unit);
  const match = /^(−?)([\d,]+(?:\.\d+)?)(.*)$/.exec(scaled);
  if (match === null) return scaled;
  // The digits that compact writing left out are only asked for where the prefix stays the same.
  const full = /^(−?)([\d,]+(?:\.\d+)?)(.*)$/.exec(formatValue(value, unit));
  const source = full !== null && full[3] === match[3] ? full : match;
  const number = Number((source[2] as string).replaceAll(',', ''));
  const text = new Intl.NumberFormat('en-US', {
    minimumFractionDigits: 0,
    maximumFractionDigits: Math.min(12, Math.max(0, decimals)),
  }).format(number);
  return `${source[1]}${text}${source[3]}`;
}

/** A value of a field as text: booleans, dates, its decimals, or three significant digits. */
export function formatField(value: number, options: FieldOptions, utc: boolean): string {
  if (Number.isNaN(value)) return options.noValue ?? '–';
  const format = options.unit === undefined ? null : unitFormat(options.unit);
  if (format?.kind === 'boolean') return value === 0 ? format.no : format.yes;
  if (format?.kind === 'date') return formatDateTime(value, utc);
  const { unit, factor } = fieldUnit(options.unit);
  const shown = value * factor;
  if (format?.kind === 'currency' && !format.behind) {
    return `${format.symbol}${formatCompact(shown, 'none')}`;
  }
  if (format?.kind === 'affix' && format.before) return `${format.text}${formatCompact(shown, 'none')}`;
  return options.decimals === undefined
    ? formatCompact(shown, unit)
    : formatFixed(shown, options.decimals, unit);
}

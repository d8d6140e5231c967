import { formatGoFloat } from './go-float.ts';
import { formatValue, isDuration, isList, isMap, isTime, type TemplateValue, typeName } from './value.ts';

interface Spec {
  readonly flags: ReadonlySet<string>;
  readonly width: number;
  /** -1 where the verb has none. */
  readonly precision: number;
  readonly verb: string;
}

/** A width or precision beyond this is an error in Go too. */
const MAX_FIELD = 1_000_000;
const VERB = /%([-+# 0]*)(\[\d+\])?(\*|\d+)?(?:(\.)(\[\d+\])?(\*|\d+)?)?(\[\d+\])?([\s\S]?)/gu;

/** Go's fmt.Sprintf; mistakes become text as in Go, `%!d(string=x)`. */
export function sprintf(format: string, args: readonly TemplateValue[]): string {
  let next = 0;
  let reordered = false;
  const seek = (index: string | undefined): void => {
    if (index === undefined) return;
    reordered = true;
    next = Number(index.slice(1, -1)) - 1;
  };
  const field = (text: string | undefined): number => {
    if (text !== '*') return text === undefined ? -1 : Math.min(Number(text), MAX_FIELD);
    const value = args[next++];
    return typeof value === 'bigint' ? Math.min(Number(value), MAX_FIELD) : -1;
  };
  const text = format.replace(
    VERB,
    (_whole, flagText: string, widthIndex, widthText, dot, precisionIndex, precisionText, index, verb) => {
      seek(widthIndex);
      const width = field(widthText);
      seek(precisionIndex);
      const precision = dot === undefined ? -1 : Math.max(0, field(precisionText));
      seek(index);
      if (verb === '') return '%!(NOVERB)';
      if (verb === '%') return '%';
      const flags = new Set(flagText);
      if (width < -1) flags.add('-');
      if (next >= args.length || next < 0) return `%!${verb}(${reordered ? 'BADINDEX' : 'MISSING'})`;
      return formatArgument(args[next++] as TemplateValue, {
        flags,
        width: width === -1 ? 0 : Math.abs(width),
        precision,
        verb,
      });
    },
  );
  if (reordered || next >= args.length) return text;
  const extra = args
    .slice(next)
    .map((arg) => (arg === null ? '<nil>' : `${typeName(arg)}=${formatValue(arg)}`));
  return `${text}%!(EXTRA ${extra.join(', ')})`;
}

function formatArgument(value: TemplateValue, spec: Spec): string {
  if (spec.verb === 'T') return pad(typeName(value), spec, false);
  if (value === null) return spec.verb === 'v' ? pad('<nil>', spec, false) : `%!${spec.verb}(<nil>)`;
  if (isList(value) || isMap(value)) return formatElements(value, spec);
  return formatScalar(value, spec) ?? badVerb(value, spec);
}

function formatScalar(value: Exclude<TemplateValue, null>, spec: Spec): string | null {
  if (typeof value === 'string') return formatText(value, spec);
  if (typeof value === 'bigint') return formatInteger(value, spec);
  if (typeof value === 'number') return formatFloat(value, spec);
  if (typeof value === 'boolean') return /[vt]/.test(spec.verb) ? pad(String(value), spec, false) : null;
  if (isTime(value) || isDuration(value)) return formatText(formatValue(value), spec);
  return spec.verb === 'v' || spec.verb === 's' ? pad(formatValue(value), spec, false) : null;
}

function formatElements(value: TemplateValue, spec: Spec): string {
  if (spec.verb === 'v' || spec.verb === 's') return pad(formatValue(value), spec, false);
  return badVerb(value, spec);
}

function badVerb(value: TemplateValue, spec: Spec): string {
  const shown = value === null ? '<nil>' : formatArgument(value, { ...spec, verb: 'v' });
  return `%!${spec.verb}(${typeName(value)}=${shown})`;
}

function formatText(value: string, spec: Spec): string | null {
  const cut = spec.precision < 0 ? value : [...value].slice(0, spec.precision).join('');
  switch (spec.verb) {
    case 'v':
    case 's':
      return pad(cut, spec, false);
    case 'q':
      return pad(quote(cut), spec, false);
    case 'x':
    case 'X': {
      const hex = Buffer.from(cut).toString('hex');
      return pad(spec.verb === 'x' ? hex : hex.toUpperCase(), spec, false);
    }
    default:
      return null;
  }
}

/** A text as a Go string literal. */
function quote(text: string): string {
  return JSON.stringify(text);
}

const BASES: ReadonlyMap<string, number> = new Map([
  ['v', 10],
  ['d', 10],
  ['b', 2],
  ['o', 8],
  ['x', 16],
  ['X', 16],
]);
const PREFIXES: ReadonlyMap<string, string> = new Map([
  ['b', '0b'],
  ['o', '0'],
  ['x', '0x'],
  ['X', '0X'],
]);

function formatInteger(value: bigint, spec: Spec): string | null {
  const { verb, flags, precision } = spec;
  if (verb === 'c' || verb === 'q' || verb === 'U') return formatCodePoint(value, spec);
  const base = BASES.get(verb);
  if (base === undefined) return null;
  let digits = (value < 0n ? -value : value).toString(base);
  if (verb === 'X') digits = digits.toUpperCase();
  if (precision >= 0) digits = digits.padStart(precision, '0');
  const prefix = flags.has('#') ? (PREFIXES.get(verb) ?? '') : '';
  return pad(signOf(value < 0n, flags) + prefix + digits, spec, precision < 0);
}

function formatCodePoint(value: bigint, spec: Spec): string {
  const code = value >= 0n && value <= 0x10ffffn ? Number(value) : 0xfffd;
  if (spec.verb === 'U') return pad(`U+${code.toString(16).toUpperCase().padStart(4, '0')}`, spec, false);
  const character = String.fromCodePoint(code);
  return pad(spec.verb === 'c' ? character : `'${character}'`, spec, false);
}

function formatFloat(value: number, spec: Spec): string | null {
  const format = spec.verb.toLowerCase();
  if (!['v', 'e', 'f', 'g'].includes(format)) return null;
  const isGeneral = format === 'v' || format === 'g';
  const precision = spec.precision >= 0 || isGeneral ? spec.precision : 6;
  const text = formatGoFloat(Math.abs(value), isGeneral ? 'g' : (format as 'e' | 'f'), precision);
  const finite = Number.isFinite(value);
  const negative = value < 0 || Object.is(value, -0);
  const digits = text.replace(/^\+/, '');
  const shown = spec.verb === 'E' || spec.verb === 'G' ? digits.toUpperCase() : digits;
  const sign = value === Number.POSITIVE_INFINITY ? '+' : signOf(negative, spec.flags);
  return pad(sign + shown, spec, finite);
}

function signOf(negative: boolean, flags: ReadonlySet<string>): string {
  if (negative) return '-';
  return flags.has('+') ? '+' : flags.has(' ') ? ' ' : '';
}

/** Fills up to the width; zeros go between a sign and the digits. */
function pad(text: string, spec: Spec, zeros: boolean): string {
  const missing = spec.width - [...text].length;
  if (missing <= 0) return text;
  if (spec.flags.has('-')) return text + ' '.repeat(missing);
  if (!spec.flags.has('0') || !zeros) return ' '.repeat(missing) + text;
  const sign = /^[+\- ]/.exec(text)?.[0] ?? '';
  return sign + '0'.repeat(missing) + text.slice(sign.length);
}

import { sprintf } from './printf.ts';
import { formatValue, isList, isMap, isTrue, TemplateError, type TemplateValue, typeName } from './value.ts';

/** A function of the template language; `args` are evaluated. Throws TemplateError. */
export type TemplateFunction = (args: readonly TemplateValue[]) => TemplateValue | Promise<TemplateValue>;

const HTML_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\0', '\ufffd'],
  ['"', '&#34;'],
  ["'", '&#39;'],
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
]);
const JS_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ["'", "\\'"],
  ['"', '\\"'],
  ['<', '\\u003C'],
  ['>', '\\u003E'],
  ['&', '\\u0026'],
  ['=', '\\u003D'],
]);

/** The functions that Go's text/template has by itself; `and` and `or` are not here, they need not evaluate all. */
export const BUILTINS: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  ['not', (args) => !isTrue(one('not', args))],
  ['len', (args) => BigInt(lengthOf(one('len', args)))],
  ['index', indexInto],
  ['slice', slice],
  ['print', (args) => print(args)],
  ['println', (args) => `${args.map(formatValue).join(' ')}\n`],
  ['printf', ([format, ...args]) => sprintf(textArgument('printf', format), args)],
  ['html', (args) => print(args).replace(/[\0"'&<>]/g, (c) => HTML_ESCAPES.get(c) as string)],
  ['js', (args) => escapeScript(print(args))],
  ['urlquery', (args) => escapeQuery(print(args))],
  ['eq', (args) => equalsAny(args)],
  ['ne', (args) => !equals(...two('ne', args))],
  ['lt', (args) => compare(...two('lt', args)) < 0],
  ['le', (args) => compare(...two('le', args)) <= 0],
  ['gt', (args) => compare(...two('gt', args)) > 0],
  ['ge', (args) => compare(...two('ge', args)) >= 0],
  [
    'call',
    (args) => {
      throw new TemplateError(`non-function of type ${typeName(one('call', args.slice(0, 1)))}`);
    },
  ],
]);

/** A text as part of a URL's query, in Go's form: a space is `+`. */
export function escapeQuery(text: string): string {
  return encodeURIComponent(text.replace(LONE_SURROGATE, '\ufffd'))
    .replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function one(name: string, args: readonly TemplateValue[]): TemplateValue {
  if (args.length !== 1) throw wrongCount(name, 1, args.length);
  return args[0] as TemplateValue;
}

function two(name: string, args: readonly TemplateValue[]): [TemplateValue, TemplateValue] {
  if (args.length !== 2) throw wrongCount(name, 2, args.length);
  return [args[0] as TemplateValue, args[1] as TemplateValue];
}

/** Go's error for a function called with too few or too many arguments. */
export function wrongCount(name: string, want: number, got: number): TemplateError {
  return new TemplateError(`wrong number of args for ${name}: want ${want} got ${got}`);
}

function textArgument(name: string, value: TemplateValue | undefined): string {
  if (value === undefined) throw wrongCount(name, 1, 0);
  if (typeof value !== 'string') {
    throw new TemplateError(`wrong type for value; expected string; got ${typeName(value)}`);
  }
  return value;
}

/** Go's Sprint: a space between two neighbours of which neither is a text. */
function print(args: readonly TemplateValue[]): string {
  let text = '';
  args.forEach((arg, i) => {
    if (i > 0 && typeof arg !== 'string' && typeof args[i - 1] !== 'string') text += ' ';
    text += formatValue(arg);
  });
  return text;
}

function escapeScript(text: string): string {
  return text.replace(/[\\'"<>&=\p{Cc}]/gu, (c) => {
    return JS_ESCAPES.get(c) ?? `\\u${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  });
}

function lengthOf(value: TemplateValue): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (isList(value)) return value.length;
  if (isMap(value)) return value.entries.size;
  throw new TemplateError(`len of type ${typeName(value)}`);
}

function position(value: TemplateValue, length: number): number {
  if (typeof value !== 'bigint')
    throw new TemplateError(`cannot index slice/array with type ${typeName(value)}`);
  if (value < 0n || value > BigInt(length)) throw new TemplateError(`index out of range: ${value}`);
  return Number(value);
}

function indexInto(args: readonly TemplateValue[]): TemplateValue {
  if (args.length === 0) throw wrongCount('index', 1, 0);
  let item = args[0] as TemplateValue;
  if (item === null) throw new TemplateError('index of untyped nil');
  for (const key of args.slice(1)) {
    if (isMap(item)) {
      if (typeof key !== 'string')
        throw new TemplateError(`value has type ${typeName(key)}; should be string`);
      item = item.entries.get(key) ?? item.zero;
    } else if (isList(item) || typeof item === 'string') {
      const length = lengthOf(item);
      const at = position(key, length - 1);
      item = isList(item) ? (item[at] as TemplateValue) : BigInt(Buffer.from(item)[at] as number);
    } else throw new TemplateError(`can't index item of type ${typeName(item)}`);
  }
  return item;
}

function slice(args: readonly TemplateValue[]): TemplateValue {
  const [item, ...bounds] = args;
  if (item === undefined) throw wrongCount('slice', 1, 0);
  if (bounds.length > 2) throw new TemplateError(`too many slice indexes: ${bounds.length}`);
  if (typeof item !== 'string' && !isList(item)) {
    throw new TemplateError(`can't slice item of type ${typeName(item)}`);
  }
  const length = lengthOf(item);
  const start = bounds[0] === undefined ? 0 : position(bounds[0], length);
  const end = bounds[1] === undefined ? length : position(bounds[1], length);
  if (start > end) throw new TemplateError(`invalid slice index: ${start} > ${end}`);
  return typeof item === 'string'
    ? Buffer.from(item).subarray(start, end).toString()
    : item.slice(start, end);
}

function basicKind(value: TemplateValue): string | null {
  if (value === null) return 'nil';
  return typeof value === 'object' ? null : typeof value;
}

function equals(a: TemplateValue, b: TemplateValue): boolean {
  const kinds = [basicKind(a), basicKind(b)];
  if (kinds.includes(null)) throw new TemplateError('non-comparable type');
  if (kinds.includes('nil')) return a === b;
  if (kinds[0] !== kinds[1]) throw new TemplateError('incompatible types for comparison');
  return a === b;
}

function equalsAny(args: readonly TemplateValue[]): boolean {
  const [first, ...others] = args;
  if (first === undefined) throw new TemplateError('wrong number of args for eq: want at least 1 got 0');
  if (others.length === 0) throw new TemplateError('missing argument for comparison');
  return others.some((other) => equals(first, other));
}

function compare(a: TemplateValue, b: TemplateValue): number {
  if (basicKind(a) !== basicKind(b)) throw new TemplateError('incompatible types for comparison');
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === 'number' && typeof b === 'number')
    return a < b ? -1 : a > b ? 1 : a === b ? 0 : Number.NaN;
  throw new TemplateError('invalid type for comparison');
}

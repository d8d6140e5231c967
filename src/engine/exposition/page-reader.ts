import type { Buffer } from 'node:buffer';
import type { LabelPair, MetricType } from '../../shared/domain/series.ts';
import { METRIC_NAME_LABEL } from '../../shared/domain/series.ts';
import { type ExpositionRule, expositionErrorAt } from './exposition-error.ts';
import { formatOpenMetricsFloat, parseGoFloat } from './go-float.ts';
import type { StringCache } from './string-cache.ts';

export const NEWLINE = 10;
export const TAB = 9;
export const SPACE = 32;
export const HASH = 35;
const QUOTE = 34;
const COMMA = 44;
export const BRACE_OPEN = 123;
export const BRACE_CLOSE = 125;
const BACKSLASH = 92;
const EQUALS = 61;

/**
 * What the last TYPE line says of `le` and `quantile`: both are kept, `le` is a bucket bound of a histogram, or
 * `quantile` is a quantile of a summary. Prometheus lets it count until the next TYPE line, whatever the family.
 */
export const MODE_NONE = 0;
export const MODE_HISTOGRAM = 1;
export const MODE_SUMMARY = 2;
export type NormalisationMode = typeof MODE_NONE | typeof MODE_HISTOGRAM | typeof MODE_SUMMARY;

export interface Exemplar {
  readonly labels: readonly LabelPair[];
  readonly value: number;
  /** Ms UTC; null where the page gives none. */
  readonly atMs: number | null;
}

/** A line that begins with '#'. `unescaped` text of HELP; `eof` is OpenMetrics' last line. */
export type MetaLine =
  | { readonly kind: 'type'; readonly name: string; readonly type: MetricType }
  | { readonly kind: 'help'; readonly name: string; readonly text: string }
  | { readonly kind: 'unit'; readonly name: string; readonly unit: string }
  | { readonly kind: 'comment' }
  | { readonly kind: 'eof' };

/** What Prometheus' lexers allow between the braces of a series, and of an exemplar. */
export interface LabelSyntax {
  readonly commasRequired: boolean;
  /** Line breaks inside quotes. */
  readonly newlines: boolean;
  /** NUL bytes inside label values; a quoted name never has one. */
  readonly nulsInValues: boolean;
}

function isNameStart(byte: number): boolean {
  return (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || byte === 95;
}

export function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}

/** How TYPE decides about `le` and `quantile`. */
export function modeOfType(type: MetricType): NormalisationMode {
  return type === 'histogram' ? MODE_HISTOGRAM : type === 'summary' ? MODE_SUMMARY : MODE_NONE;
}

/**
 * Reads a page line by line with the strictness of a Prometheus 3 scraper. The reader is a cursor: a method reads from
 * `pos`, leaves `pos` behind what it read and its result in fields. All throw ExpositionError.
 */
export abstract class PageReader {
  bytes: Buffer;
  end: number;
  pos = 0;
  /** Of the last sample. `timestampMs` is NaN where the line has none. */
  value = 0;
  timestampMs = Number.NaN;
  exemplar: Exemplar | null = null;
  /** Of the last series, in the page's order and not normalised; the first pair is the metric's name. */
  pairs: LabelPair[] = [];
  private readonly strings: StringCache;

  /** `bytes` has at least one byte more than `end`, and a newline stands there when the format wants one. */
  constructor(bytes: Buffer, end: number, strings: StringCache) {
    this.strings = strings;
    this.bytes = bytes;
    this.end = end;
  }

  /** Skips what may stand between lines; false at the end of the page. */
  abstract skipToLine(): boolean;
  /** From '#' to behind the newline. */
  abstract readMeta(): MetaLine;
  /** From a line's start to the value's first byte; fills `pairs`. */
  abstract readSeries(): void;
  /** From the value to behind the newline; fills `value`, `timestampMs` and `exemplar`. */
  abstract readSample(): void;
  protected abstract skipBlanks(): void;

  fail(rule: ExpositionRule, message: string, at = this.pos): never {
    throw expositionErrorAt(this.bytes, this.end, at, rule, message);
  }

  protected at(position: number): number {
    return position < this.end ? (this.bytes[position] as number) : -1;
  }

  /** The position behind a name of letters, digits, '_' and (for metrics) ':'; `start` itself where there is none. */
  protected scanName(start: number, colons: boolean): number {
    let i = start;
    for (; i < this.end; i++) {
      const byte = this.bytes[i] as number;
      if (!(isNameStart(byte) || (colons && byte === 58) || (i > start && isDigit(byte)))) break;
    }
    return i;
  }

  /** The position behind the closing quote of a string that opens at `start`; -1 where it isn't properly closed. */
  private scanQuoted(start: number, newlines: boolean, nuls: boolean): number {
    for (let i = start + 1; i < this.end; i++) {
      const byte = this.bytes[i] as number;
      if (byte === QUOTE) return i + 1;
      if ((byte === NEWLINE && !newlines) || (byte === 0 && !nuls)) return -1;
      if (byte === BACKSLASH && (++i >= this.end || this.bytes[i] === NEWLINE)) return -1;
    }
    return -1;
  }

  protected decode(start: number, end: number, what: string): string {
    const text = this.strings.decode(this.bytes, start, end);
    if (text === undefined) this.fail('utf8', `the ${what} is not valid UTF-8`, this.firstHighByte(start));
    return text;
  }

  private firstHighByte(start: number): number {
    let i = start;
    while (this.at(i) >= 0 && this.at(i) < 128) i++;
    return i;
  }

  /** Text between quotes with \\, \" and \n resolved; other backslashes stay, as in Prometheus. */
  private decodeQuoted(start: number, end: number, what: string): string {
    const text = this.decode(start, end, what);
    return text.includes('\\') ? unescapeLabelValue(text) : text;
  }

  /** The metric's name after HELP, TYPE or UNIT, quoted or not. */
  protected readMetaName(word: string): string {
    const start = this.pos;
    if (this.at(start) === QUOTE) {
      const end = this.scanQuoted(start, false, false);
      if (end < 0) this.fail('metric_name', `the quoted metric name after ${word} is not closed`);
      this.pos = end;
      return this.decodeQuoted(start + 1, end - 1, 'metric name');
    }
    const end = this.scanName(start, true);
    if (end === start) this.fail('metric_name', `expected a metric name after ${word}`);
    this.pos = end;
    return this.decode(start, end, 'metric name');
  }

  /** The name at the line's start, if there is one, and the labels in braces. */
  protected readNameAndLabels(syntax: LabelSyntax): void {
    this.pairs = [];
    const start = this.pos;
    const end = this.scanName(start, true);
    let name: string | null = null;
    if (end > start) {
      name = this.decode(start, end, 'metric name');
      this.pairs.push([METRIC_NAME_LABEL, name]);
      this.pos = end;
      this.skipBlanks();
      if (this.at(this.pos) !== BRACE_OPEN) return;
    } else if (this.at(start) !== BRACE_OPEN) {
      this.fail('line_start', 'expected a metric name, a brace or a comment at the start of the line');
    }
    this.pos++;
    const found = this.readLabels(this.pairs, name, syntax);
    if (found === null) this.fail('metric_name', 'the series has no metric name', start);
    if (name === null) this.pairs.unshift([METRIC_NAME_LABEL, found as string]);
    this.refuseDuplicateLabels(this.pairs, start);
  }

  /** From behind '{' to behind '}'. Answers the metric's name: the given one, or a lone quoted string among the labels. */
  protected readLabels(into: LabelPair[], givenName: string | null, syntax: LabelSyntax): string | null {
    let metricName = givenName;
    for (;;) {
      this.skipBlanks();
      const start = this.pos;
      const byte = this.at(start);
      if (byte === BRACE_CLOSE) {
        this.pos++;
        return metricName;
      }
      const quoted = byte === QUOTE;
      const end = quoted ? this.scanQuoted(start, syntax.newlines, false) : this.scanName(start, false);
      if (end < 0) this.fail('label_name', 'the quoted name is not closed');
      if (end === start) this.fail('label_name', 'expected a label name');
      const name = quoted ? this.decodeQuoted(start + 1, end - 1, 'name') : this.decode(start, end, 'name');
      this.pos = end;
      this.skipBlanks();
      const next = this.at(this.pos);
      if (quoted && (next === COMMA || next === BRACE_CLOSE)) {
        if (metricName !== null) this.fail('metric_name', 'the series has two metric names', start);
        if (name === '') this.fail('metric_name', 'the metric name is empty', start);
        metricName = name;
        if (next === COMMA) this.pos++;
        continue;
      }
      if (next !== EQUALS) this.fail('label_equals', `expected "=" after the label name "${name}"`);
      if (name === '') this.fail('label_name', 'a label name is empty', start);
      this.pos++;
      into.push([name, this.readLabelValue(name, syntax)]);
      this.skipBlanks();
      if (this.at(this.pos) === COMMA) this.pos++;
      else if (syntax.commasRequired && this.at(this.pos) !== BRACE_CLOSE) {
        this.fail('label_separator', 'expected a comma or a closing brace after the label value');
      }
    }
  }

  private readLabelValue(name: string, { newlines, nulsInValues }: LabelSyntax): string {
    this.skipBlanks();
    const start = this.pos;
    const end = this.at(start) === QUOTE ? this.scanQuoted(start, newlines, nulsInValues) : -1;
    if (end < 0) this.fail('label_value', `expected a value in double quotes for the label "${name}"`, start);
    this.pos = end;
    return this.decodeQuoted(start + 1, end - 1, `value of the label "${name}"`);
  }

  private refuseDuplicateLabels(pairs: readonly LabelPair[], at: number): void {
    for (let i = 1; i < pairs.length; i++) {
      const name = (pairs[i] as LabelPair)[0];
      for (let k = 0; k < i; k++) {
        if ((pairs[k] as LabelPair)[0] === name) {
          this.fail('label_duplicate', `the label "${name}" stands twice in one series`, at);
        }
      }
    }
  }

  protected readFloat(start: number, end: number, rule: ExpositionRule, what: string): number {
    const value = end - start > 400 ? undefined : parseGoFloat(this.bytes.toString('latin1', start, end));
    if (value === undefined) this.fail(rule, `the ${what} is not a number in the range of a double`, start);
    return value;
  }
}

/** Prometheus' normal form of `le` and `quantile` values; other pairs are kept. Answers whether one was such a label. */
export function normaliseBounds(pairs: LabelPair[], mode: NormalisationMode): boolean {
  let dependsOnMode = false;
  for (let i = 1; i < pairs.length; i++) {
    const [name, text] = pairs[i] as LabelPair;
    if (name !== 'le' && name !== 'quantile') continue;
    dependsOnMode = true;
    if (mode !== (name === 'le' ? MODE_HISTOGRAM : MODE_SUMMARY)) continue;
    const value = parseGoFloat(text);
    if (value !== undefined) pairs[i] = [name, formatOpenMetricsFloat(value)];
  }
  return dependsOnMode;
}

/** Resolves \\, \" and \n; other backslashes stay. */
export function unescapeLabelValue(text: string): string {
  return text.replace(/\\([\\"n])/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
}

/** Resolves \\ and \n, as in HELP of the text format; other backslashes stay. */
export function unescapeHelp(text: string): string {
  return text.replace(/\\([\\n])/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
}

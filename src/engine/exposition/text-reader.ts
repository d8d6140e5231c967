import type { MetricType } from '../../shared/domain/series.ts';
import { BRACE_OPEN, isDigit, NEWLINE, SPACE, TAB } from './byte-cursor.ts';
import { type LabelSyntax, type MetaLine, PageReader } from './page-reader.ts';

const TYPES: ReadonlyMap<string, MetricType> = new Map([
  ['counter', 'counter'],
  ['gauge', 'gauge'],
  ['histogram', 'histogram'],
  ['summary', 'summary'],
  ['untyped', 'unknown'],
]);
const LABELS: LabelSyntax = { commasRequired: false, newlines: true, nulsInValues: true };
const MAX_INT64 = 9_223_372_036_854_775_807n;

/**
 * The text format 0.0.4 and 1.0.0 (quoted names) as Prometheus 3 scrapes it, which is looser than the format's
 * description: blanks anywhere between tokens, commas between labels optional, line breaks inside label values.
 */
export class TextReader extends PageReader {
  /** Skips blanks and empty lines. A NUL byte where a line could begin ends the page, as in Prometheus' lexer. */
  skipToLine(): boolean {
    for (; this.pos < this.end; this.pos++) {
      const byte = this.bytes[this.pos] as number;
      if (byte === 0) return false;
      if (byte !== SPACE && byte !== TAB && byte !== NEWLINE) return true;
    }
    return false;
  }

  readMeta(): MetaLine {
    const newline = this.bytes.indexOf(NEWLINE, this.pos);
    const lineEnd = newline < 0 || newline > this.end ? this.end : newline;
    const hash = this.pos++;
    this.skipBlanks();
    const word =
      this.pos > hash + 1 ? this.bytes.toString('latin1', this.pos, Math.min(this.pos + 4, lineEnd)) : '';
    const afterWord = this.at(this.pos + 4);
    if ((word !== 'HELP' && word !== 'TYPE') || (afterWord !== SPACE && afterWord !== TAB)) {
      return this.readComment(hash, lineEnd);
    }
    this.pos += 4;
    this.skipBlanks();
    if (this.isNul(this.pos, lineEnd)) return this.readComment(hash, lineEnd);
    const name = this.readMetaName(word);
    if (this.isNul(this.pos, lineEnd))
      this.fail('line_end', `expected a blank after the metric name of ${word}`);
    const textStart = this.pos < lineEnd ? this.pos + 1 : lineEnd;
    this.pos = lineEnd + 1;
    const onlyBlanks = /^[ \t]*$/.test(this.bytes.toString('latin1', textStart, lineEnd));
    const text = onlyBlanks ? '' : this.decodeEscaped(textStart, lineEnd, 'help text', false);
    if (word === 'HELP') return { kind: 'help', name, text };
    const type = TYPES.get(text);
    if (type === undefined) {
      this.fail('metric_type', `"${text}" is not a metric type of the text format`, textStart);
    }
    return { kind: 'type', name, type };
  }

  /** As in Prometheus' lexer a NUL byte ends the page where blanks have led to it, or none stands after the hash. */
  private readComment(hash: number, lineEnd: number): MetaLine {
    let nul = hash + 1;
    while (nul < lineEnd && (this.bytes[nul] === SPACE || this.bytes[nul] === TAB)) nul++;
    if (nul === hash + 1) nul = hash + Math.max(0, this.bytes.subarray(hash, lineEnd).indexOf(0));
    const isEnd = this.isNul(nul, lineEnd);
    this.pos = isEnd ? nul : lineEnd + 1;
    return { kind: isEnd ? 'eof' : 'comment' };
  }

  private isNul(at: number, lineEnd: number): boolean {
    return at < lineEnd && this.bytes[at] === 0;
  }

  readSeries(): void {
    this.skipBlanks();
    this.readNameAndLabels(LABELS);
    this.skipBlanks();
  }

  readSample(): void {
    const start = this.pos;
    let i = start;
    for (; i < this.end; i++) {
      const byte = this.bytes[i] as number;
      if (byte === SPACE || byte === TAB || byte === NEWLINE || byte === BRACE_OPEN) break;
    }
    if (i === start) this.fail('value', 'expected a value after the series');
    this.value = this.readFloat(start, i, 'value', 'value');
    this.pos = i;
    this.readTimestamp();
  }

  /** From behind the value to behind the newline. */
  readTimestamp(): void {
    this.timestampMs = Number.NaN;
    this.skipBlanks();
    const start = this.pos;
    while (this.pos < this.end && isDigit(this.bytes[this.pos] as number)) this.pos++;
    if (this.pos > start) {
      const digits = this.bytes.toString('latin1', start, this.pos);
      if (digits.length > 18 && BigInt(digits) > MAX_INT64) {
        this.fail('timestamp', 'the timestamp is out of range', start);
      }
      this.timestampMs = Number(digits);
      this.skipBlanks();
    }
    if (this.pos < this.end && this.bytes[this.pos] !== NEWLINE) {
      if (start === this.pos) {
        this.fail('timestamp', 'expected a timestamp in whole milliseconds or the end of the line');
      }
      this.fail('line_end', 'expected the end of the line after the timestamp');
    }
    this.pos++;
  }

  protected skipBlanks(): void {
    while (this.pos < this.end) {
      const byte = this.bytes[this.pos] as number;
      if (byte !== SPACE && byte !== TAB) return;
      this.pos++;
    }
  }
}

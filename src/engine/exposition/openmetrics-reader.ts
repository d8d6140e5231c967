import { type LabelPair, METRIC_TYPES, type MetricType } from '../../shared/domain/series.ts';
import { BRACE_OPEN, HASH, NEWLINE, SPACE } from './byte-cursor.ts';
import { type Exemplar, type LabelSyntax, type MetaLine, PageReader } from './page-reader.ts';

const TYPES: ReadonlySet<string> = new Set(METRIC_TYPES);
const LABELS: LabelSyntax = { commasRequired: true, newlines: false, nulsInValues: true };
const EXEMPLAR_LABELS: LabelSyntax = { ...LABELS, nulsInValues: false };

/** OpenMetrics 1.0 text as Prometheus 3 scrapes it: one space between tokens, "# EOF" at the end, nothing behind it. */
export class OpenMetricsReader extends PageReader {
  skipToLine(): boolean {
    if (this.pos < this.end) return true;
    return this.failWithoutEof();
  }

  readMeta(): MetaLine {
    const start = this.pos;
    const newline = this.bytes.indexOf(NEWLINE, start);
    const complete = newline >= 0 && newline < this.end;
    const lineEnd = complete ? newline : this.end;
    const keyword = this.bytes.toString('latin1', start, Math.min(start + 7, lineEnd));
    if (keyword.startsWith('# EOF')) {
      this.pos = start + 5;
      if (this.at(this.pos) === NEWLINE) this.pos++;
      if (this.pos < this.end) this.fail('eof_followed', 'there is more after "# EOF"');
      return { kind: 'eof' };
    }
    const word = keyword.slice(2, 6);
    if (!/^# (?:HELP|TYPE|UNIT) $/.test(keyword)) {
      this.fail('line_start', 'a comment must be "# HELP ", "# TYPE ", "# UNIT " or "# EOF"');
    }
    this.pos = start + 7;
    const name = this.readMetaName(word);
    if (this.at(this.pos) !== SPACE || !complete) {
      this.fail(
        'metadata',
        `expected a space and a text after the name in ${word}, and a line break behind it`,
      );
    }
    const textStart = this.pos + 1;
    this.pos = lineEnd + 1;
    if (word === 'HELP') {
      return { kind: 'help', name, text: this.decodeEscaped(textStart, lineEnd, 'help text', true) };
    }
    const text = this.decode(textStart, lineEnd, 'metadata text');
    if (word === 'UNIT') {
      if (text !== '' && !name.endsWith(`_${text}`)) {
        this.fail('unit', `the unit "${text}" is not a suffix of the metric name "${name}"`, textStart);
      }
      return { kind: 'unit', name, unit: text };
    }
    if (!TYPES.has(text)) {
      this.fail('metric_type', `"${text}" is not a metric type of OpenMetrics`, textStart);
    }
    return { kind: 'type', name, type: text as MetricType };
  }

  readSeries(): void {
    this.readNameAndLabels(LABELS);
    if (this.at(this.pos) !== SPACE) {
      if (this.pos >= this.end) this.failWithoutEof();
      this.fail('value', 'expected one space and a value after the series');
    }
    this.pos++;
  }

  readSample(): void {
    this.value = this.readToken('value', 'value');
    this.readTimestamp();
  }

  /** From behind the value to behind the newline: timestamp in seconds and exemplar, both optional. */
  readTimestamp(): void {
    this.timestampMs = Number.NaN;
    this.exemplar = null;
    if (this.at(this.pos) === SPACE && !this.atExemplar()) {
      this.pos++;
      this.timestampMs = this.readSeconds('timestamp', 'timestamp');
    }
    if (this.atExemplar()) this.exemplar = this.readExemplar();
    if (this.pos >= this.end) this.failWithoutEof();
    if (this.bytes[this.pos] !== NEWLINE) {
      this.fail('line_end', 'expected the end of the line after the sample');
    }
    this.pos++;
  }

  protected skipBlanks(): void {
    // OpenMetrics allows none.
  }

  private failWithoutEof(): never {
    this.fail('eof_missing', 'the page does not end with "# EOF"', this.end);
  }

  private atExemplar(): boolean {
    const at = this.pos;
    return (
      this.at(at) === SPACE &&
      this.at(at + 1) === HASH &&
      this.at(at + 2) === SPACE &&
      this.at(at + 3) === BRACE_OPEN
    );
  }

  private readExemplar(): Exemplar {
    this.pos += 4;
    const labels: LabelPair[] = [];
    // A name that is given already makes a lone quoted string an error: an exemplar has no metric name.
    this.readLabels(labels, 'exemplar', EXEMPLAR_LABELS);
    if (this.at(this.pos) !== SPACE)
      this.fail('exemplar', 'expected one space and a value after the exemplar labels');
    this.pos++;
    const value = this.readToken('exemplar', 'exemplar value');
    let atMs: number | null = null;
    if (this.at(this.pos) === SPACE) {
      this.pos++;
      atMs = this.readSeconds('exemplar', 'exemplar timestamp');
    }
    return { labels, value, atMs };
  }

  private readToken(rule: 'value' | 'timestamp' | 'exemplar', what: string): number {
    const start = this.pos;
    let i = start;
    for (; i < this.end; i++) {
      const byte = this.bytes[i] as number;
      if (byte === SPACE || byte === NEWLINE) break;
    }
    if (i === start) this.fail(rule, `expected a ${what}`);
    this.pos = i;
    return this.readFloat(start, i, rule, what);
  }

  private readSeconds(rule: 'timestamp' | 'exemplar', what: string): number {
    const start = this.pos;
    const seconds = this.readToken(rule, what);
    if (!Number.isFinite(seconds)) this.fail(rule, `the ${what} is not finite`, start);
    return Math.trunc(seconds * 1000);
  }
}

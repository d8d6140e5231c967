import type { LabelPair, MetricType } from '../../shared/domain/series.ts';
import { METRIC_NAME_LABEL } from '../../shared/domain/series.ts';
import { BRACE_CLOSE, BRACE_OPEN, BYTE_CLASS, ByteCursor, COMMA, EQUALS, QUOTE } from './byte-cursor.ts';
import { findDuplicateName } from './label-values.ts';

const REMEMBERED_LABELS = 32;
/** Far beyond any limit that is set; it keeps one line from taking all the time there is. */
const MOST_LABELS = 65_536;

export interface Exemplar {
  readonly labels: readonly LabelPair[];
  readonly value: number;
  /** Ms UTC; null where the page gives none. */
  readonly atMs: number | null;
}

/** A line that begins with '#', escapes resolved; `eof` ends the page: OpenMetrics' last line, or a NUL byte of text. */
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

/**
 * Reads a page line by line with the strictness of a Prometheus 3 scraper. The reader is a cursor: a method reads from
 * `pos`, leaves `pos` behind what it read and its result in fields. All throw ExpositionError.
 */
export abstract class PageReader extends ByteCursor {
  /** Of the last sample. `timestampMs` is NaN where the line has none. */
  value = 0;
  timestampMs = Number.NaN;
  exemplar: Exemplar | null = null;
  /**
   * Of the last series, in the page's order and not normalised; the first pair is the metric's name. The next series
   * goes into the same array.
   */
  readonly pairs: LabelPair[] = [];
  /** Where the labels of the series before stand, by their place in it: most of them are the same in the next series. */
  private readonly labelStart = new Int32Array(REMEMBERED_LABELS + 1);
  /** 0 where there is none. */
  private readonly labelLength = new Int32Array(REMEMBERED_LABELS + 1);
  private readonly labelPair: LabelPair[] = [];
  /** Length of the labels up to the first byte of their value. */
  private readonly namePartLength = new Int32Array(REMEMBERED_LABELS + 1);
  /** Of how many remembered places it is known that their names differ. */
  private distinctPlaces = 0;
  private namesChanged = false;

  /** Skips what may stand between lines; false at the end of the page. */
  abstract skipToLine(): boolean;
  /** From '#' to behind the newline. */
  abstract readMeta(): MetaLine;
  /** From a line's start to the value's first byte; fills `pairs`. */
  abstract readSeries(): void;
  /** From the value to behind the newline; fills `value`, `timestampMs` and `exemplar`. */
  abstract readSample(): void;
  protected abstract skipBlanks(): void;

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
    const { pairs } = this;
    this.namesChanged = false;
    const start = this.pos;
    const name = this.readMetricName();
    this.skipBlanks();
    if (this.at(this.pos) !== BRACE_OPEN) {
      pairs.length = 1;
      if (name !== null) return;
      this.fail('line_start', 'expected a metric name, a brace or a comment at the start of the line');
    }
    this.pos++;
    const found = this.readLabels(pairs, name, syntax);
    if (found === null) this.fail('metric_name', 'the series has no metric name', start);
    if (name === null) pairs.unshift([METRIC_NAME_LABEL, found as string]);
    if (!this.namesChanged && pairs.length <= this.distinctPlaces) return;
    this.distinctPlaces = pairs.length;
    const duplicate = findDuplicateName(pairs);
    if (duplicate !== null) {
      this.fail('label_duplicate', `the label "${duplicate}" stands twice in one series`, start);
    }
  }

  private readMetricName(): string | null {
    const start = this.pos;
    const repeatedEnd = this.repeatsLabel(0, start) ? start + (this.labelLength[0] as number) : start;
    const isWhole = repeatedEnd > start && BYTE_CLASS[this.bytes[repeatedEnd] as number] === 0;
    const end = isWhole ? repeatedEnd : this.scanName(start, true);
    if (end === start) return null;
    if (!isWhole) {
      const pair: LabelPair = [METRIC_NAME_LABEL, this.decode(start, end, 'metric name')];
      this.rememberLabel(0, start, start, end, pair);
    }
    const pair = this.labelPair[0] as LabelPair;
    this.pairs[0] = pair;
    this.pos = end;
    return pair[1];
  }

  /** Whether the bytes at `start` begin with those of the label at that place of the series before. */
  private repeatsLabel(place: number, start: number): boolean {
    const length = this.labelLength[place] ?? 0;
    if (length === 0) return false;
    const { bytes } = this;
    const from = this.labelStart[place] as number;
    const end = start + length;
    // Values differ at their end more often than elsewhere.
    if (end > this.end || bytes[end - 2] !== bytes[from + length - 2]) return false;
    return this.isSameText(start, from, length);
  }

  /** Whether the label at `start` has the name of that place; the value's quote is where it had it. */
  private repeatsName(place: number, start: number): boolean {
    const length = this.namePartLength[place] ?? 0;
    if (length === 0) return false;
    const from = this.labelStart[place] as number;
    return start + length <= this.end && this.isSameText(start, from, length);
  }

  private rememberLabel(
    place: number,
    start: number,
    valueStart: number,
    end: number,
    pair: LabelPair,
  ): void {
    if (place > REMEMBERED_LABELS) return;
    this.labelStart[place] = start;
    this.namePartLength[place] = valueStart - start;
    this.labelLength[place] = end - start;
    this.labelPair[place] = pair;
  }

  /**
   * From behind '{' to behind '}', writing over what is in `into`, of a series behind its name. Answers the metric's
   * name: the given one, or a lone quoted string among the labels.
   */
  protected readLabels(into: LabelPair[], givenName: string | null, syntax: LabelSyntax): string | null {
    let metricName = givenName;
    const ofSeries = into === this.pairs;
    let count = ofSeries && givenName !== null ? 1 : 0;
    for (;;) {
      this.skipBlanks();
      const start = this.pos;
      const byte = this.at(start);
      if (byte === BRACE_CLOSE) {
        this.pos++;
        if (into.length > count) into.length = count;
        return metricName;
      }
      if (count > MOST_LABELS) this.fail('label_name', `the series has more than ${MOST_LABELS} labels`);
      const place = ofSeries ? count : 0;
      if (place > 0 && this.repeatsLabel(place, start)) {
        into[count++] = this.labelPair[place] as LabelPair;
        this.pos = start + (this.labelLength[place] as number);
        this.readSeparator(syntax);
        continue;
      }
      if (place > 0 && this.repeatsName(place, start)) {
        const name = (this.labelPair[place] as LabelPair)[0];
        this.pos = start + (this.namePartLength[place] as number) - 1;
        into[count++] = this.takeValue(place, start, name, syntax);
        continue;
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
      if (ofSeries) this.namesChanged = true;
      into[count++] = this.takeValue(place, start, name, syntax);
    }
  }

  /** The value of the label that begins at `start`, and what parts it from the next label. */
  private takeValue(place: number, start: number, name: string, syntax: LabelSyntax): LabelPair {
    this.skipBlanks();
    const valueStart = this.pos + 1;
    const pair: LabelPair = [name, this.readLabelValue(name, syntax)];
    if (place > 0) this.rememberLabel(place, start, valueStart, this.pos, pair);
    this.readSeparator(syntax);
    return pair;
  }

  private readSeparator(syntax: LabelSyntax): void {
    let byte = this.at(this.pos);
    if (byte !== COMMA && byte !== BRACE_CLOSE) {
      this.skipBlanks();
      byte = this.at(this.pos);
    }
    if (byte === COMMA) this.pos++;
    else if (syntax.commasRequired && byte !== BRACE_CLOSE) {
      this.fail('label_separator', 'expected a comma or a closing brace after the label value');
    }
  }

  private readLabelValue(name: string, { newlines, nulsInValues }: LabelSyntax): string {
    const start = this.pos;
    const isQuoted = this.at(start) === QUOTE;
    const plain = isQuoted ? this.readPlainQuoted(start) : undefined;
    if (plain !== undefined) return plain;
    const end = isQuoted ? this.scanQuoted(start, newlines, nulsInValues) : -1;
    if (end < 0) this.fail('label_value', `expected a value in double quotes for the label "${name}"`, start);
    this.pos = end;
    return this.decodeQuoted(start + 1, end - 1, 'label value');
  }
}

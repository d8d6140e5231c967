import { HASH, NEWLINE } from '../byte-cursor.ts';
import { ExpositionError } from '../exposition-error.ts';
import type { ExpositionFormat } from '../negotiation.ts';
import type { PageReader } from '../page-reader.ts';
import type { LintWalk } from './lint-walk.ts';
import { LineCounter, type LintSample, lineText } from './page-lines.ts';
import { checkRawHelp, checkRawSeries } from './raw-syntax.ts';

/** A page with so many lines that can't be read is none; the rest of it is left unread. */
const MOST_UNREADABLE_LINES = 100;
/** They take about ten milliseconds. */
const LINES_OF_A_TURN = 2_000;
const CARRIAGE_RETURN = 13;
const LESS_THAN = 60;

/** A page that is read with the scraper's reader, line by line, going on after lines that it refuses. */
class PageWalk {
  private readonly reader: PageReader;
  private readonly walk: LintWalk;
  private readonly format: ExpositionFormat;
  private readonly counter: LineCounter;
  private unreadable = 0;

  constructor(reader: PageReader, format: ExpositionFormat, walk: LintWalk) {
    this.reader = reader;
    this.format = format;
    this.walk = walk;
    this.counter = new LineCounter(reader.bytes);
  }

  *run(): Generator<void> {
    const { reader } = this;
    for (let lines = 1; ; lines++) {
      if (lines % LINES_OF_A_TURN === 0) yield;
      let start = reader.pos;
      try {
        if (!reader.skipToLine()) break;
        start = reader.pos;
        if (reader.bytes[start] === HASH) {
          if (this.readMeta(start)) continue;
          if (this.format === 'openmetrics') return;
          break;
        } else this.readSample(start);
      } catch (error) {
        if (!(error instanceof ExpositionError)) throw error;
        if (!this.goOnAfter(error, start)) return;
      }
    }
    this.checkEnd();
  }

  /** False at OpenMetrics' last line, and where a NUL byte ends a page of the text format. */
  private readMeta(start: number): boolean {
    const { reader, walk } = this;
    const meta = reader.readMeta();
    if (meta.kind === 'eof') return false;
    const line = this.counter.lineAt(start);
    if (meta.kind === 'comment') {
      const text = lineText(reader.bytes, reader.end, start);
      if (/^#[ \t]*(?:UNIT[ \t]|EOF[ \t]*$)/.test(text)) {
        const message = 'This line is of OpenMetrics; in the text format it is a comment without a meaning.';
        walk.findings.report('openmetrics_comment', { line, column: 1, text }, message);
      }
      return true;
    }
    if (meta.kind === 'help') checkRawHelp(reader.bytes, start, reader.pos, line, walk.findings);
    walk.take({ kind: 'meta', meta, line, start });
    return true;
  }

  private readSample(start: number): void {
    const { reader, walk } = this;
    reader.readSeries();
    const valueStart = reader.pos;
    const [name, ...labels] = reader.pairs;
    reader.readSample();
    const end = Math.min(reader.pos, reader.end);
    const hasTime = !Number.isNaN(reader.timestampMs);
    const tail = reader.bytes
      .toString('latin1', valueStart, end)
      .trim()
      .split(/[ \t]+/, 2);
    const sample: LintSample = {
      kind: 'sample',
      name: name?.[1] ?? '',
      labels,
      value: reader.value,
      timestamp: hasTime ? (tail[1] ?? '') : null,
      exemplar: reader.exemplar,
      line: this.counter.lineAt(start),
      start,
      valueStart,
      end,
    };
    checkRawSeries(reader.bytes, sample, this.format, walk);
    walk.take(sample);
  }

  /** Notes a line that can't be read and goes to the next one; false where no more can be read. */
  private goOnAfter(error: ExpositionError, start: number): boolean {
    const { reader, walk } = this;
    const { bytes, end } = reader;
    const newline = bytes.indexOf(NEWLINE, start);
    const lineEnd = newline < 0 || newline > end ? end : newline;
    if (bytes[start] === LESS_THAN && this.unreadable === 0) {
      const message = 'This is a page of HTML or XML and not of metrics; the address may be another one.';
      walk.findings.report('line_start', error, message, true);
      return false;
    }
    const isReturn = lineEnd > start && bytes[lineEnd - 1] === CARRIAGE_RETURN;
    const message = isReturn
      ? 'The line ends with a carriage return, which belongs to no token: lines end with a line feed alone.'
      : sentence(error.message);
    const { rule, line, column, text } = error;
    walk.findings.report(rule, { line, column, text }, message, true);
    if (rule === 'eof_missing' || rule === 'eof_followed' || ++this.unreadable >= MOST_UNREADABLE_LINES)
      return false;
    reader.pos = lineEnd + 1;
    return true;
  }

  private checkEnd(): void {
    const { bytes, end, pos } = this.reader;
    const { findings } = this.walk;
    if (pos < end) {
      const line = this.counter.lineAt(pos);
      const place = { line, column: 1, text: lineText(bytes, end, pos) };
      findings.report(
        'line_start',
        place,
        'A NUL byte stands here: a scraper takes it for the end of the page.',
      );
    } else if (end > 0 && bytes[end - 1] !== NEWLINE) {
      const start = bytes.lastIndexOf(NEWLINE, end - 1) + 1;
      const place = {
        line: this.counter.lineAt(end),
        column: end - start + 1,
        text: lineText(bytes, end, start),
      };
      findings.report('newline_missing', place, 'The last line does not end with a line feed.');
    }
  }
}

function sentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}${message.endsWith('.') ? '' : '.'}`;
}

/** Reads a page with the scraper's reader from its start; yields every few milliseconds. */
export function walkPage(reader: PageReader, format: ExpositionFormat, walk: LintWalk): Generator<void> {
  return new PageWalk(reader, format, walk).run();
}

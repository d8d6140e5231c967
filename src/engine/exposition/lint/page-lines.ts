import type { Buffer } from 'node:buffer';
import type { LabelPair } from '../../../shared/domain/series.ts';
import { NEWLINE, SPACE, TAB } from '../byte-cursor.ts';
import type { Exemplar, MetaLine } from '../page-reader.ts';
import type { Place } from './findings.ts';

const SHOWN_TEXT_LENGTH = 160;

/** A sample as it stands on the page. */
export interface LintSample {
  readonly kind: 'sample';
  readonly name: string;
  /** Without the name, in the page's order, as written. */
  readonly labels: readonly LabelPair[];
  readonly value: number;
  /** As written, null where there is none: milliseconds in the text format, seconds in OpenMetrics. */
  readonly timestamp: string | null;
  readonly exemplar: Exemplar | null;
  readonly line: number;
  /** Offsets of the line's first byte, of the value and of the line's end. */
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
}

/** A comment line that says something of a family. */
export interface LintMeta {
  readonly kind: 'meta';
  readonly meta: Exclude<MetaLine, { kind: 'eof' } | { kind: 'comment' }>;
  readonly line: number;
  readonly start: number;
}

export type LintLine = LintSample | LintMeta;

/** Counts lines on the way through a page; offsets are asked for in ascending order. */
export class LineCounter {
  private readonly bytes: Buffer;
  private line = 1;
  private at = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  lineAt(offset: number): number {
    for (;;) {
      const newline = this.bytes.indexOf(NEWLINE, this.at);
      if (newline < 0 || newline >= offset) return this.line;
      this.line++;
      this.at = newline + 1;
    }
  }
}

/** The text of the line that begins at an offset, shortened. */
export function lineText(bytes: Buffer, pageEnd: number, start: number): string {
  let end = bytes.indexOf(NEWLINE, start);
  if (end < 0 || end > pageEnd) end = pageEnd;
  return bytes.toString('utf8', start, Math.min(end, start + SHOWN_TEXT_LENGTH));
}

/** Makes places of a page's lines. */
export class Places {
  private readonly bytes: Buffer;
  private readonly end: number;

  constructor(bytes: Buffer, end: number) {
    this.bytes = bytes;
    this.end = end;
  }

  ofLine({ line, start }: LintLine): Place {
    return { line, column: 1, text: lineText(this.bytes, this.end, start) };
  }

  ofValue(sample: LintSample): Place {
    return { ...this.ofLine(sample), column: sample.valueStart - sample.start + 1 };
  }

  /** Of the first place in the series where `name` stands behind a brace, a comma, a quote or a blank. */
  ofLabel(sample: LintSample, name: string): Place {
    let at = sample.start;
    for (;;) {
      at = this.bytes.indexOf(name, at + 1);
      if (at < 0 || at >= sample.valueStart) return this.ofLine(sample);
      if (/[{,"\s]/.test(String.fromCharCode(this.bytes[at - 1] as number))) break;
    }
    return { ...this.ofLine(sample), column: at - sample.start + 1 };
  }

  /** Of the first place behind the value where `text` stands after a blank. */
  ofTail(sample: LintSample, text: string): Place {
    let at = sample.valueStart;
    for (;;) {
      at = this.bytes.indexOf(text, at + 1);
      if (at < 0 || at >= sample.end) return this.ofValue(sample);
      const before = this.bytes[at - 1];
      if (before === SPACE || before === TAB) break;
    }
    return { ...this.ofLine(sample), column: at - sample.start + 1 };
  }
}

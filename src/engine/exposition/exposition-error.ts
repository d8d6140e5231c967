import type { Buffer } from 'node:buffer';

/** The rules of the exposition formats that a page can break; the name is what the lint shows. */
export type ExpositionRule =
  | 'line_start'
  | 'metric_name'
  | 'label_name'
  | 'label_equals'
  | 'label_value'
  | 'label_separator'
  | 'label_duplicate'
  | 'value'
  | 'timestamp'
  | 'exemplar'
  | 'line_end'
  | 'metadata'
  | 'metric_type'
  | 'unit'
  | 'utf8'
  | 'eof_missing'
  | 'eof_followed'
  | 'protobuf';

const SHOWN_TEXT_LENGTH = 160;

/**
 * A page that breaks a rule of its format. `line` and `column` count from 1, the column in bytes; of a protobuf page
 * (rule `protobuf`) `line` is 0, `column` the offset of the byte and `text` the name of the metric family.
 */
export class ExpositionError extends Error {
  readonly rule: ExpositionRule;
  readonly line: number;
  readonly column: number;
  /** The line that breaks the rule, shortened; what is not UTF-8 in it is shown as U+FFFD. */
  readonly text: string;

  constructor(rule: ExpositionRule, message: string, line: number, column: number, text: string) {
    super(message);
    this.name = 'ExpositionError';
    this.rule = rule;
    this.line = line;
    this.column = column;
    this.text = text;
  }
}

/** The error for the byte at `offset` of a page of `end` bytes. */
export function expositionErrorAt(
  bytes: Buffer,
  end: number,
  offset: number,
  rule: ExpositionRule,
  message: string,
): ExpositionError {
  const at = Math.min(offset, end);
  let line = 1;
  let lineStart = 0;
  for (let i = 0; i < at; i++) {
    if (bytes[i] === 10) {
      line++;
      lineStart = i + 1;
    }
  }
  let lineEnd = at;
  while (lineEnd < end && lineEnd - lineStart < SHOWN_TEXT_LENGTH && bytes[lineEnd] !== 10) lineEnd++;
  const shownStart = Math.max(lineStart, at - SHOWN_TEXT_LENGTH);
  const text = bytes.toString('utf8', shownStart, Math.min(lineEnd, shownStart + SHOWN_TEXT_LENGTH));
  return new ExpositionError(rule, message, line, at - lineStart + 1, text);
}

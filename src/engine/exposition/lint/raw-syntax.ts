import type { Buffer } from 'node:buffer';
import { BACKSLASH, BRACE_CLOSE, COMMA, NEWLINE, QUOTE, SPACE, TAB } from '../byte-cursor.ts';
import type { ExpositionFormat } from '../negotiation.ts';
import type { Findings } from './findings.ts';
import type { LintWalk } from './lint-walk.ts';
import { type LintSample, lineText } from './page-lines.ts';

function isEscape(byte: number | undefined): boolean {
  return byte === BACKSLASH || byte === QUOTE || byte === 110;
}

function escapeMessage(byte: number | undefined): string {
  const shown = String.fromCharCode(byte ?? 63);
  return `"\\${shown}" is no escape sequence: there are \\\\, \\" and \\n.`;
}

/** Escapes of a HELP line from `start` to behind its newline. */
export function checkRawHelp(
  bytes: Buffer,
  start: number,
  end: number,
  line: number,
  findings: Findings,
): void {
  for (let i = bytes.indexOf(BACKSLASH, start); i >= 0 && i < end; i = bytes.indexOf(BACKSLASH, i)) {
    if (!isEscape(bytes[i + 1])) {
      const place = { line, column: i - start + 1, text: lineText(bytes, end, start) };
      findings.report('escape', place, escapeMessage(bytes[i + 1]));
    }
    i += 2;
  }
}

/** What Prometheus' lexers let through in a series: commas, escapes and line breaks that the formats want otherwise. */
export function checkRawSeries(
  bytes: Buffer,
  sample: LintSample,
  format: ExpositionFormat,
  { findings, places }: LintWalk,
): void {
  const { start, valueStart } = sample;
  const place = (at: number) => ({ ...places.ofLine(sample), column: at - start + 1 });
  let quoted = false;
  /** The last byte outside quotes that is no blank; a quote stands for the whole string. */
  let last = 0;
  for (let i = start; i < valueStart; i++) {
    const byte = bytes[i] as number;
    if (quoted) {
      if (byte === BACKSLASH) {
        if (!isEscape(bytes[i + 1])) findings.report('escape', place(i), escapeMessage(bytes[i + 1]));
        i++;
      } else if (byte === NEWLINE) {
        findings.report('label_value', place(i), 'A line break inside quotes is written as \\n.');
      } else if (byte === QUOTE) {
        quoted = false;
        last = QUOTE;
      }
      continue;
    }
    if (byte === SPACE || byte === TAB) continue;
    if (last === QUOTE && byte !== COMMA && byte !== BRACE_CLOSE && byte !== 61) {
      findings.report('label_separator', place(i), 'A comma is missing between two labels.');
    }
    if (byte === BRACE_CLOSE && last === COMMA && format === 'openmetrics') {
      findings.report('label_separator', place(i), 'A comma stands behind the last label.');
    }
    if (byte === QUOTE) quoted = true;
    else last = byte;
  }
}

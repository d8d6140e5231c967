import { AppError } from '../../../shared/errors.ts';
import type { SourceRange } from '../ast.ts';

/** Line and column (both from 1, in UTF-16 units) of an offset, as Prometheus writes them: "1:7". */
export function formatPosition(text: string, offset: number): string {
  const { line, column } = lineAndColumn(text, offset);
  return `${line}:${column}`;
}

function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let lineStart = 0;
  for (let i = text.indexOf('\n'); i >= 0 && i < offset; i = text.indexOf('\n', i + 1)) {
    line++;
    lineStart = i + 1;
  }
  return { line, column: offset - lineStart + 1 };
}

/**
 * The `bad_data` error of an expression that can't be parsed: "1:7: parse error: …", with line, column and the range in
 * the details so that an editor can mark the place.
 */
export function parseError(text: string, range: SourceRange, message: string): AppError {
  const { line, column } = lineAndColumn(text, range.start);
  return new AppError('bad_data', `${line}:${column}: parse error: ${message}`, {
    line,
    column,
    start: range.start,
    end: range.end,
  });
}

import type { ExpositionFinding } from '../../../../shared/domain/exposition.ts';

/** A part of a line, as offsets of UTF-16 units. */
export interface LinePart {
  readonly from: number;
  readonly to: number;
}

/** Where a column that counts bytes of UTF-8, from 1, stands in a line. */
export function unitOfByteColumn(line: string, column: number): number {
  let bytes = 1;
  let unit = 0;
  for (const character of line) {
    if (bytes >= column) break;
    const code = character.codePointAt(0) as number;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    unit += character.length;
  }
  return unit;
}

/** What a finding is about in its line: the word at its column, or the whole line where the column is its first. */
export function partOfFinding(line: string, { column }: Pick<ExpositionFinding, 'column'>): LinePart {
  if (column <= 1) return { from: 0, to: line.length };
  const from = Math.min(unitOfByteColumn(line, column), Math.max(0, line.length - 1));
  const word = /^[^\s,{}="]+/.exec(line.slice(from));
  return { from, to: Math.min(line.length, from + (word?.[0].length ?? 1)) };
}

/** A sample's line as its series and what stands behind it: value, timestamp and exemplar. */
export function splitSample(line: string): { readonly series: string; readonly rest: string } {
  const brace = line.indexOf('{');
  const blank = line.search(/[ \t]/);
  if (brace < 0 || (blank >= 0 && blank < brace && !/^\S+[ \t]*\{/.test(line))) {
    return blank < 0
      ? { series: line, rest: '' }
      : { series: line.slice(0, blank), rest: line.slice(blank).trim() };
  }
  let quoted = false;
  for (let i = brace + 1; i < line.length; i++) {
    const character = line[i];
    if (quoted && character === '\\') i++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === '}')
      return { series: line.slice(0, i + 1), rest: line.slice(i + 1).trim() };
  }
  return { series: line, rest: '' };
}

import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanBeginning } from './line-beginning.ts';
import { PAGE_PADDING } from './page-parser.ts';

/** The bytes behind a page are whatever was read before. */
function paged(line: Uint8Array): { bytes: Buffer; view: DataView; end: number } {
  const bytes = Buffer.alloc(line.length + PAGE_PADDING, '"}');
  bytes.set(line);
  bytes.fill(0, line.length);
  bytes[line.length] = 10;
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), end: line.length };
}

function scan(line: Uint8Array, blanks: boolean): number {
  const { bytes, view, end } = paged(line);
  return scanBeginning(bytes, view, end, 0, blanks);
}

/** The same, told byte by byte by an expression. */
function expectedLength(line: Uint8Array, blanks: boolean): number {
  const text = Buffer.from(line).toString('latin1');
  // The rest of an expression must not make a name or a gap shorter than it is.
  const gap = blanks ? '[ \\t]*(?![ \\t])' : '';
  const labels = '\\{(?:[^"}]|"(?:[^"\\\\]|\\\\[\\s\\S])*")*\\}';
  const tail = blanks ? '[ \\t]*' : '[ ]?';
  const name = '[^\\x00-\\x20{]*(?![^\\x00-\\x20{])';
  const found = new RegExp(`^${name}${gap}(?:${labels}${tail}|(?!\\{)${blanks ? '' : tail})`).exec(text)?.[0];
  if (found === undefined || found.length >= text.length) return 0;
  return /[ \t}]$/.test(found) ? found.length : 0;
}

describe('the beginning of a line', () => {
  it('ends where it does byte by byte, whatever the bytes are', () => {
    const bytes = fc
      .array(
        fc.oneof(
          { weight: 6, arbitrary: fc.constantFrom(...'a_:{}"\\=, \t1') },
          { weight: 1, arbitrary: fc.constantFrom('\0', '\n', '\x7f', 'é', '}"', '\\"', '{a="b"} 1') },
        ),
        { maxLength: 40 },
      )
      .map((parts) => Buffer.from(parts.join('')));
    fc.assert(
      fc.property(bytes, fc.boolean(), (line, blanks) => {
        expect(scan(line, blanks)).toBe(expectedLength(line, blanks));
      }),
      { numRuns: 20_000 },
    );
  });

  it.each([
    ['up 1', 3],
    ['up{a="b"} 1', 10],
    ['up{a="}"}1', 9],
    ['up{a="\\""} 1', 11],
    ['up{a="b', 0],
    ['up{a="b\\', 0],
    ['up', 0],
  ])('of %j is %d bytes long', (line, length) => {
    expect(scan(Buffer.from(line), true)).toBe(length);
  });
});

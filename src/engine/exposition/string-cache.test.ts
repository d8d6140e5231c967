import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StringCache } from './string-cache.ts';

const cache = new StringCache();

/** `padding`: what lies behind the text, up to the end of all bytes. */
function decode(text: string, padding: string): string | undefined {
  const bytes = Buffer.from(`x"${text}${padding}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decoded = cache.decodePlain(bytes, view, 2);
  if (decoded !== undefined) expect(cache.decodedTo).toBe(2 + Buffer.byteLength(decoded));
  return decoded;
}

describe('quoted texts', () => {
  it('are the same string as often as they are decoded', () => {
    const plain = fc.string({ unit: 'grapheme-ascii', maxLength: 80 }).filter((text) => !/["\\]/.test(text));
    fc.assert(
      fc.property(plain, fc.string({ maxLength: 8 }), (text, after) => {
        expect(decode(text, `"${after}    `)).toBe(text);
        expect(cache.decode(Buffer.from(text), 0, text.length)).toBe(text);
      }),
      { numRuns: 3_000 },
    );
  });

  it.each(['a\\nb', 'é', 'line\nbreak', 'nul\0', '\x80', 'x'.repeat(120), 'tab\t'])(
    'are left to the general way: %j',
    (text) => {
      expect(decode(text, '"    ')).toBeUndefined();
    },
  );

  it('are left to the general way where the bytes end', () => {
    expect(decode('abc', '')).toBeUndefined();
    expect(decode('abcd', '')).toBeUndefined();
  });

  it('are told apart by their length', () => {
    expect(decode('a', '"\0\0\0\0')).toBe('a');
    expect(cache.decode(Buffer.from('a\0'), 0, 2)).toBe('a\0');
    expect(decode('a', '"\0\0\0\0')).toBe('a');
  });
});

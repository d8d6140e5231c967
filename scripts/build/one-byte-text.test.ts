import { describe, expect, it } from 'vitest';
import { escapeBeyondLatin1 } from './one-byte-text.mjs';

describe('escapeBeyondLatin1', () => {
  it.each([
    ['a string', `'it’s 5 µs → “done” 𝑊'`],
    ['a template', `\`5 µs → \${1 + 1}…\``],
    ['a regular expression', '"a…b→".replace(/[–…]b→$/u, "")'],
    ['names', `(() => { const Ωm = { μ: '\\uffff' }; return Object.keys(Ωm)[0] + Ωm.μ; })()`],
  ])('leaves the meaning of %s', (_, code) => {
    const escaped = escapeBeyondLatin1(code);
    expect(escaped).toMatch(/^[\0-\xff]*$/);
    expect(escaped).not.toBe(code);
    // The program before and after must come to the same.
    // biome-ignore lint/security/noGlobalEval: of the texts above
    const run = eval;
    expect(run(escaped)).toEqual(run(code));
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../errors.ts';
import { compileVariableRegex, type RegexCompiler } from './variable-regex.ts';

/** Refuses what RE2 refuses. */
const compile: RegexCompiler = (pattern, flags) => {
  if (/\(\?<?[=!]/.test(pattern)) throw new AppError('bad_data', `RE2 refuses ${pattern}`);
  const regex = new RegExp(pattern, `g${flags}`);
  return (text) => [...text.matchAll(regex)].map((match) => ({ groups: [...match], named: new Map() }));
};

function passes(regex: string, text: string): boolean {
  return compileVariableRegex(regex, compile)(text).length > 0;
}

describe('compileVariableRegex', () => {
  it('takes a pattern without slashes from start to end, others anywhere', () => {
    expect(passes('web', 'web')).toBe(true);
    expect(passes('web', 'my-web')).toBe(false);
    expect(passes('/web/', 'my-web')).toBe(true);
    expect(passes('/WEB/i', 'my-web')).toBe(true);
  });

  it('counts further matches only with the flag g', () => {
    expect(compileVariableRegex('/a/', compile)('aaa')).toHaveLength(1);
    expect(compileVariableRegex('/a/g', compile)('aaa')).toHaveLength(3);
  });

  it.each([
    '/^(?!kube-|default$).*$/',
    '(?!kube-|default).+',
    '/^(?=web)(?!.*test).*$/',
    '/.*(?<!-test)$/',
    '/^((?!test).)*$/',
    '/(?!kube).*/',
    '/^(?!a(b|c)d)[a-z]+$/',
  ])('reads %s as JavaScript does, without looking around', (regex) => {
    const slashed = /^\/(.*)\/$/.exec(regex);
    const native = new RegExp(slashed?.[1] ?? `^${regex}$`);
    const samples = ['kube-system', 'default', 'web', 'web-test', 'my-default', 'abd', 'test', 'a', ''];
    for (const sample of samples)
      expect([sample, passes(regex, sample)]).toEqual([sample, native.test(sample)]);
    fc.assert(
      fc.property(fc.stringMatching(/^[a-ekutsw-]{0,8}$/), (text) => {
        expect(passes(regex, text)).toBe(native.test(text));
      }),
    );
  });

  it.each(['/a(?!b)c/', '/(?!a)b|c/', '/(?=(?!a)b)c/'])('refuses %s with a sentence', (regex) => {
    expect(() => compileVariableRegex(regex, compile)).toThrow('looks ahead or behind');
  });
});

import { expect, it } from 'vitest';
import { decodeLabelName } from './label-name.ts';

it.each([
  ['job', 'job'],
  ['naïve name', 'naïve name'],
  ['U__http_2e_status', 'http.status'],
  ['U__a__b_1F600_', 'a_b😀'],
])('reads %s as %s', (text, name) => expect(decodeLabelName(text)).toBe(name));

it.each(['', 'U__a_b', 'U__a_2e', 'U___d800_', 'U___110000_', 'U__a.b'])('refuses "%s"', (text) => {
  expect(() => decodeLabelName(text)).toThrow('invalid label name');
});

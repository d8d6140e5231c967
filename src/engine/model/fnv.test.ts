import { expect, it } from 'vitest';
import { fnv1a64 } from './fnv.ts';

it.each([
  ['', 0xcbf29ce484222325n],
  ['a', 0xaf63dc4c8601ec8cn],
  ['foobar', 0x85944171f73967e8n],
])('hashes %j as the reference does', (text, hash) => {
  expect(fnv1a64(text)).toBe(hash);
});

import { expect, it } from 'vitest';
import { createRedactor } from './redactor.ts';

it('leaves nothing of a secret that begins with another one', () => {
  const { watch, redact } = createRedactor();
  for (const secret of ['hunter', 'hunter2-and-more', 'hunter2']) watch(secret);
  expect(redact('sent hunter2-and-more, then hunter')).toBe('sent [secret], then [secret]');
});

it('leaves words alone that are as short as a typed letter or two', () => {
  const { watch, redact } = createRedactor();
  for (const secret of ['', 'abc']) watch(secret);
  expect(redact('abc is the first entry')).toBe('abc is the first entry');
});

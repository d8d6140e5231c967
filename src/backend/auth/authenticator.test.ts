import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createAuthenticator } from './authenticator.ts';
import { createStaticSource } from './credential-source.ts';

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
const BEARER = { bearer: [{ token: 'abc' }], basic: [] };
const BASIC = { bearer: [], basic: [{ username: 'ann', password: 'päss' }] };

it('adds up the credentials of several sources', async () => {
  const authenticator = createAuthenticator([createStaticSource(BEARER), createStaticSource(BASIC)], 'r');
  expect(await authenticator.judge('Bearer abc')).toEqual({ allowed: true });
  expect(await authenticator.judge(basic('ann:päss'))).toEqual({ allowed: true });
});

it('lets a credential scrape when any of its entries may', async () => {
  const weak = { bearer: [{ token: 'abc', mayScrape: false }], basic: [] };
  const authenticator = createAuthenticator([createStaticSource(weak), createStaticSource(BEARER)], 'r');
  expect(await authenticator.judge('Bearer abc')).toEqual({ allowed: true });
});

it('lets nothing in but what it knows, however it is written', async () => {
  const authenticator = createAuthenticator([createStaticSource(BEARER), createStaticSource(BASIC)], 'r');
  const scheme = fc.constantFrom('Bearer ', 'bearer ', 'Bearer\t', 'Basic ', 'Negotiate ', '');
  const secret = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'abc',
      'ab',
      'abcd',
      'ABC',
      'ann:päss',
      basic('ann:pass').slice(6),
      basic('abc').slice(6),
    ),
  );
  const known = ['Bearer abc', 'bearer abc', basic('ann:päss')];
  await fc.assert(
    fc.asyncProperty(scheme, secret, async (prefix, text) => {
      const verdict = await authenticator.judge(prefix + text);
      expect(verdict.allowed).toBe(known.includes((prefix + text).trim()));
    }),
  );
});

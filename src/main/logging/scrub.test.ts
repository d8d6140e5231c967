import { describe, expect, it } from 'vitest';
import { createRedactor } from '../vault/redactor.ts';
import { scrubText } from './scrub.ts';

const { watch, redact } = createRedactor();
watch('s3cret/with+signs');
watch('abc');

describe('scrubText', () => {
  it.each([
    ['known: s3cret/with+signs.', 'known: [secret].'],
    ['Authorization: Bearer eyJhbGciOi.x.y', 'Authorization: [secret] [secret]'],
    ["{ authorization: 'Basic dXNlcjpwYXNz' }", '{ authorization: [secret] }'],
    ['GET with Bearer abcdefgh', 'GET with Bearer [secret]'],
    ['GET with Basic dXNlcjpwYXNz', 'GET with Basic [secret]'],
    ['x-api-key=12345 and more', 'x-api-key=[secret] and more'],
    ['{"password":"p w"}', '{"password":[secret]}'],
    ['https://user:pass@host/metrics', 'https://[secret]@host/metrics'],
  ])('cleans %j', (text, clean) => {
    expect(scrubText(text, redact)).toBe(clean);
  });

  it('leaves ordinary text alone, short secrets included', () => {
    const text = 'scrape of https://host:9464/metrics?x=abc took 12 ms, 3 tokens parsed';
    expect(scrubText(text, redact)).toBe(text);
  });
});

import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { describeBody, redactHeaders } from './evidence.ts';

describe('evidence of a failed scrape', () => {
  it('shows response headers without what may be secret', () => {
    const headers = new Map([
      ['content-type', 'text/html\u0007; charset=utf-8'],
      ['set-cookie', 'session=canary'],
      ['x-auth-token', 'canary'],
      ['location', 'https://sso.example/login?token=canary#canary'],
      ['www-authenticate', 'Bearer realm="shop"'],
      ['x-long', 'x'.repeat(10_000)],
    ]);
    const shown = redactHeaders(headers);
    expect(JSON.stringify(shown)).not.toContain('canary');
    expect(Object.fromEntries(shown)).toMatchObject({
      'content-type': 'text/html ; charset=utf-8',
      'set-cookie': '(hidden)',
      location: 'https://sso.example/login?…',
      'www-authenticate': 'Bearer realm="shop"',
      'x-long': 'x'.repeat(300),
    });
    const many = new Map(Array.from({ length: 500 }, (_, i) => [`h${i}`, 'v']));
    expect(redactHeaders(many)).toHaveLength(40);
  });

  it('tells bodies apart, and shows the beginning of a text without what was sent', () => {
    const echo = Buffer.from('You sent: Authorization: Bearer canary-1\n');
    const shown = describeBody(echo, ['Bearer canary-1', 'canary-1']);
    expect(shown).toMatchObject({
      bodyBytes: echo.length,
      bodyExcerpt: 'You sent: Authorization: (hidden)\n',
    });
    expect(shown.bodyHash).toMatch(/^[0-9a-f]{16}$/);
    expect(describeBody(Buffer.from('other'), []).bodyHash).not.toBe(shown.bodyHash);
    expect(describeBody(Buffer.from([0x1f, 0x8b, 0, 1]), []).bodyExcerpt).toBe('');
    expect(describeBody(Buffer.alloc(5_000_000, 'a'), []).bodyExcerpt).toHaveLength(2_048);
    expect(describeBody(Buffer.alloc(0), [])).toEqual({ bodyBytes: 0, bodyHash: '', bodyExcerpt: '' });
  });
});
